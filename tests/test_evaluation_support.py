"""Citation recall and precision, worked by hand, with a judge that only looks for words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from evaluation_cases import articles

from bot.answer import Statement
from bot.evaluation import replies
from bot.evaluation.judges import Verdict, judge
from bot.evaluation.measures import support
from bot.evaluation.measures.measure import Case, Part
from bot.evaluation.measures.support import CitationVerdict
from bot.evaluation.questions import Question
from bot.evaluation.replies import Reply, Shown
from bot.evidence import Evidence, Pick
from bot.extractive import write
from index.articles import Article, Quote, Span

TEXT = "red. green. red blue. Sherman spoke in Geneva. The formula is from Bucharest."
QUESTION = Question("q1", "Which?", "what", False, ())


class Words:
    """Supported is what has all its words in the evidence. Counts how often it is asked."""

    name = "words"

    def __init__(self) -> None:
        self.asked = 0

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        self.asked += 1
        there = " ".join(quote.text for quote in evidence).replace(".", "").split()
        lacking = [word for word in statement.rstrip(".").split() if word not in there]
        return Verdict(not lacking, f"no {' '.join(lacking)}" if lacking else "")


def shown(words: str, *, start: int | None = None) -> Shown:
    at = TEXT.index(words) if start is None else start
    return Shown("a", at, at + len(words), words)


def case(
    *statements: tuple[str, tuple[int, ...]],
    quotes: Sequence[Shown] = (),
    answered: bool = True,
    text: str = "",
    answerer: str = "",
) -> Case:
    reply = Reply(
        "Which?",
        answered,
        text,
        answerer=answerer,
        statements=tuple(Statement(*s) for s in statements),
        quotes=tuple(quotes),
    )
    return Case(QUESTION, reply, articles({"a": TEXT}))


def recall(of: Case) -> Part | None:
    return support.statement_support(of, Words())


def precision(of: Case) -> Part | None:
    return support.citation_support(of, Words())


RED, GREEN, BOTH = shown("red."), shown("green."), shown("red blue.")


def test_a_statement_that_its_only_citation_backs_is_supported() -> None:
    good = case(("red", (1,)), quotes=[RED])
    assert (recall(good), precision(good)) == (Part(1, 1), Part(1, 1))


def test_two_citations_that_back_a_statement_only_together_are_both_right() -> None:
    together = case(("red green", (1, 2)), quotes=[RED, GREEN])
    assert (recall(together), precision(together)) == (Part(1, 1), Part(2, 2))


def test_two_citations_that_each_back_a_statement_are_both_right() -> None:
    twice = case(("red", (1, 2)), quotes=[RED, BOTH])
    assert (recall(twice), precision(twice)) == (Part(1, 1), Part(2, 2))


def test_a_citation_is_idle_if_the_others_back_the_statement_without_it() -> None:
    idle = case(("red", (1, 2)), quotes=[RED, GREEN])
    assert (recall(idle), precision(idle)) == (Part(1, 1), Part(1, 2))
    (verdict,) = support.verdicts(idle, Words())
    assert verdict.citations == (
        CitationVerdict(1, True),
        CitationVerdict(2, False, "[2] is idle, the others do without it: no red"),
    )


def test_each_of_two_that_could_stand_for_the_other_is_needed_with_a_third() -> None:
    # red + green backs it, and so does red blue + green: neither red alone does, and the others
    # do without it, so that both are idle by the paper's rule, though one of them is needed.
    spare = case(("red green", (1, 2, 3)), quotes=[RED, BOTH, GREEN])
    assert (recall(spare), precision(spare)) == (Part(1, 1), Part(1, 3))


def test_a_statement_without_citation_is_not_supported_and_has_nothing_to_be_precise() -> None:
    bare = case(("red", ()), quotes=[RED])
    assert (recall(bare), precision(bare)) == (Part(0, 1), None)
    assert support.verdicts(bare, Words())[0].reason == "it has no citation"


def test_citations_of_a_statement_that_is_not_supported_are_wrong() -> None:
    unsupported = case(("yellow", (1, 2)), quotes=[RED, GREEN])
    assert (recall(unsupported), precision(unsupported)) == (Part(0, 1), Part(0, 2))


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_citation_out_of_range_makes_its_statement_unsupported(number: int) -> None:
    out = case(("red", (1, number)), quotes=[RED, GREEN])
    assert (recall(out), precision(out)) == (Part(0, 1), Part(0, 2))
    (verdict,) = support.verdicts(out, Words())
    assert verdict.reason == f"it cites [{number}], and the answer has 2 quotes"


def test_a_quote_that_is_cited_twice_by_a_statement_counts_once() -> None:
    assert precision(case(("red", (1, 1, 2)), quotes=[RED, GREEN])) == Part(1, 2)


def test_an_inexact_quote_supports_nothing() -> None:
    moved = shown("red.", start=1)
    alone = case(("red", (1,)), quotes=[moved])
    assert (recall(alone), precision(alone)) == (Part(0, 1), Part(0, 1))
    (verdict,) = support.verdicts(alone, Words())
    assert verdict.reason == "quote [1] is not in its source at its offsets; no red"


def test_an_inexact_quote_beside_one_that_backs_the_statement_is_idle() -> None:
    beside = case(("red", (1, 2)), quotes=[RED, shown("red.", start=1)])
    assert (recall(beside), precision(beside)) == (Part(1, 1), Part(1, 2))
    (verdict,) = support.verdicts(beside, Words())
    assert "quote [2] is not in its source" in verdict.citations[1].reason


def test_each_statement_and_each_citation_weighs_the_same() -> None:
    three = case(("red", (1,)), ("green", (1, 2)), ("yellow", (2,)), quotes=[RED, GREEN])
    assert (recall(three), precision(three)) == (Part(2, 3), Part(2, 4))


def test_markers_in_the_text_are_not_judged() -> None:
    assert recall(case(("red [1][2].", (1, 2)), quotes=[RED, GREEN])) == Part(1, 1)


def test_an_answer_without_statements_has_nothing_to_score() -> None:
    empty = case(quotes=[RED])
    assert (recall(empty), precision(empty)) == (None, None)


@pytest.mark.parametrize("answerer", ["theirs", "extractive"])
def test_what_a_text_says_beside_its_statements_has_no_citation(answerer: str) -> None:
    bare = case(quotes=[RED], text="Aliens rule Geneva.[1]", answerer=answerer)
    assert (recall(bare), precision(bare)) == (Part(0, 1), None)
    text = "One article speaks to this:[1] Aliens rule. red.[1]"
    statements = [("red.", (1,)), ("One article speaks to this:", (1,))]
    beside = case(*statements, quotes=[RED], text=text, answerer=answerer)
    assert support.verdicts(beside, Words())[-1].text == "Aliens rule."


def test_a_text_that_is_its_statements_says_nothing_beside_them() -> None:
    text = "red\n blue [1, 2].  red [1]. — green[2]"
    statements = [("red", (1,)), ("red\n blue [1, 2].", (1,)), ("green", (2,))]
    assert len(support.verdicts(case(*statements, quotes=[RED], text=text), Words())) == 3


@pytest.mark.parametrize(
    "statement",
    [
        ("Aliens rule Geneva.", (1,)),
        ("green.", (1,)),  # words of another quote
        ("red.", ()),  # of none that it cites
        ("red.", (3, 5)),
        ("blue.", (4,)),  # of one that is not in its source
        ("Two articles speak to this:", (1, 2)),
        ("One article speaks to this:", ()),
        ("One article speaks to this: aliens.", (1,)),
    ],
)
def test_an_answer_is_not_exempt_for_calling_itself_extractive(
    statement: tuple[str, tuple[int, ...]],
) -> None:
    quotes = [RED, GREEN, BOTH, shown("blue.", start=1)]
    liar = case(statement, quotes=quotes, text=statement[0], answerer="extractive")
    assert [verdict.text for verdict in support.verdicts(liar, Words())] == [statement[0]]


def of_parts(*statements: tuple[str, tuple[int, ...]], answerer: str = "extractive") -> Case:
    """An answer to a question of two parts."""
    one = case(*statements, quotes=[RED, GREEN], answerer=answerer)
    return replace(one, question=replace(QUESTION, text="Which is red? And which is blue?"))


@pytest.mark.parametrize(
    "statement",
    [
        ("Which is red? red.", (1,)),
        ("Which is red?", (1, 2)),
        ("And which is blue? The articles don’t say.", ()),
    ],
)
def test_what_is_said_of_a_part_of_the_question_is_not_scored(
    statement: tuple[str, tuple[int, ...]],
) -> None:
    assert support.verdicts(of_parts(statement), Words()) == ()


@pytest.mark.parametrize(
    "statement",
    [
        ("Which is red? green.", (1,)),
        ("Which is red?", ()),
        ("Which is green? The articles don’t say.", ()),
        ("And which is blue? The articles don’t say. Aliens rule.", ()),
        ("The articles don’t say.", ()),
    ],
)
def test_nothing_else_is_exempt_behind_a_part_of_the_question(
    statement: tuple[str, tuple[int, ...]],
) -> None:
    assert len(support.verdicts(of_parts(statement), Words())) == 1


def test_a_model_may_be_told_not_to_have_answered_a_part() -> None:
    told = of_parts(
        ("red", (1,)), ("And which is blue? The articles don’t say.", ()), answerer="a:model"
    )
    assert recall(told) == Part(1, 1)


def test_a_declined_answer_states_nothing() -> None:
    declined = case(("red", (1,)), quotes=[RED], answered=False, text="Aliens rule.")
    assert (recall(declined), precision(declined)) == (None, None)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_an_answer_made_of_quotes_alone_is_not_scored(count: int) -> None:
    picks = tuple(
        Pick(Article(str(n), "red.", (Span(0, 4),)), Span(0, 4), 0.9, ((0, 3),))
        for n in range(count)
    )
    answer = write("Which?", Evidence(picks, 0.9, answers=True, short=0.9, shows_short=True))
    reply = replies.of(answer)
    own = Case(QUESTION, reply, articles({str(n): "red." for n in range(count)}))
    assert reply.statements
    assert (recall(own), precision(own)) == (None, None)


def test_a_planted_unsupported_statement_is_caught_by_name() -> None:
    quotes = [shown("The formula is from Bucharest.")]
    (verdict,) = support.verdicts(
        case(("The formula is from Lisbon.", (1,)), quotes=quotes), judge()
    )
    assert not verdict.supported
    assert verdict.reason == "the quotes do not have the name “Lisbon”"


def test_a_planted_wrong_citation_is_caught_by_name() -> None:
    quotes = [shown("Sherman spoke in Geneva."), shown("The formula is from Bucharest.")]
    planted = case(("The formula is from Bucharest.", (2, 1)), quotes=quotes)
    (verdict,) = support.verdicts(planted, judge())
    assert verdict.supported
    right, wrong = verdict.citations
    assert (right.number, right.right) == (2, True)
    assert (wrong.number, wrong.right) == (1, False)
    assert wrong.reason.endswith("the quotes do not have the name “Bucharest”")


def test_the_measures_ask_their_judge_once_for_the_same_thing() -> None:
    words = Words()
    recall_measure, precision_measure = support.support_measures(words)
    of = case(("red", (1, 2)), quotes=[RED, GREEN])
    assert recall_measure.part is not None
    assert precision_measure.part is not None
    assert (recall_measure.part(of), precision_measure.part(of)) == (Part(1, 1), Part(1, 2))
    asked = words.asked
    assert (recall_measure.part(of), precision_measure.part(of)) == (Part(1, 1), Part(1, 2))
    # together; [1] alone; [2] alone; [1] without [2] is [1] alone again
    assert (asked, words.asked) == (3, 3)


def test_the_measures_name_their_judge() -> None:
    measures = support.support_measures(judge("offline"))
    assert [m.name for m in measures] == ["statement_support", "citation_support"]
    assert all("offline" in m.explained and m.group == "Statement support" for m in measures)
