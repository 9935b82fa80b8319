"""BM25: which words count, and what they weigh."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalIndex, stems, words

TEXTS = [
    "The river rose in the night.",
    "Bread was dear, and the river was low. Bread, bread!",
    "",
    "Nobody spoke of the weather.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. delegation", ["usa", "deleg"]),
        ("the US and us", ["usa"]),
        ("I don't know, you don’t know", ["know", "know"]),
        ("Zelenskyy's and O'Neill’s house", ["zelenskyy", "o'neil", "hous"]),
        ("3.5 million in 2022", ["3.5", "million", "2022"]),
        ("running runners ran", ["run", "runner", "ran"]),
        ("北京 is far", ["北京", "far"]),
        ("🙂 🙂", []),
        ("", []),
        ("what is it?", []),
        ("Ａｌｐｈａ", ["alpha"]),
    ],
)
def test_words_are_told_apart(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_each_word_knows_its_place() -> None:
    text = "The U.S. delegation’s talks"
    assert [text[start:end] for _, start, end in words(text)] == ["U.S", "delegation’s", "talks"]


def test_a_text_scores_for_words_that_it_has_and_no_other() -> None:
    scores = LexicalIndex.build(TEXTS).scores(["river"])
    assert list(scores > 0) == [True, True, False, False]


def test_the_shorter_of_two_texts_with_a_word_scores_more() -> None:
    scores = LexicalIndex.build(TEXTS).scores(["river"])
    assert scores[0] > scores[1]


def test_a_rare_word_outweighs_a_common_one() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.weight("weather") > index.weight("river")
    assert index.weight("unheard") > index.weight("weather")


def test_frequency_counts_texts_and_not_occurrences() -> None:
    index = LexicalIndex.build(TEXTS)
    assert [index.frequency(word) for word in ("bread", "river", "unheard")] == [1, 2, 0]


@pytest.mark.parametrize("query", [[], ["unheard"], ["unheard", "unknown"]])
def test_a_question_without_a_known_word_scores_nothing(query: list[str]) -> None:
    assert not LexicalIndex.build(TEXTS).scores(query).any()


@pytest.mark.parametrize("texts", [[], [""], ["", "the"], ["🙂"]])
def test_texts_without_words_can_be_indexed(texts: list[str]) -> None:
    index = LexicalIndex.build(texts)
    assert not index.scores(["river"]).any()


def test_what_is_loaded_scores_as_what_was_saved(tmp_path: Path) -> None:
    built = LexicalIndex.build(TEXTS)
    built.save(tmp_path / "index")
    loaded = LexicalIndex.load(tmp_path / "index")
    assert loaded.size == built.size
    for query in (["river"], ["bread", "river"], ["unheard"]):
        assert np.array_equal(loaded.scores(query), built.scores(query))


def test_an_index_that_is_not_there_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises((OSError, ValueError)):
        LexicalIndex.load(tmp_path)


def test_a_word_asked_twice_counts_twice() -> None:
    index = LexicalIndex.build(TEXTS)
    assert np.allclose(index.scores(["river", "river"]), 2 * index.scores(["river"]))
