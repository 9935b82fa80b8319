"""Cases to score: a question with gold places in made-up articles, and what was replied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answer import Statement
from bot.evaluation.measures.measure import Case
from bot.evaluation.questions import Place, Question
from bot.evaluation.replies import Offsets, Reply, Shown
from index.articles import Article, Quote, Span

# No two stretches of four characters are the same, so that a wrong offset gives other words.
TEXTS = {
    "a": " ".join(f"{n:03d}" for n in range(50)),
    "b": " ".join(f"{n:03d}" for n in range(50, 100)),
}


def articles(texts: Mapping[str, str]) -> dict[str, Article]:
    """Articles of one sentence, by id."""
    return {name: Article(name, text, (Span(0, len(text)),)) for name, text in texts.items()}


def quoted(*texts: str) -> list[Quote]:
    """Each text as a quote of an article that is nothing else."""
    return [Article("a", text, (Span(0, len(text)),)).quote(0, len(text)) for text in texts if text]


ARTICLES = articles(TEXTS)
Gold = Sequence[Sequence[Offsets]]


def quote(start: int, end: int, article: str = "a", *, text: str | None = None) -> Shown:
    """A quote that is exact, unless another text is given."""
    return Shown(article, start, end, TEXTS[article][start:end] if text is None else text)


def case(
    gold: Gold = (),
    quotes: Sequence[Shown | Offsets] | None = None,
    *,
    closest: Sequence[Shown | Offsets] = (),
    confidence: float | None = None,
    answers: tuple[str, ...] = (),
    text: str = "",
    statements: Sequence[tuple[str, tuple[int, ...]]] = (),
    answerer: str = "extractive",
    sources: Mapping[str, Article] = ARTICLES,
    timings_ms: Mapping[str, float] | None = None,
    usage: Mapping[str, float] | None = None,
    ranking: Sequence[tuple[str, int, int]] | None = None,
) -> Case:
    """A case of article "a". It is answerable if it has gold groups, and declined if `quotes` is
    None; a pair of offsets becomes an exact quote."""
    groups = tuple(tuple(Place("a", *place) for place in group) for group in gold)
    reply = Reply(
        question="Who?",
        answered=quotes is not None,
        text=text,
        statements=tuple(Statement(*one) for one in statements),
        quotes=_shown(quotes or ()),
        closest=_shown(closest),
        confidence=confidence,
        answerer=answerer,
        timings_ms=timings_ms or {},
        usage=usage or {},
    )
    question = Question("q1", "Who?", "who", bool(groups), groups, answers)
    return Case(question, reply, sources, None if ranking is None else tuple(ranking))


def _shown(quotes: Sequence[Shown | Offsets]) -> tuple[Shown, ...]:
    return tuple(one if isinstance(one, Shown) else quote(*one) for one in quotes)
