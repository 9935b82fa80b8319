"""What the tests of `bot.writing` share: a scripted model, and real findings to write from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fakes import Bench, FakeEmbedder

from bot import extractive
from bot.answer import Answer, Usage
from bot.evidence import Evidence, Picker
from bot.llm.model import Completion, ModelFailed
from bot.speakers import speaker_of
from bot.writing.sheet import Sheet, lay_out
from index.search import Findings, Searcher

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"
USED = Usage(calls=1, input_tokens=100, output_tokens=10, usd=0.001)
TALKS = {
    "talks.md": "---\ntitle: Talks begin\noutlet: The Elster Times\ndate: 2022-01-07\n---\n\n"
    "Wendy Sherman leads the American delegation at the talks in Geneva. The talks begin on Monday "
    "with 28 officials. “We are going there with a clear task,” Sergei Ryabkov said before he left "
    "Moscow.\n\nThe hall was rented for 40,000 euros. Nobody has denied that the hall is cold in "
    "January.\n",
    "bridge.txt": "The bridge over the Elster\n\nThe old bridge over the Elster was closed on 3 "
    "May 2021. Mara Lindqvist leads the road office of the city. The new bridge will cost 14 "
    "million euros and carry trams as well.\n",
}
Reply = str | Completion | Exception | Callable[[str], str]


class Scripted:
    """A model that gives these replies in turn, the last one for ever; keeps what it was sent."""

    def __init__(self, *replies: Reply, name: str = "test:scripted") -> None:
        self.name, self._replies = name, replies
        self.sent: list[tuple[str, str]] = []
        self.within_s: list[float | None] = []

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        reply = self._replies[min(len(self.sent), len(self._replies) - 1)]
        self.sent.append((system, prompt))
        self.within_s.append(within_s)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, Completion):
            return reply
        return Completion(reply if isinstance(reply, str) else reply(prompt), USED)

    @property
    def prompts(self) -> list[str]:
        return [prompt for _, prompt in self.sent]


def failure(message: str = "The model is asleep.") -> ModelFailed:
    return ModelFailed(message, Usage(calls=1, input_tokens=5))


@dataclass(frozen=True)
class Case:
    """A question with what was found for it."""

    question: str
    findings: Findings
    evidence: Evidence
    plain: Answer

    @property
    def sheet(self) -> Sheet:
        return lay_out(self.findings.sentences, self.evidence, speaker_of)


class Desk:
    """Finds and picks; the gate is set to answer, or to decline, everything."""

    def __init__(self, bench: Bench) -> None:
        self._searcher = Searcher(bench.library(), FakeEmbedder())

    def case(self, question: str, *, answers: bool = True) -> Case:
        findings = self._searcher.search(question)
        evidence = Picker.bundled(0.0 if answers else 1.0).pick(findings)
        return Case(question, findings, evidence, extractive.write(question, evidence))


def desk(folder: Path, texts: dict[str, str]) -> Desk:
    bench = Bench(folder)
    bench.write(texts)
    bench.build()
    return Desk(bench)


def seeds() -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(SEEDS.glob("*.txt"))}


def id_of(prompt: str, words: str) -> str:
    """The id of the sentence with these words, as it stands in a prompt: "S3"."""
    found = re.search(rf"^\[(S\d+)\] .*{re.escape(words)}", prompt, re.MULTILINE)
    assert found, f"no sentence has {words!r}"
    return found[1]


def says(text: str, *words: str) -> Callable[[str], str]:
    """A reply that cites, for each "%" in the text, the sentence with the next words."""

    def reply(prompt: str) -> str:
        return _filled(text, [id_of(prompt, one) for one in words])

    return reply


def _filled(text: str, ids: Sequence[str]) -> str:
    parts = text.split("%")
    return "".join(part + id for part, id in zip(parts, [*ids, ""], strict=True))
