"""What `pullquote evaluate` does: ask, score, print, write, compare, and say whether gates are met.

    questions, index ─► systems ─► results ─► table, JSON, page, comparison, gates

Owns the order of it and what goes together on the command line. Unlike `bot.evaluation`, whose
parts can be used from a notebook, it prints.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from bot.render.wording import count
from index.errors import UsageError

if TYPE_CHECKING:
    from bot.evaluation.gates import Gate
    from bot.evaluation.judges import Judge
    from bot.evaluation.measures.measure import Measure
    from bot.evaluation.preparing import Ground
    from bot.evaluation.results import Results
    from bot.evaluation.systems import System
    from bot.render.screen import Screen
    from bot.writing.writer import Writer

STDOUT = Path("-")
OFFLINE = "offline"
NO_SEARCH = (
    "Search is not measured: ir-measures is not installed. Install it with: "
    "pip install 'FOLDER[evaluation]', where FOLDER is Pullquote's own."
)
SEARCH = "Search"  # the group of measures that ir-measures computes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for. Files are None where they are not wanted."""

    questions: Path | None = None
    articles: Path | None = None
    answers: Path | None = None
    squad: Path | None = None
    limit: int | None = None
    held_out: bool = False
    json: Path | None = None
    html: Path | None = None
    baseline: Path | None = None
    gates: tuple[str, ...] = ()
    judge: str = OFFLINE
    feedback: Path | None = None
    out: Path | None = None  # of the candidates that feedback becomes


def carry_out(config: Config, wanted: Wanted) -> bool:
    """Does what is wanted: an evaluation, or candidates out of feedback. Returns whether all gates
    are met. Raises PullquoteError kinds."""
    if wanted.feedback is None:
        return evaluate(config, wanted)
    if wanted != Wanted(feedback=wanted.feedback, out=wanted.out):
        raise UsageError("--from-feedback asks nothing. Beside it only --out can stand.")
    collect(wanted.feedback, wanted.out)
    return True


def evaluate(config: Config, wanted: Wanted) -> bool:
    """Evaluates, prints and writes what is wanted, and returns whether all gates are met.

    What can be refused is refused before anything is asked. Raises UsageError and StoreError kinds.
    """
    from bot.evaluation import judges, records

    _refuse(wanted)
    gates = _gates(wanted.gates)
    baseline = records.read(wanted.baseline) if wanted.baseline else None
    judge = judges.Remembering(judges.judge(wanted.judge))
    with _ground(config, wanted) as ground:
        results = _run(config, wanted, ground, judge, baseline)
    _show(results, wanted)
    _write(results, wanted)
    if baseline:
        _compare(baseline, results, wanted)
    return _all_met(results, gates)


def collect(file: Path, out: Path | None) -> None:
    """Turns a file of feedback into candidates, written to a new file or to standard output.

    Raises UsageError if the feedback cannot be read, or if `out` is there already: somebody may
    have begun to complete it.
    """
    from bot.asking import json_line
    from bot.evaluation import feedback

    records = feedback.load(file)
    candidates = feedback.candidates(records)
    lines = b"".join(json_line(candidate.as_json()) for candidate in candidates)
    if out is None or out == STDOUT:
        _print(lines)
    else:
        _write_new(out, lines)
    made = count(len(candidates), "candidate")
    print(
        f"{made} of {count(len(records), 'record')}. Give each its evidence "
        '("evidence": [["article|words"]], of which "quoted" has some; [] if no article answers), '
        'set it "complete": true, and add it to your questions.',
        file=sys.stderr,
    )


def measurable(judge: Judge, *, with_search: bool) -> tuple[list[Measure], list[str]]:
    """The measures, and a note on those that are missing. `with_search` says whether the library
    for search measures is installed: without it the others are still worth having."""
    from bot.evaluation.measures.registry import measures

    found = list(measures(judge))
    if with_search:
        return found, []
    return [measure for measure in found if measure.group != SEARCH], [NO_SEARCH]


def _refuse(wanted: Wanted) -> None:
    """What does not go together, and what could not be written in the end."""
    from bot.evaluation import page

    if wanted.out:
        raise UsageError("--out is where --from-feedback writes. Name that, or leave it out.")
    if wanted.squad and (wanted.questions or wanted.articles or wanted.held_out):
        raise UsageError(
            "--from-squad brings its own questions and articles. "
            "Leave out --questions, --articles and --held-out."
        )
    if wanted.limit is not None and wanted.limit < 1:
        raise UsageError(f"--limit is {wanted.limit}: ask at least one question.")
    if wanted.html == STDOUT:
        raise UsageError("The page goes to a file. Name one: --html evaluation.html")
    for file in (wanted.json, wanted.html):
        if file and file != STDOUT and (file.is_dir() or not file.parent.is_dir()):
            raise UsageError(f"{file} cannot be written. Name a file in a folder that is there.")
    if wanted.html:
        page.check()


def _gates(texts: Sequence[str]) -> list[Gate]:
    from bot.evaluation.gates import parse
    from bot.evaluation.measures.registry import MEASURES
    from bot.evaluation.running import info

    known = [info(measure) for measure in MEASURES]
    return [parse(text, known) for text in texts]


def _ground(config: Config, wanted: Wanted) -> AbstractContextManager[Ground]:
    from bot.evaluation.preparing import own_ground, squad_ground

    if wanted.squad:
        return squad_ground(config, wanted.squad)
    return own_ground(config, wanted.questions, wanted.articles, held_out=wanted.held_out)


def _run(
    config: Config, wanted: Wanted, ground: Ground, judge: Judge, baseline: Results | None
) -> Results:
    from bot.evaluation.comparison import refuse_others
    from bot.evaluation.running import Setting, run
    from bot.evaluation.statements import told
    from bot.render.progress import progress_bar

    ground, limited = _limited(ground, wanted)
    measures, missing = measurable(judge, with_search=find_spec("ir_measures") is not None)
    setting = Setting(
        questions=ground.questions,
        articles=ground.articles(),
        name=ground.name,
        index=ground.index,
        judge=judge,
        notes=(*ground.left_out, *limited, *missing, *told(judge, ground.labelled)),
    )
    if baseline:
        refuse_others(baseline, setting)
    systems = list(_systems(config, wanted, ground))
    with progress_bar("Asking") as progress:
        return run(systems, setting, measures, progress)


def _limited(ground: Ground, wanted: Wanted) -> tuple[Ground, list[str]]:
    from bot.evaluation.preparing import SQUAD_QUESTIONS, spread

    there = len(ground.questions)
    most = wanted.limit or (SQUAD_QUESTIONS if wanted.squad else there)
    if most >= there:
        return ground, []
    chosen = replace(ground, questions=spread(ground.questions, most))
    return chosen, [f"{most:,} of {count(there, 'question')}, evenly spread."]


def _systems(config: Config, wanted: Wanted, ground: Ground) -> Iterator[System]:
    """The one evaluated first: the answers of a file if there is one, else ours."""
    from bot.answering import Answerer
    from bot.evaluation.lineup import beside
    from bot.evaluation.matching import match
    from bot.evaluation.systems import FromFile, Own
    from bot.opening import open_reader

    if wanted.answers:
        replies = match(wanted.answers, ground.known)
        ids = [question.id for question in ground.known]
        yield FromFile(wanted.answers, dict(zip(ids, replies, strict=True)))
    answerer = Answerer.open(
        ground.library,
        ground.embedder,
        config.answer_from,
        open_reader(config),
        _writer(config),
        passages_read=config.passages_read,
    )
    own = Own(answerer)
    yield own
    yield from beside(own, ground.library, ground.embedder)


def _writer(config: Config) -> Writer | None:
    """What writes, without what it wrote before: times and tokens would be those of a look-up."""
    from bot.opening import open_writer

    # A model is asked even where nothing is answered, to count how often it and the gate disagree.
    writer = open_writer(config, asks_always=True)
    return writer and replace(writer, cache=None)


def _show(results: Results, wanted: Wanted) -> None:
    from bot.evaluation.table import show

    show(results, _screen(wanted).console)


def _compare(baseline: Results, results: Results, wanted: Wanted) -> None:
    from bot.evaluation.changes import show_comparison
    from bot.evaluation.comparison import compare

    show_comparison(compare(baseline, results), _screen(wanted).console)


def _screen(wanted: Wanted) -> Screen:
    from bot.render.screen import Screen

    return Screen(stderr=wanted.json == STDOUT)


def _write(results: Results, wanted: Wanted) -> None:
    from bot.evaluation import records

    if wanted.json == STDOUT:
        _print(records.as_json(results))
    elif wanted.json:
        _write_bytes(wanted.json, records.as_json(results))
    if wanted.html:
        from bot.evaluation.page import write_page

        write_page(results, wanted.html)


def _all_met(results: Results, gates: Sequence[Gate]) -> bool:
    from bot.evaluation.gates import missed

    inexact = [outcome.id for outcome in results.own.outcomes if outcome.inexact]
    messages = missed(gates, results.own.estimates, inexact)
    for message in messages:
        print(message, file=sys.stderr)
    return not messages


def _print(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _write_bytes(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None


def _write_new(file: Path, data: bytes) -> None:
    try:
        with file.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise UsageError(f"{file} is there already. Name a new file with --out.") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None
