"""A question with a run of sentences of one article, and where in it the answers stand.

Owns the form of a training example. Unlike `examples`, it decides nothing about what to train on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.evaluation.questions import Place
from index.articles import Article, Span
from index.reader import Text
from index.sections import heading

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A text cut from an article. All offsets are in `text`; no answers: it does not answer.

    `above` are the headings that stand above it, which have no answer.
    """

    question: str
    text: str
    sentences: tuple[Offsets, ...]
    answers: tuple[Offsets, ...]
    kind: str
    source: str
    above: str = ""

    def as_json(self) -> dict[str, object]:
        """One line of the file of examples, its text as the reader is given it."""
        whole = Text(self.text, self.sentences, self.above).whole
        by = len(whole) - len(self.text)
        return {
            "question": self.question,
            "text": whole,
            "sentences": [[start + by, end + by] for start, end in self.sentences],
            "answers": [[start + by, end + by] for start, end in self.answers],
            "kind": self.kind,
            "source": self.source,
        }


def cut(
    article: Article,
    sentences: Sequence[Span],
    question: str,
    places: Sequence[Place],
    *,
    kind: str,
    source: str,
) -> Window:
    """A window over neighbouring sentences; answers that do not lie within it are left out."""
    start, end = sentences[0].start, sentences[-1].end
    answers = {
        (place.start - start, place.end - start)
        for place in places
        if place.article == article.id and start <= place.start and place.end <= end
    }
    return Window(
        question=question,
        text=article.text[start:end],
        sentences=tuple((span.start - start, span.end - start) for span in sentences),
        answers=tuple(sorted(answers)),
        kind=kind,
        source=source,
        above=heading(article, start),
    )


def without_answer(window: Window) -> Window | None:
    """The window with the sentences that answer cut out; None if nothing would be left, or if
    what is left has the words of an answer again."""
    kept = [s for s in window.sentences if not any(_touch(s, a) for a in window.answers)]
    parts = [window.text[start:end] for start, end in kept]
    text = " ".join(parts)
    answers = {window.text[start:end].lower() for start, end in window.answers}
    if not parts or any(answer in text.lower() for answer in answers):
        return None
    starts = [sum(len(part) + 1 for part in parts[:n]) for n in range(len(parts))]
    places = tuple((start, start + len(part)) for start, part in zip(starts, parts, strict=True))
    return replace(window, text=text, sentences=places, answers=(), kind="removed")


def _touch(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]
