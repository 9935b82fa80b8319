"""Results of an evaluation as several tests need them, and a reader of the page made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bot.evaluation.measures.measure import Estimate
from bot.evaluation.page import write_page
from bot.evaluation.results import Curves, Gold, MeasureInfo, Outcome, Results, SystemResults

ARTICLE = "bridge"
TEXT = (
    "The old bridge over the Elster was closed on 3 May 2021. Engineers had found cracks in two of "
    "its arches. “We could not wait for winter,” said Mara Lindqvist, who leads the city’s road "
    "office. The new bridge will cost 14 million euros and carry trams as well."
)
HOSTILE = (
    "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
    "</textarea>'\"--> \x00\x1b[31m \u202egnp.exe\u202c {{ 7 * 7 }} &amp; ]]> \ud800"
)
MEASURES = (
    MeasureInfo("exactness", "exact quotes", "Exactness", "%", False, "Exact quotes over quotes."),
    MeasureInfo("evidence_recall", "evidence found", "Evidence", "%", False, "Groups quoted."),
    MeasureInfo("evidence_precision", "quotes that are evidence", "Evidence", "%", False, "Right."),
    MeasureInfo("declining_recall", "unanswerable declined", "Declining", "%", False, "Declined."),
    MeasureInfo("calibration_error", "calibration error", "Declining", "", True, "ECE."),
    MeasureInfo(
        "quoted_characters", "quoted characters an answer", "Conciseness", "chars", True, "Length."
    ),
    MeasureInfo("latency_p50_ms", "median answer", "Cost", "ms", True, "Half are faster."),
    MeasureInfo("money", "money", "Cost", "$", True, "What it cost."),
)


def quote(words: str, *highlighted: str, **changed: object) -> dict[str, object]:
    """A quote's JSON: its place is where its words stand in the article."""
    start = TEXT.index(words)
    places = [[TEXT.index(h), TEXT.index(h) + len(h)] for h in highlighted]
    fields = {"n": 1, "article": ARTICLE, "title": "The bridge", "url": "https://a.example/bridge"}
    span = {"start": start, "end": start + len(words), "text": words, "highlights": places}
    return {**fields, **span, "score": 0.9, **changed}


def gold(words: str) -> tuple[tuple[Gold, ...], ...]:
    start = TEXT.index(words)
    return ((Gold(ARTICLE, start, start + len(words), words),),)


def answered(*quotes: Mapping[str, object], confidence: float = 0.8) -> dict[str, object]:
    statements = [{"text": "One article speaks to this:", "cites": [1]}]
    return {
        "status": "answered",
        "text": "One article speaks to this:[1]",
        "statements": statements,
        "confidence": confidence,
        "answerer": "extractive",
        "quotes": list(quotes),
        "timings_ms": {"search": 3.1, "total": 12.4},
    }


def declined(*closest: Mapping[str, object]) -> dict[str, object]:
    text = "The articles don’t say."
    return {"status": "declined", "text": text, "confidence": 0.1, "closest": list(closest)}


CLOSED, COST = "was closed on 3 May 2021", "14 million euros"
FIRST = "The old bridge over the Elster was closed on 3 May 2021."
LAST = "The new bridge will cost 14 million euros and carry trams as well."
SAID = "“We could not wait for winter,” said Mara Lindqvist"


def outcome(name: str, question: str, verdict: str, **fields: Any) -> Outcome:  # noqa: ANN401 - as the fields are
    plain = Outcome(
        id=name, question=question, kind="what", answerable=True, articles=(ARTICLE,),
        gold=gold(COST), answers=("14 million euros",), reply=answered(quote(LAST, COST)),
        verdict=verdict, reason="", inexact=(), values={"evidence_recall": 1.0},
    )  # fmt: skip
    return replace(plain, **fields)


INEXACT = quote(LAST, text="The new bridge will cost 40 million euros and carry trams as well.")
NOT_ANSWERABLE = {"answerable": False, "gold": (), "answers": (), "articles": ()}
OUTCOMES = (
    outcome("q1", "What will the new bridge cost?", "right"),
    outcome("q2", "When was the old bridge closed?", "right", kind="when", gold=gold(CLOSED),
            reply=answered(quote(FIRST, "3 May 2021"), confidence=0.95)),
    outcome("q3", "Who leads the road office?", "wrong", kind="who", gold=gold(SAID),
            reason="found, not picked", values={"evidence_recall": 0.0},
            reply=answered(quote(FIRST), confidence=0.7)),
    outcome("q4", "Why could they not wait?", "declined wrongly", kind="why", gold=gold(SAID),
            reason="picked, but declined", reply=declined(quote(SAID))),
    outcome("q5", "Which river does it cross?", "wrong", reason="not found by search",
            reply=answered(quote(LAST), confidence=0.4)),
    outcome("q6", "Who closed it, and what will it cost?", "partly", kind="several",
            gold=(*gold(COST), *gold(SAID)), reason="found, not picked"),
    outcome("q7", "Who won the football match?", "declined rightly", kind="off_topic",
            reply=declined(quote(FIRST)), **NOT_ANSWERABLE),
    outcome("q8", "What did the old bridge cost?", "answered wrongly", kind="near_topic",
            reply=answered(quote(LAST, COST), confidence=0.9), **NOT_ANSWERABLE),
    outcome("q9", "How much is spent on trams?", "wrong", reply=answered(INEXACT),
            inexact=(1,), in_source=(LAST,), values={"exactness": 0.0, "evidence_recall": 0.0}),
    outcome("q10", "Is the bridge's “winter” closed?", "declined rightly", kind="near_topic",
            reply=declined(), **NOT_ANSWERABLE),
)  # fmt: skip


def estimates(**values: float | None) -> dict[str, Estimate]:
    """Estimates of nine cases, with an interval that reaches up to the value."""
    return {
        name: Estimate(value, None if value is None else value * 0.9, value, 9)
        for name, value in values.items()
    }


def system(name: str, *, chars: float | None, recall: float, precision: float) -> SystemResults:
    figures = estimates(
        evidence_recall=recall, evidence_precision=precision, quoted_characters=chars,
        exactness=None if chars is None else 1.0, declining_recall=0.0, latency_p50_ms=2.25,
    )  # fmt: skip
    return SystemResults(name, f"About {name}.", figures, OUTCOMES[:3])


def own() -> SystemResults:
    figures = estimates(
        exactness=0.9999, evidence_recall=0.8, evidence_precision=0.66, declining_recall=0.5,
        calibration_error=0.08, quoted_characters=240.0, latency_p50_ms=24.6, money=None,
    )  # fmt: skip
    part = estimates(evidence_recall=0.75, quoted_characters=120.5)
    return SystemResults(
        name="Pullquote",
        about="The answers that `pullquote ask` gives.",
        estimates=figures,
        outcomes=OUTCOMES,
        curves=Curves(
            reliability=((0.12, 0.2, 5), (0.43, 0.4, 12), (0.91, 0.85, 40)),
            risk_coverage=((0.1, 0.0), (0.5, 0.12), (1.0, 0.3)),
        ),
        breakdowns={
            "kind": {"who": part, "what": part},
            "article": {ARTICLE: part},
            "answerable": {"true": part, "false": estimates(declining_recall=0.5)},
        },
    )


RESULTS = Results(
    made="2025-11-22T10:47:00+00:00",
    version="0.1.0",
    questions="questions.jsonl",
    index="1 article, bundled model",
    measures=MEASURES,
    systems=(
        own(),
        system("BM25 passage", chars=720.0, recall=0.85, precision=0.7),
        system("BM25 sentence", chars=130.0, recall=0.6, precision=0.6),
        system("always decline", chars=None, recall=0.0, precision=0.0),
    ),
    notes=("The judge is a rule, not a person.",),
)


def with_own(results: Results = RESULTS, **changed: Any) -> Results:  # noqa: ANN401 - likewise
    """The results with something else about the system evaluated."""
    return replace(results, systems=(replace(results.own, **changed), *results.systems[1:]))


def with_cases(*outcomes: Outcome) -> Results:
    """One system and some questions, with nothing to draw: quicker to write."""
    only = SystemResults("Pullquote", "Ours.", {}, outcomes)
    return replace(RESULTS, systems=(only,))


VOID = {"meta", "input", "br", "img", "link", "base"}
INLINE = {"a", "b", "bdi", "code", "mark", "span"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements within of a tag and with some words in an attribute."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if tag in ("", child.tag) and child.has(**attributes):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def has(self, **attributes: str) -> bool:
        given = {name: (self.attributes.get(name) or "").split() for name in attributes}
        return all(set(value.split()) <= set(given[name]) for name, value in attributes.items())

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def words(self) -> str:
        """The text as it is read: with a space between lines and blocks, and no other white."""
        return " ".join(self._spaced().split())

    def _spaced(self) -> str:
        inner = "".join(c if isinstance(c, str) else c._spaced() for c in self.children)
        return inner if self.tag in INLINE else f" {inner} "


class Reader(HTMLParser):
    """Elements as a tree. Every element has to be closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(page)
        self.close()
        assert self._open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def written(results: Results, folder: Path) -> str:
    write_page(results, folder / "page.html")
    return (folder / "page.html").read_text("utf-8")


def read(results: Results, folder: Path) -> Element:
    return Reader(written(results, folder)).root


def cases(page: Element) -> list[Element]:
    return page.all("details", **{"class": "case"})


def case(page: Element, question: str) -> Element:
    return next(one for one in cases(page) if question in one.text)
