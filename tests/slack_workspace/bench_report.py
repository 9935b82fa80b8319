"""What `make bench-slack` found, held against its bars, as a table.

Owns the bars and how each figure is counted. Unlike `bench`, nothing happens here.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from slack_workspace.shapes import Message
from slack_workspace.workspace import Workspace

ACKNOWLEDGED_P99_S, ANSWERED_P95_S = 0.5, 5.0
STATUS = "assistant.threads.setStatus"  # nobody waits for it
Span = tuple[float, float]


@dataclass(frozen=True)
class Rush:
    """Many questions at once. Times are seconds, one for each delivery or answer.

    `waited_s` is what rate limits (429) took of each answer's time.
    """

    transport: str
    acknowledged_s: Sequence[float]
    late: int  # deliveries that were not acknowledged within three seconds
    seen_s: Sequence[float]  # until a question's thread first had a status
    answered_s: Sequence[float]
    waited_s: Sequence[float]
    times_answered: Sequence[int]
    failed_calls: int
    limited_calls: int
    sockets: int


@dataclass(frozen=True)
class Killed:
    """Questions of which a killed process answered some, and the next one the others."""

    before: int
    after_s: float
    times_answered: Sequence[int]


def answers(slack: Workspace, asked: tuple[str, str]) -> list[Message]:
    """What the bot said to a question, by its channel and ts."""
    return [message for message in slack.thread(*asked) if message.user == slack.bot_user]


def look_at(slack: Workspace, transport: str, asked: Sequence[tuple[str, str]]) -> Rush:
    """What the workspace saw."""
    limited, calls = _limited(slack), slack.calls()
    found = [(channel, ts, answers(slack, (channel, ts))) for channel, ts in asked]
    first = [(channel, float(ts), float(said[0].ts)) for channel, ts, said in found if said]
    return Rush(
        transport=transport,
        acknowledged_s=[one.after_s for one in slack.attempts() if one.acknowledged],
        late=sum(not one.acknowledged for one in slack.attempts()),
        seen_s=list(_until_seen_s(slack)),
        answered_s=[end - begin for _, begin, end in first],
        waited_s=[
            _overlap_s(limited[slack.slack.world.channel(channel).id], begin, end)
            for channel, begin, end in first
        ],
        times_answered=[len(answers(slack, one)) for one in asked],
        failed_calls=sum(call.http_status >= 500 for call in calls),
        limited_calls=sum(call.http_status == 429 for call in calls),
        sockets=slack.slack.sockets.connections,
    )


def report(rushes: Sequence[Rush], killed: Killed) -> int:
    """Prints the table; 1 if a bar is not met."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    busy = "; others work on it: compare ratios, not seconds" if load > 2 * cores else ""
    print(f"{cores} cores, load {load:.1f}{busy}")
    lines = [line for rush in rushes for line in _rush_lines(rush)]
    lines += _killed_lines(killed)
    for name, figure, bar, met in lines:
        verdict = "" if met is None else "met" if met else "NOT MET"
        print(f"{name:<58} {figure:>16} {bar:>10}  {verdict}")
    return 0 if all(met in (None, True) for *_, met in lines) else 1


def _rush_lines(rush: Rush) -> Iterator[tuple[str, str, str, bool | None]]:
    count, name = len(rush.times_answered), rush.transport
    once, lost = rush.times_answered.count(1), rush.times_answered.count(0)
    yield f"{name}: answered exactly once", f"{once} of {count}", "all", once == count
    yield f"{name}: lost", str(lost), "0", lost == 0
    p50, p99 = (_percentile(rush.acknowledged_s, share) for share in (0.5, 0.99))
    yield f"{name}: acknowledgement, median", _ms(p50), "", None
    yield f"{name}: acknowledgement, p99", _ms(p99), "500 ms", p99 <= ACKNOWLEDGED_P99_S
    yield f"{name}: not acknowledged within 3 s", str(rush.late), "", None
    p50, p95 = (_percentile(rush.seen_s, share) for share in (0.5, 0.95))
    yield f"{name}: status, median and p95", f"{_ms(p50)}, {_ms(p95)}", "", None
    bare = [all_s - lost_s for all_s, lost_s in zip(rush.answered_s, rush.waited_s, strict=True)]
    p50, p95 = (_percentile(bare, share) for share in (0.5, 0.95))
    yield f"{name}: answer, median, rate limits apart", _ms(p50), "", None
    yield f"{name}: answer, p95, rate limits apart", _ms(p95), "5,000 ms", p95 <= ANSWERED_P95_S
    p95, waited_s = _percentile(rush.answered_s, 0.95), _percentile(rush.waited_s, 0.95)
    yield f"{name}: answer, p95, all told", _ms(p95), "", None
    yield f"{name}: … of which rate limits, p95", _ms(waited_s), "", None
    failed = f"{rush.limited_calls} and {rush.failed_calls}"
    yield f"{name}: calls answered 429 and 500", failed, "", None
    if rush.sockets:
        yield f"{name}: sockets in all", str(rush.sockets), "3", rush.sockets == 3


def _killed_lines(killed: Killed) -> Iterator[tuple[str, str, str, bool | None]]:
    count, once = len(killed.times_answered), killed.times_answered.count(1)
    yield "kill -9: answered before it", f"{killed.before} of {count}", "", None
    yield "kill -9: answered exactly once in the end", f"{once} of {count}", "all", once == count
    yield "kill -9: from the new process’s start to the last", _ms(killed.after_s), "", None


def _until_seen_s(slack: Workspace) -> Iterator[float]:
    """How long after each question its thread first had a status."""
    ahead_s, seen = slack.clock.now() - time.monotonic(), set[tuple[str, str]]()
    for call in slack.calls(STATUS):
        thread = (str(call.arguments.get("channel_id")), str(call.arguments.get("thread_ts")))
        if call.error is None and thread not in seen:
            seen.add(thread)
            yield call.at_s + ahead_s - float(thread[1])


def _limited(slack: Workspace) -> dict[str, list[Span]]:
    """When a call for a channel's messages waited for a rate limit, by channel, in order."""
    ahead_s = slack.clock.now() - time.monotonic()
    found: dict[str, list[Span]] = defaultdict(list)
    waiting: dict[tuple[str, str, str], float] = {}
    for call in slack.calls():
        channel = str(call.arguments.get("channel"))
        key = (call.method, channel, str(call.arguments.get("thread_ts")))
        if call.method == STATUS:
            continue
        if key in waiting:
            found[channel].append((waiting.pop(key) + ahead_s, call.at_s + ahead_s))
        if call.http_status == 429:
            waiting[key] = call.at_s
    return found


def _overlap_s(spans: Sequence[Span], begin: float, end: float) -> float:
    """How much of a time one of these spans covers."""
    covered, at = 0.0, begin
    for start, stop in sorted(spans):
        covered += max(0.0, min(stop, end) - max(start, at))
        at = max(at, min(stop, end))
    return covered


def _percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"
