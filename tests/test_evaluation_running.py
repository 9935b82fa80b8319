"""Questions times systems: who is asked what, and what the results say of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from evaluation_cases import articles

from bot.evaluation import replies
from bot.evaluation.judges import judge
from bot.evaluation.measures import evidence
from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.questions import Place, Question
from bot.evaluation.results import Gold, Results
from bot.evaluation.running import Setting, run
from bot.evaluation.systems import Answered

TEXT = "Sherman leads the delegation. Ryabkov said no."
ARTICLES = articles({"talks": TEXT})
GOLD = Place("talks", 0, 13)
QUESTIONS = (
    Question("q1", "Who leads?", "who", True, ((GOLD,),), ("Sherman",)),
    Question("q2", "What did he say?", "what", True, ((Place("talks", 30, 46),),)),
    Question("q3", "Who paid?", "who", False, ()),
)


class Scripted:
    """Answers every question with the same quote; keeps what it was asked."""

    about = "It says the same."

    def __init__(
        self,
        name: str,
        start: int,
        end: int,
        text: str | None = None,
        *,
        states: str = "",
        cites: tuple[int, ...] = (1,),
    ) -> None:
        self.name = name
        self.asked: list[str] = []
        self._statements = [{"text": states, "cites": cites}] if states else []
        shown = TEXT[start:end] if text is None else text
        self._quote = {"article": "talks", "start": start, "end": end, "text": shown}

    def answer(self, question: Question) -> Answered:
        self.asked.append(question.id)
        fields = {
            "question": question.text,
            "status": "answered",
            "quotes": [self._quote],
            "statements": self._statements,
        }
        return Answered(replies.parse(fields), (("talks", 0, 29),))


def ran(
    *systems: Scripted, measures: Sequence[Measure] = evidence.MEASURES, notes: tuple[str, ...] = ()
) -> Results:
    return run(
        systems, Setting(QUESTIONS, ARTICLES, "q.jsonl", "1 article", judge(), notes), measures
    )


def test_each_system_is_warm_before_each_question_is_asked_once_in_order() -> None:
    first, second = Scripted("a", 0, 29), Scripted("b", 0, 29)
    ran(first, second)
    assert first.asked == second.asked == ["q1", "q1", "q2", "q3"]


def test_progress_counts_answers_up_to_all() -> None:
    seen: list[tuple[int, int, str]] = []
    setting = Setting(QUESTIONS, ARTICLES, "q.jsonl", "1 article", judge())
    systems = [Scripted("a", 0, 29), Scripted("b", 0, 29)]
    run(systems, setting, evidence.MEASURES, lambda *told: seen.append(told))
    assert seen == [(n, 6, "a" if n < 4 else "b") for n in range(1, 7)]


def test_the_results_say_what_was_evaluated() -> None:
    results = ran(Scripted("ours", 0, 29), Scripted("theirs", 0, 5), notes=("A note.",))
    assert [system.name for system in results.systems] == ["ours", "theirs"]
    assert (results.own.name, results.own.about) == ("ours", "It says the same.")
    assert (results.questions, results.index, results.notes) == (
        "q.jsonl", "1 article", ("A note.",),
    )  # fmt: skip
    assert [measure.name for measure in results.measures] == [m.name for m in evidence.MEASURES]


def test_an_outcome_has_the_gold_words_the_verdict_and_the_answer_as_given() -> None:
    first, second, third = ran(Scripted("ours", 0, 29)).own.outcomes
    assert first.gold == ((Gold("talks", 0, 13, "Sherman leads"),),)
    assert (first.articles, first.answers, first.verdict) == (("talks",), ("Sherman",), "right")
    assert (second.verdict, second.reason) == ("wrong", "not found by search")
    assert third.verdict == "answered wrongly"
    assert first.reply["status"] == "answered"


def test_an_inexact_quote_is_named_beside_what_stands_there() -> None:
    first, *_ = ran(Scripted("ours", 0, 13, text="Sherman pays")).own.outcomes
    assert (first.inexact, first.in_source, first.verdict) == ((1,), ("Sherman leads",), "wrong")


@pytest.mark.parametrize(("start", "end"), [(5, 5000), (-9, -1), (90, 80)])
def test_a_quote_of_no_place_is_inexact_and_ends_no_run(start: int, end: int) -> None:
    first, *_ = ran(Scripted("ours", start, end, text="Sherman")).own.outcomes
    assert first.inexact == (1,)


def test_a_statement_that_no_quote_backs_is_named_with_what_is_missing() -> None:
    system = Scripted("theirs", 0, 29, states="Sherman leads the delegation in Bucharest.")
    first, *_ = ran(system).own.outcomes
    (unbacked,) = first.unbacked
    assert (unbacked.statement, unbacked.number) == (
        "Sherman leads the delegation in Bucharest.", None,
    )  # fmt: skip
    assert "Bucharest" in unbacked.reason


def test_a_citation_of_no_quote_is_named_by_its_number() -> None:
    system = Scripted("theirs", 0, 29, states="Sherman leads the delegation.", cites=(7,))
    first, *_ = ran(system).own.outcomes
    (unbacked,) = first.unbacked
    assert "[7]" in unbacked.reason


def test_a_statement_that_its_quote_backs_is_not_named() -> None:
    system = Scripted("theirs", 0, 29, states="Sherman leads the delegation.")
    assert ran(system).own.outcomes[0].unbacked == ()


def test_figures_of_an_outcome_and_of_all_agree() -> None:
    own = ran(Scripted("ours", 0, 29)).own
    found = [one.values.get("evidence_recall") for one in own.outcomes]
    assert found == [1.0, 0.0, None]
    estimate = own.estimates["evidence_recall"]
    assert (estimate.value, estimate.cases) == (0.5, 2)


def test_a_figure_larger_than_numbers_go_is_none_of_an_outcome() -> None:
    endless = Measure("e", "e", "Test", part=lambda _: Part(1.0, 5e-324))
    own = ran(Scripted("ours", 0, 29), measures=[endless]).own
    assert [one.values for one in own.outcomes] == [{}, {}, {}]


def test_breakdowns_are_by_kind_by_article_and_by_answerable() -> None:
    parts = ran(Scripted("ours", 0, 29)).own.breakdowns
    assert {group: list(values) for group, values in parts.items()} == {
        "kind": ["what", "who"],
        "article": ["talks"],
        "answerable": ["false", "true"],
    }
    assert parts["kind"]["who"]["evidence_recall"].value == 1.0
    assert parts["kind"]["what"]["evidence_recall"].value == 0.0
    assert parts["answerable"]["false"]["evidence_recall"].cases == 0


def test_only_the_system_evaluated_is_broken_down() -> None:
    first, second = ran(Scripted("ours", 0, 29), Scripted("theirs", 0, 29)).systems
    assert first.breakdowns != {}
    assert second.breakdowns == {}


def test_each_case_is_measured_once_however_often_it_is_counted() -> None:
    counted: list[str] = []

    def part(case: Case) -> Part:
        counted.append(case.question.id)
        return Part(1.0)

    ran(Scripted("ours", 0, 29), measures=[Measure("m", "m", "Evidence", part=part)])
    assert counted == ["q1", "q2", "q3"]
