"""A word's vector is the mean of its tokens', and nearness is the best match of each word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import MiniLM, Reading
from index.lexical import words
from index.wordings import SCALE, nearness, word_vectors


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def test_a_word_of_two_tokens_is_their_mean() -> None:
    tokens = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    reading = Reading(np.ones(2, dtype=np.float32), tokens, [(0, 0), (0, 4), (4, 8)])
    found = word_vectors("talksing", reading)
    assert found.tolist() == [[round(SCALE / 2**0.5)] * 2]


def test_a_word_past_the_tokens_that_were_read_is_near_to_nothing() -> None:
    tokens = np.array([[1, 0]], dtype=np.float32)
    found = word_vectors("Geneva talks", Reading(np.ones(2, np.float32), tokens, [(0, 6)]))
    assert found.tolist() == [[SCALE, 0], [0, 0]]


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(codec=None), max_size=80))
def test_any_text_has_a_row_a_word(model: MiniLM, text: str) -> None:
    assert word_vectors(text, model.read_question(text)).shape == (len(words(text)), 64)


def test_nearness_is_the_best_match_of_each_question_word() -> None:
    question = np.array([[SCALE, 0], [0, SCALE]], dtype=np.int8)
    texts = np.array([[SCALE, 0], [0, -SCALE], [0, SCALE]], dtype=np.int8)
    near = nearness(question, texts, np.array([2, 0, 1], dtype=np.int32))
    assert near.tolist() == [[1, 0], [0, 0], [0, 1]]


def test_without_words_nothing_is_near() -> None:
    none = np.zeros((0, 2), dtype=np.int8)
    assert nearness(none, none, np.array([0, 0], dtype=np.int32)).shape == (2, 0)


def test_a_paraphrase_is_nearer_than_another_sentence_of_the_same_story(model: MiniLM) -> None:
    texts = ["Neither side set any deadlines.", "The Kremlin fears NATO expansion."]
    rows = [
        word_vectors(text, reading) for text, reading in zip(texts, model.read(texts), strict=True)
    ]
    asked = "Has anyone fixed a cut-off date?"
    question = word_vectors(asked, model.read_question(asked))
    counts = np.array([len(one) for one in rows], dtype=np.int32)
    same, other = nearness(question, np.concatenate(rows), counts).mean(axis=1)
    assert same > other
