"""`make bench-slack`: many people ask at once, over both transports, in bad weather; and a kill.

Owns the scenarios and what is measured of them. The bot is `pullquote slack` in a process of its
own, with the real index and models; this process is Slack and its people. Unlike the tests, which
say what happens, it says how soon. `bench_report` has the bars and prints the table.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from slack_workspace.bench_report import Killed, Rush, answers, look_at, report
from slack_workspace.workspace import Workspace

ROOT = Path(__file__).parents[2]
PEOPLE, CHANNELS, FAILING = 50, 10, 0.05
KILLED_OF, KILLED_AFTER = 50, 10
PATIENCE_S = 180.0
LOOK_S = 0.05  # looking more often would take from the two cores what is measured on them
# Each question is asked in its own message: where it stands.
Asked = tuple[str, str]


async def main(questions: int) -> int:
    """Runs everything and returns the exit code: 1 if a bar is not met."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        _pullquote("index", str(ROOT / "seeds/articles"), "--data", str(data))
        rushes = [
            await _rush(data, questions, over_http=False),
            await _rush(data, questions, over_http=True),
            await _rush(data, questions, over_http=False, in_turn=True),
        ]
        killed = await _kill(data)
    return report(rushes, killed)


async def _rush(data: Path, questions: int, *, over_http: bool, in_turn: bool = False) -> Rush:
    """Everybody asks while calls fail and the socket is refreshed twice: all of it at one moment,
    or, `in_turn`, each person the next question when the last one is answered."""
    for file in data.glob("slack.sqlite3*"):  # else the limits a minute would count those before
        file.unlink()
    async with Workspace(rates=False) as slack, _bot(slack, data, over_http=over_http):
        _open_channels(slack)
        slack.misbehave(FAILING)
        asked: list[Asked] = []
        texts = list(enumerate(_texts(questions)))
        people = [texts[n::PEOPLE] for n in range(PEOPLE)] if in_turn else [texts]
        asking = asyncio.gather(*(_ask_all(slack, one, asked, in_turn) for one in people))
        await slack.until(lambda: asked, PATIENCE_S)
        if not over_http:
            await slack.refresh_socket()
            await slack.until(lambda: _count(slack, asked) >= questions // 3, PATIENCE_S, LOOK_S)
            await slack.refresh_socket()
        await asking
        await _patiently(slack, lambda: _count(slack, asked) >= questions)
        slack.misbehave(0.0)
        await slack.quiet(timeout_s=PATIENCE_S, settled_s=2.0)
        name = "HTTP" if over_http else "socket"
        return look_at(slack, f"{name}, in turn" if in_turn else name, asked)


async def _ask_all(
    slack: Workspace, texts: Sequence[tuple[int, str]], asked: list[Asked], in_turn: bool
) -> None:
    """Asks, and notes what was asked where."""
    for number, text in texts:
        one = await _ask(slack, number, text)
        asked.append(one)
        if in_turn:
            await _patiently(slack, partial(answers, slack, one))


async def _kill(data: Path) -> Killed:
    """kill -9 in the middle, and another process that is started afterwards."""
    async with Workspace(rates=False) as slack:
        _open_channels(slack)
        async with _bot(slack, data) as child:
            asked = [await _ask(slack, n, text) for n, text in enumerate(_texts(KILLED_OF))]
            await slack.until(lambda: _count(slack, asked) >= KILLED_AFTER, PATIENCE_S)
            child.send_signal(signal.SIGKILL)
            child.wait()
            await slack.until(lambda: slack.sockets == 0)
            before = _count(slack, asked)
        started_s = time.monotonic()
        async with _bot(slack, data):
            for _, ts in asked:
                slack.redeliver(ts)
            await _patiently(slack, lambda: _count(slack, asked) >= KILLED_OF)
            after_s = time.monotonic() - started_s
            await slack.quiet(timeout_s=PATIENCE_S, settled_s=2.0)
        return Killed(before, after_s, [len(answers(slack, one)) for one in asked])


async def _patiently(slack: Workspace, condition: Callable[[], object]) -> None:
    """Waits; what has not come by then is counted as lost."""
    with suppress(AssertionError):
        await slack.until(condition, PATIENCE_S, LOOK_S)


def _count(slack: Workspace, asked: Sequence[Asked]) -> int:
    return sum(bool(answers(slack, one)) for one in asked)


def _open_channels(slack: Workspace) -> None:
    for n in range(CHANNELS):
        slack.channel(f"#c{n}", members=[f"U{person}" for person in range(PEOPLE)])


async def _ask(slack: Workspace, number: int, text: str) -> Asked:
    channel = f"#c{number % CHANNELS}"
    return channel, await slack.post(f"U{number % PEOPLE}", channel, f"<@BOT> {text}")


def _texts(count: int) -> list[str]:
    lines = (ROOT / "seeds/questions.jsonl").read_text("utf-8").splitlines()
    return list(islice(cycle(str(json.loads(line)["question"]) for line in lines), count))


@asynccontextmanager
async def _bot(
    slack: Workspace, data: Path, *, over_http: bool = False
) -> AsyncIterator[subprocess.Popen[bytes]]:
    """`pullquote slack`, connected."""
    port, before = _free_port(), slack.slack.sockets.connections
    keys = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.base_url,
    }
    way = ["--http", str(port)] if over_http else []
    child = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "slack", *way, "--data", str(data)],
        cwd=data.parent,
        env={**os.environ, **keys, "PYTHONPATH": str(ROOT)},
    )
    try:
        if over_http:
            await _listens(port)
            await slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        else:
            await slack.until(lambda: slack.slack.sockets.connections > before, PATIENCE_S)
        yield child
    finally:
        child.terminate()
        await asyncio.to_thread(child.wait)


async def _listens(port: int) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if time.monotonic() > end_s:
                raise
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _pullquote(*arguments: str) -> None:
    command = [sys.executable, "-m", "bot.cli", *arguments]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench-slack", description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    sys.exit(asyncio.run(main(parser.parse_args().questions)))
