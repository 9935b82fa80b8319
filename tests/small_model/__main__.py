"""`python -m small_model --environment DIR [--questions N] [--record FILE]`, for `make test-llm`.

Exit code 1 if a quote is not in its source or evidence is lost, 2 if the model cannot be served.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.config import Config
from bot.evaluation.figures import show
from bot.evaluation.questions import Question, load
from bot.opening import open_answerer, open_builder, open_shelf
from index.articles import Article
from small_model import judging
from small_model.asking import Asked, ask
from small_model.serving import MODEL, NotServed, serving

ARTICLES = Path("seeds/articles")
QUESTIONS = Path("seeds/questions.jsonl")
ASKED = 24  # of 188, spread over all of them: some five minutes on two idle cores
EVIDENCE_TOKENS = 600  # two seconds of reading, on two idle cores
MAX_TOKENS = 200  # of a reply: enough for five sentences, and it seldom stops by itself
PATIENCE_S = 600  # for a call, on a machine that has something else to do


def main(arguments: Sequence[str] | None = None) -> int:
    """Asks, prints and says whether what was seen is allowed."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    try:
        with tempfile.TemporaryDirectory() as folder, serving(options.environment) as address:
            asked = _ask(Path(folder), address, options.questions)
    except NotServed as error:
        print(error, file=sys.stderr)
        return 2
    if options.record:
        _record(asked, options.record)
    return _judge(asked)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m small_model", description=__doc__)
    parser.add_argument("--environment", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=ASKED, help="how many; 0 for all")
    parser.add_argument("--record", type=Path, help="a file for prompts and replies")
    return parser.parse_args(arguments)


def _ask(data: Path, address: str, count: int) -> list[Asked]:
    plain = Config(data=data)
    written = Config(
        data=data,
        llm=f"openai-like:{MODEL}@{address}",
        llm_evidence_tokens=EVIDENCE_TOKENS,
        llm_max_tokens=MAX_TOKENS,
        llm_timeout_s=PATIENCE_S,
        llm_answer_timeout_s=PATIENCE_S,
    )
    open_builder(plain).build([ARTICLES])
    catalog = open_shelf(plain).catalog
    questions = _spread(load(QUESTIONS, lambda name: catalog.entry(name).article), count)
    asked: list[Asked] = []
    for one in ask(questions, open_answerer(plain), open_answerer(written)):
        asked.append(one)
        print(f"\r{len(asked)}/{len(questions)} questions", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return asked


def _spread(questions: list[Question], count: int) -> list[Question]:
    """That many of them, as far apart as can be; all of them for 0."""
    if not 0 < count < len(questions):
        return questions
    return [questions[n * len(questions) // count] for n in range(count)]


def _judge(asked: Sequence[Asked]) -> int:
    files = ARTICLES.glob("*.txt")
    articles = {file.stem: Article(file.stem, file.read_bytes().decode(), ()) for file in files}
    barred = [judging.exactness(asked, articles), judging.recall(asked, articles)]
    for figure in (*barred, *judging.times(asked)):
        show(figure)
    for name, count in judging.counts(asked).items():
        print(f"{count:6}  {name}")
    print("\nDropped because")
    for reason, count in judging.reasons(asked):
        print(f"{count:6}  {reason}")
    return 0 if all(figure.reached for figure in barred) else 1


def _record(asked: Sequence[Asked], file: Path) -> None:
    """One JSON object a call: the question, what the model was sent and what it said."""
    rows = [
        {"question": one.question.text, "prompt": call.prompt, "reply": call.reply}
        for one in asked
        for call in one.calls
    ]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
