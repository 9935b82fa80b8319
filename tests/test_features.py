"""What a sentence has that may make it an answer: worked values, and numbers whatever the question.

The articles are made so that each value can be counted by hand; meaning comes from the fake
embedder, for which texts that share words are near.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from fakes import Bench, FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features import FEATURES, parse, table
from index.search import Findings, Searcher

RIVER = "The alpha river rose in Riga. Ten people fled the town. Nobody was ready."
BERG = "Anna Berg saw it on Monday. She said: “The stone wall fell because it was old.” Did it?"
LONE = "Copper prices doubled."
TEXTS = {"river": RIVER, "berg": BERG, "lone": LONE}

Row = dict[str, float]
Ask = Callable[[str], dict[str, Row]]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    bench = Bench(tmp_path_factory.mktemp("features"))
    bench.write(TEXTS)
    bench.build()
    return Searcher(bench.library(), FakeEmbedder())


@pytest.fixture(scope="module")
def ask(searcher: Searcher) -> Ask:
    """The features of every sentence by name, by the sentence's first word."""

    def ask(question: str) -> dict[str, Row]:
        found = searcher.search(question)
        rows = table(found)
        firsts = [a.text[s.start : s.end].split()[0] for a, s in found.sentences]
        return {
            first: dict(zip(FEATURES, map(float, row), strict=True))
            for first, row in zip(firsts, rows, strict=True)
        }

    return ask


# Shapes


def test_there_is_a_row_a_sentence_and_a_column_a_feature(searcher: Searcher) -> None:
    found = searcher.search("alpha river")
    assert table(found).shape == (len(found.sentences), len(FEATURES))
    assert len(found.sentences) == 7


def test_features_have_different_names() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def test_of_no_findings_there_is_an_empty_table() -> None:
    none = np.zeros(0, dtype=np.int64)
    floats = np.zeros(0, dtype=np.float32)
    words = np.zeros((0, 2), dtype=np.int8)
    nothing = Findings("Who?", (), floats, floats, words, (), none, none, floats, floats, "1")
    assert table(nothing).shape == (0, len(FEATURES))


@settings(max_examples=150, deadline=None)
@given(question=st.text(st.characters(codec=None), max_size=60))
def test_features_are_numbers_whatever_the_question(searcher: Searcher, question: str) -> None:
    assert np.isfinite(table(searcher.search(question))).all()


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["Who", "when", "where", "how", "many", "the", "Alpha", "river", "Riga", "U.S.", "?"]
        )
    )
)
def test_shares_are_shares_whatever_the_question(searcher: Searcher, words: list[str]) -> None:
    rows = table(searcher.search(" ".join(words)))
    for name in (
        "coverage", "coverage_around", "coverage_before", "window_coverage", "names",
        "names_around", "pairs", "closeness", "article_share", "rarest_missing",
    ):  # fmt: skip
        values = rows[:, FEATURES.index(name)]
        assert np.all((values >= 0) & (values <= 1 + 1e-6)), name
    for name in ("lexical_below_best", "cosine_below_best"):
        assert np.all(rows[:, FEATURES.index(name)] <= 1e-6), name


# The question's words


def test_coverage_is_the_share_of_the_words_weight_that_a_sentence_has(ask: Ask) -> None:
    rows = ask("alpha town")  # each in one sentence: they weigh the same
    assert rows["The"]["coverage"] == pytest.approx(0.5)
    assert rows["Ten"]["coverage"] == pytest.approx(0.5)
    assert rows["Nobody"]["coverage"] == 0.0


def test_coverage_around_has_the_neighbours_words_too(ask: Ask) -> None:
    rows = ask("alpha town")
    around = {first: row["coverage_around"] for first, row in rows.items()}
    assert around["The"] == around["Ten"] == pytest.approx(1.0)
    assert around["Nobody"] == pytest.approx(0.5)
    assert around["Anna"] == 0.0


def test_coverage_before_has_the_words_of_the_sentence_before(ask: Ask) -> None:
    rows = ask("alpha town")
    before = {first: row["coverage_before"] for first, row in rows.items()}
    assert before["The"] == pytest.approx(0.5)
    assert before["Ten"] == pytest.approx(1.0)


def test_a_window_does_not_reach_into_another_article(ask: Ask) -> None:
    rows = ask("alpha town copper")
    assert rows["The"]["window_coverage"] == pytest.approx(2 / 3)
    assert rows["Copper"]["window_coverage"] == pytest.approx(1 / 3)


def test_a_question_without_words_is_covered_by_anything(ask: Ask) -> None:
    assert {row["coverage"] for row in ask("who was it").values()} == {1.0}


def test_the_rarest_word_that_is_missing_counts(ask: Ask) -> None:
    rows = ask("alpha river xyzzy")  # no text has the last: it weighs the most
    assert rows["The"]["rarest_missing"] == pytest.approx(1.0)
    assert ask("alpha river")["The"]["rarest_missing"] == 0.0


def test_names_are_the_words_with_a_capital_that_do_not_open_the_question(ask: Ask) -> None:
    rows = ask("Copper in Riga")
    assert rows["The"]["names"] == pytest.approx(1.0)
    assert rows["Ten"]["names"] == 0.0
    assert rows["Ten"]["names_around"] == pytest.approx(1.0)
    assert rows["Copper"]["names"] == 0.0


def test_without_a_name_every_sentence_has_all_names(ask: Ask) -> None:
    assert {row["names"] for row in ask("alpha river").values()} == {1.0}


@pytest.mark.parametrize(
    ("question", "pairs"),
    [
        ("alpha river rose", 1.0),  # alpha river, river rose
        ("alpha river fell", 0.5),
        ("river alpha", 0.0),  # the other way round
        ("alpha", 0.0),  # no pair
    ],
)
def test_pairs_are_the_questions_neighbours_that_are_neighbours_here(
    question: str, pairs: float, ask: Ask
) -> None:
    assert ask(question)["The"]["pairs"] == pytest.approx(pairs)


@pytest.mark.parametrize(
    ("question", "closeness"),
    [
        ("alpha river", 1.0),
        ("river alpha", 1.0),
        ("alpha Riga", 0.5),  # two of the four words alpha, river, rose, Riga
        ("alpha rose", 2 / 3),
        ("alpha", 0.0),
        ("copper", 0.0),
    ],
)
def test_closeness_is_matched_words_over_the_stretch_they_span(
    question: str, closeness: float, ask: Ask
) -> None:
    assert ask(question)["The"]["closeness"] == pytest.approx(closeness)


# Meaning


def test_the_best_match_is_not_below_itself(ask: Ask) -> None:
    rows = ask("The alpha river rose in Riga.")
    assert rows["The"]["lexical_below_best"] == rows["The"]["cosine_below_best"] == 0.0
    assert rows["The"]["cosine"] == pytest.approx(1.0, abs=2e-3)
    assert rows["Copper"]["lexical_below_best"] < 0


def test_the_neighbours_cosines_stand_beside_ones_own(ask: Ask) -> None:
    rows = ask("alpha river")
    assert rows["Ten"]["cosine_before"] == rows["The"]["cosine"]
    assert rows["The"]["cosine_after"] == rows["Ten"]["cosine"]
    assert rows["The"]["cosine_before"] == rows["Nobody"]["cosine_after"] == 0.0


def test_a_word_that_stands_there_is_meant_there(ask: Ask) -> None:
    rows = ask("alpha town")
    assert rows["The"]["meant"] >= 0.5 - 1e-3
    assert rows["The"]["meant_around"] == pytest.approx(1.0, abs=1e-2)
    assert rows["The"]["least_meant_around"] == pytest.approx(1.0, abs=1e-2)
    assert rows["Copper"]["meant"] < rows["The"]["meant"]


def test_a_question_without_words_means_nothing(ask: Ask) -> None:
    for row in ask("who was it").values():
        assert [value for name, value in row.items() if "meant" in name] == [0.0] * 6


def test_article_shares_add_up_to_one(ask: Ask) -> None:
    rows = ask("alpha river")
    shares = [rows[first]["article_share"] for first in ("The", "Anna", "Copper")]
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] == max(shares)


# What is asked for


@pytest.mark.parametrize(
    ("question", "feature", "has", "lacks"),
    [
        ("Who saw it?", "asks_who", "Anna", "Copper"),
        ("When was it seen?", "asks_when", "Anna", "Copper"),
        ("How many fled?", "asks_number", "Ten", "Copper"),
        ("Where was it?", "asks_where", "The", "Copper"),
        ("Why did it fall?", "asks_why", "She", "Copper"),
        ("What did she say?", "asks_saying", "She", "Copper"),
    ],
)
def test_a_question_prefers_a_sentence_with_what_it_asks_for(
    question: str, feature: str, has: str, lacks: str, ask: Ask
) -> None:
    rows = ask(question)
    assert (rows[has][feature], rows[lacks][feature]) == (1.0, -1.0)


def test_what_is_not_asked_for_does_not_count(ask: Ask) -> None:
    for row in ask("Which metal doubled?").values():
        assert [value for name, value in row.items() if name.startswith("asks_")] == [0.0] * 6


def test_what_the_question_says_itself_is_no_answer(ask: Ask) -> None:
    assert ask("Who is Anna Berg?")["Anna"]["asks_who"] == -1.0


def test_words_in_quotation_marks_count_where_somebody_said_something(ask: Ask) -> None:
    asked, other = ask("What did she say?"), ask("What fell?")
    assert (asked["She"]["quotation_if_saying"], asked["Anna"]["quotation_if_saying"]) == (1, 0)
    assert (asked["She"]["saying_if_saying"], other["She"]["saying_if_saying"]) == (1, 0)
    assert other["She"]["quotation_if_saying"] == 0


def test_the_label_of_a_turn_counts_in_every_sentence_of_it(embedded: Bench) -> None:
    turns = (
        "KOWALSKI: I would freeze it. Nobody can pay.\n\nLUND: I would build. Bread is dear.\n\n"
    )
    embedded.write({"debate": turns * 3})
    embedded.build()
    found = embedded.search("What did Kowalski say about iron?")
    sentences = [article.text[span.start : span.end] for article, span in found.sentences]
    rows = {
        text: dict(zip(FEATURES, row, strict=True))
        for text, row in zip(sentences, table(found), strict=True)
    }
    theirs, other = rows["Nobody can pay."], rows["Bread is dear."]
    signs = ("asks_saying", "saying_if_saying", "names")
    assert [theirs[name] for name in signs] == [1, 1, 1]
    assert [other[name] for name in signs] == [-1, 0, 0]
    assert theirs["coverage"] > other["coverage"]
    assert theirs["meant"] > other["meant"]


# The sentence itself


def test_a_sentences_shape_is_told(ask: Ask) -> None:
    rows = ask("alpha")
    assert [rows[first]["is_question"] for first in ("Did", "Anna")] == [1.0, 0.0]
    assert rows["The"]["log_words"] == pytest.approx(math.log1p(4))
    assert [rows[first]["is_short"] for first in ("Copper", "The")] == [1.0, 0.0]
    assert {row["lead"] for row in rows.values()} == {1.0}


def test_only_the_first_sentences_lead(embedded: Bench) -> None:
    embedded.write({"long": "One came. Two came. Three came. Four came. Five came."})
    embedded.build()
    rows = table(embedded.search("came"))
    assert rows[:, FEATURES.index("lead")].tolist() == [1, 1, 1, 0, 0]


def test_a_sentence_is_parsed_once() -> None:
    assert parse("The alpha river") is parse("The alpha river")
    assert parse("The alpha river").stems == ("alpha", "river")
