"""The bundled reader: any text can be read, marks are places in it, and numbers do not depend on
what else is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bundled import MODELS
from index.errors import ModelError
from index.reader import UNREAD, MiniLMReader, Text, _best_span

QUESTION = "Who leads the American delegation?"
TEXT = "The talks opened in Geneva. Wendy Sherman leads the American delegation. It snowed."
BRIDGE = "The bridge is 704 m (2,310 ft) long and was opened at 3:12 p.m. by the mayor."
SENTENCES = ((0, 27), (28, 72), (73, 83))


@pytest.fixture(scope="module")
def reader() -> MiniLMReader:
    return MiniLMReader()


def test_the_sentence_that_answers_has_the_highest_marks(reader: MiniLMReader) -> None:
    ((first, second, third),) = reader.read(QUESTION, [Text(TEXT, SENTENCES)])
    assert second.relevant > max(first.relevant, third.relevant)
    assert second.span > max(first.span, third.span)
    assert second.words is not None
    assert TEXT[slice(*second.words)] == "Wendy Sherman"


def test_a_text_that_does_not_answer_has_lower_marks(reader: MiniLMReader) -> None:
    other = Text("The snow kept falling on the lake. Nobody went out.", ((0, 34), (35, 51)))
    (right, wrong) = reader.read(QUESTION, [Text(TEXT, SENTENCES), other])
    assert max(m.span for m in right) > max(m.span for m in wrong)
    assert right[0].text > wrong[0].text


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How long is the bridge in feet?", BRIDGE, "2,310 ft"),
        ("At what time was it opened?", BRIDGE, "3:12 p.m."),
    ],
)
def test_the_words_marked_are_cut_whole(
    question: str, text: str, words: str, reader: MiniLMReader
) -> None:
    ((mark,),) = reader.read(question, [Text(text, ((0, len(text)),))])
    assert mark.words is not None
    assert text[slice(*mark.words)] == words


def test_marks_do_not_depend_on_what_else_is_read(reader: MiniLMReader) -> None:
    text, other = Text(TEXT, SENTENCES), Text("Bread. " * 40, ((0, 6),))
    alone = reader.read(QUESTION, [text])[0]
    assert reader.read(QUESTION, [other, text, other])[1] == alone


def test_what_stands_above_a_text_is_read_and_never_marked(reader: MiniLMReader) -> None:
    question, text = "Who approves travel?", "The managing editor, in writing."
    ((alone,), (below,)) = reader.read(
        question, [Text(text, ((0, 32),)), Text(text, ((0, 32),), "Who approves travel?")]
    )
    assert below.relevant > alone.relevant
    assert below.words is not None
    assert text[slice(*below.words)].endswith("managing editor")


def test_nothing_to_read_gives_nothing(reader: MiniLMReader) -> None:
    assert reader.read(QUESTION, []) == []
    assert reader.read(QUESTION, [Text("", ())]) == [[]]


def test_what_is_beyond_the_limit_is_not_read(reader: MiniLMReader) -> None:
    long = "word " * 400 + "End."
    first, last = reader.read(QUESTION, [Text(long, ((0, 4), (2000, 2004)))])[0]
    assert first.words is not None
    assert (last.relevant, last.span, last.words) == (UNREAD, UNREAD, None)


def test_of_a_long_question_the_beginning_counts(reader: MiniLMReader) -> None:
    text = Text(TEXT, SENTENCES)
    whole = reader.read("bridge " * 64, [text])
    assert reader.read("bridge " * 64 + "and something else", [text]) == whole


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120), st.text(min_size=1, max_size=300), st.text(max_size=50))
def test_any_text_can_be_read_and_marks_lie_in_their_sentence(
    question: str, text: str, above: str
) -> None:
    middle = len(text) // 2
    sentences = ((0, middle), (middle, len(text)))
    for mark, (start, end) in zip(
        MiniLMReader().read(question, [Text(text, sentences, above)])[0], sentences, strict=True
    ):
        assert np.isfinite([mark.relevant, mark.span, mark.text]).all()
        # A word that both sentences have a part of belongs to both.
        assert mark.words is None or (mark.words[0] < end and mark.words[1] > start)


def test_the_best_span_does_not_end_before_it_starts() -> None:
    starts, ends = np.array([0.0, 5.0, 1.0]), np.array([9.0, 2.0, 3.0])
    assert _best_span(starts.astype(np.float32), ends.astype(np.float32)) == (0, 0, 9.0)
    starts, ends = np.array([0.0, 9.0, 1.0]), np.array([5.0, 2.0, 4.0])
    assert _best_span(starts.astype(np.float32), ends.astype(np.float32)) == (1, 2, 13.0)


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(MODELS / "reader", tmp_path / "reader")
    with (tmp_path / "reader" / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        MiniLMReader(tmp_path / "reader").read(QUESTION, [Text(TEXT, SENTENCES)])
