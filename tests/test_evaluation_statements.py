"""Labelled statements: what is wrong with a line, and how agreement is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from sklearn.metrics import accuracy_score, cohen_kappa_score, recall_score

from bot.evaluation.judges import Verdict, judge
from bot.evaluation.statements import Agreement, Labelled, Share, agreement, figures, load
from index.articles import Article, Quote, Span
from index.errors import UsageError
from index.formats import read

TEXT = "Sherman leads the delegation. Ryabkov said | “no”."
TALKS = {"talks": Article("talks", TEXT, (Span(0, len(TEXT)),))}
SEEDS = Path(__file__).parents[1] / "seeds"
GOOD = {
    "id": "s001",
    "statement": "Sherman leads it, and Ryabkov said no.",
    "evidence": ["talks|Sherman leads the delegation.", "talks|Ryabkov said | “no”"],
    "supported": True,
    "why": "combined",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*lines: object) -> Path:
        file = tmp_path / "statements.jsonl"
        texts = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines]
        file.write_text("\n".join(texts) + "\n", encoding="utf-8", newline="")
        return file

    return write


def projects() -> list[Labelled]:
    @cache
    def article(name: str) -> Article:
        return read(SEEDS / "articles" / f"{name}.txt")

    return load(SEEDS / "statements.jsonl", article)


def test_a_line_becomes_a_labelled_statement(write: Write) -> None:
    (found,) = load(write(GOOD), TALKS.__getitem__)
    assert found == Labelled(
        "s001",
        "Sherman leads it, and Ryabkov said no.",
        (TALKS["talks"].quote(0, 29), TALKS["talks"].quote(30, 49)),
        True,
        "combined",
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"evidence": ["talks|Sherman sleeps"]}, "'talks|Sherman sleeps' is not in the article"),
        ({"evidence": ["nowhere|Sherman"]}, "nowhere"),
        ({"evidence": ["talks"]}, "is not in the article"),
        ({"evidence": ["talks|"]}, "is not in the article"),
        ({"evidence": []}, "evidence is not a list of texts"),
        ({"evidence": "talks|Sherman"}, "evidence is not a list of texts"),
        ({"evidence": [7]}, "7 is not a text"),
        ({"supported": "yes"}, "supported is 'yes', not true or false"),
        ({"supported": 1}, "supported is 1, not true or false"),
        ({"statement": " "}, "the statement is empty"),
        ({"id": "s001"}, "the id s001 is taken by an earlier line"),
    ],
)
def test_a_bad_line_is_named_with_its_file(
    changed: dict[str, object], why: str, write: Write
) -> None:
    file = write(GOOD, {**GOOD, "id": "s002", **changed})
    with pytest.raises(UsageError) as caught:
        load(file, TALKS.__getitem__)
    assert str(caught.value).startswith(f"{file}:2: not a labelled statement (")
    assert why in str(caught.value)


@pytest.mark.parametrize("line", ["{", "", "[]", "7", '{"id": "s002"}', "[" * 100_000])
def test_a_line_that_is_no_object_with_all_fields_is_named(line: str, write: Write) -> None:
    with pytest.raises(UsageError, match=r"statements\.jsonl:2: "):
        load(write(GOOD, line), TALKS.__getitem__)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl cannot be read: No such file"):
        load(tmp_path / "none.jsonl", TALKS.__getitem__)


def test_a_digit_that_is_no_number_is_none_of_the_half() -> None:
    assert [Labelled(name, "", (), True, "").held_out for name in ("s1²", "s2²")] == [False, True]


class Saying:
    """Says in turn what it is told to."""

    name = "saying"

    def __init__(self, says: Sequence[bool]) -> None:
        self._says = iter(says)

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        return Verdict(next(self._says))


def agreed(labels: Sequence[bool], says: Sequence[bool]) -> Agreement:
    labelled = [Labelled(f"s{n}", "", (), label, "") for n, label in enumerate(labels)]
    return agreement(Saying(says), labelled)


def test_agreement_is_counted_by_hand() -> None:
    # Supported: 3 of 4 kept. Not supported: 1 of 2 caught. By chance: 4/6 · 4/6 + 2/6 · 2/6 = 5/9.
    found = agreed([True] * 4 + [False] * 2, [True, True, True, False, False, True])
    assert found.accuracy.value == pytest.approx(4 / 6)
    assert found.kappa.value == pytest.approx((4 / 6 - 5 / 9) / (4 / 9))
    assert found.accuracy.cases == found.kappa.cases == 6
    assert (found.caught, found.kept) == (Share(1 / 2, 2), Share(3 / 4, 4))


@pytest.mark.parametrize("seed", range(1, 30))
def test_agreement_is_what_scikit_learn_says(seed: int) -> None:
    labels = [(seed * n * n + n) % 7 < 4 for n in range(40)]
    says = [(seed * 3 * n + n * n) % 5 < 3 for n in range(40)]
    found = agreed(labels, says)
    assert found.accuracy.value == pytest.approx(accuracy_score(labels, says))
    assert found.kappa.value == pytest.approx(cohen_kappa_score(labels, says))
    assert found.kept.value == pytest.approx(recall_score(labels, says))
    assert found.caught.value == pytest.approx(recall_score(labels, says, pos_label=False))


def test_nothing_is_no_agreement_at_all() -> None:
    nothing = Share(None, 0)
    assert agreed([], []) == Agreement(nothing, nothing, nothing, nothing)


def test_of_one_kind_only_there_is_no_agreement_beyond_chance() -> None:
    assert agreed([True], [True]) == Agreement(
        accuracy=Share(1.0, 1), kappa=Share(None, 1), caught=Share(None, 0), kept=Share(1.0, 1)
    )


def test_the_figures_have_what_tuned_nothing_apart_and_by_who_wrote_it() -> None:
    ids = ("s1", "s2", "s3", "s4", "f1", "f2", "f3", "f4")
    labelled = [Labelled(one, "", (), int(one[1]) < 3, "") for one in ids]
    # All are called supported; then the four even ones, ours of these, theirs.
    says = [True] * 8 + [True, False, True, True] + [True, False] + [True, True]
    found = [(f.value, f.cases) for f in figures(Saying(says), labelled)]
    assert found == [(0, 4), (1, 4), (0.5, 2), (1, 2), (1, 1), (1, 1), (0, 1), (1, 1)]


def test_the_projects_statements_are_about_balanced_in_both_halves() -> None:
    labelled = projects()
    assert len(labelled) >= 160
    for half in (True, False):
        verdicts = [one.supported for one in labelled if one.held_out is half]
        assert len(verdicts) >= 250
        assert 0.45 <= sum(verdicts) / len(verdicts) <= 0.55


def test_no_statement_is_labelled_twice() -> None:
    labelled = projects()
    assert len({one.statement for one in labelled}) == len(labelled)


def test_the_offline_judge_agrees_with_people_on_the_half_it_was_not_tuned_on() -> None:
    found = agreement(judge("offline"), [one for one in projects() if one.held_out])
    assert found.caught.cases + found.kept.cases >= 250
    assert found.caught.value is not None
    assert found.kept.value is not None
    assert found.caught.value >= 0.8
    assert found.kept.value >= 0.8
