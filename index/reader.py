"""A question and a text, read together: which sentences answer, with which words, or none.

Owns the `Reader` interface and the bundled reader. Unlike `embedding`, which reads a text once for
all questions, it reads it anew for each, and so can tell what was asked from what was nearly asked.
It does not know where a text comes from, and decides nothing: it gives numbers to `bot.reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import (
    MODELS,
    open_session,
    open_tokenizer,
    usable_cores,
    verified,
    without_surrogates,
)
from index.quotations import cut_whole

if TYPE_CHECKING:
    from index.bundled import Encoding, InferenceSession, Tokenizer

Floats = NDArray[np.float32]
Offsets = tuple[int, int]

MAX_TOKENS = 288  # of question and text together, as in training; what is beyond is not read
MAX_QUESTION_TOKENS = 64
MAX_ANSWER_TOKENS = 40
UNREAD = -10.0  # the logits of what is beyond the limit
# Which token may end an answer (column) that begins at which (row).
_ENDS = np.tri(MAX_TOKENS, dtype=bool).T & np.tri(MAX_TOKENS, k=MAX_ANSWER_TOKENS - 1, dtype=bool)


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read, and the offsets in it of the sentences to be marked.

    What stands above it, such as a heading, is read as well and never marked.
    """

    text: str
    sentences: tuple[Offsets, ...]
    above: str = ""

    @property
    def whole(self) -> str:
        """All that is read."""
        return f"{self.above}\n{self.text}" if self.above else self.text


@dataclass(frozen=True, slots=True)
class Mark:
    """What the reader makes of one sentence. The first three are logits, in no unit.

    `relevant`: that this sentence answers. `span`: that the words at `words` are the answer,
    against there being none in this text. `text`: that this text answers at all. `words` are
    offsets into the text, or None if the sentence was not read or the reader marks no words.
    """

    relevant: float
    span: float
    text: float
    words: Offsets | None


class Reader(Protocol):
    """Whatever reads a question and texts together."""

    @property
    def name(self) -> str:
        """Provider, model and precision."""
        ...

    @property
    def calibrated(self) -> bool:
        """Whether the weights that ship with Pullquote were fitted on this reader's numbers.

        Of another's marks only the order of `relevant` says something.
        """
        ...

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Mark]]:
        """Return for each text a mark for each of its sentences, in order.

        Raises ModelError if the model cannot be used.
        """
        ...


class MiniLMReader:
    """The bundled reader: MiniLM in eight bits, trained by `index/models/reader/train.py`.

    Texts run one at a time, several at once: in a batch the neighbours would change each other's
    numbers (see `embedding.MiniLM`). Safe to use from several threads.
    """

    name = "bundled:minilm-reader-int8"
    calibrated = True

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        """Take the model from `folder` (default: the bundled one), use `threads` (default: all)."""
        self._folder = folder or MODELS / "reader"
        self._pool = ThreadPoolExecutor(threads or usable_cores(), thread_name_prefix="reading")

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Mark]]:
        """Return for each text a mark for each of its sentences, in order.

        Any strings will do; of a long question the first 64 tokens count, of both together 288.
        Raises ModelError if a file of the model is missing or altered.
        """
        if not texts:
            return []
        asked = self._shortened(without_surrogates(question))
        pairs = [(asked, without_surrogates(text.whole)) for text in texts]
        encodings = self._tokenizer.encode_batch(pairs)
        session = self._session
        logits = list(self._pool.map(lambda encoding: _run(session, encoding), encodings))
        return [
            _marks(text, encoding, *numbers)
            for text, encoding, numbers in zip(texts, encodings, logits, strict=True)
        ]

    def _shortened(self, question: str) -> str:
        if question.isascii() and len(question) <= MAX_QUESTION_TOKENS:
            return question
        offsets = self._tokenizer.encode(question, add_special_tokens=False).offsets
        return question if len(offsets) <= MAX_QUESTION_TOKENS else question[: offsets[63][1]]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(verified(MODELS / "minilm", "tokenizer.json"), MAX_TOKENS)

    @cached_property
    def _session(self) -> InferenceSession:
        return open_session(verified(self._folder, "model.onnx"), threads=1)


def _run(session: InferenceSession, encoding: Encoding) -> tuple[Floats, float]:
    """Logits: tokens × 3 (an answer starts here, ends here, this is of a sentence that answers),
    and one that the text answers."""
    inputs = {
        "input_ids": np.asarray([encoding.ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(encoding.ids)), dtype=np.int64),
        "token_type_ids": np.asarray([encoding.type_ids], dtype=np.int64),
    }
    tokens, answers = session.run(["tokens", "answers"], inputs)
    return tokens[0], float(answers[0])


def _marks(text: Text, encoding: Encoding, tokens: Floats, answers: float) -> list[Mark]:
    offsets = np.array(encoding.offsets, dtype=np.int64)
    offsets -= len(text.whole) - len(text.text)
    is_text = (np.array(encoding.type_ids) == 1) & (offsets[:, 1] > offsets[:, 0])
    nowhere = float(tokens[0, 0] + tokens[0, 1])
    marks = []
    for start, end in text.sentences:
        inside = np.flatnonzero(is_text & (offsets[:, 0] < end) & (offsets[:, 1] > start))
        if not len(inside):
            marks.append(Mark(UNREAD, UNREAD, answers, None))
            continue
        own = tokens[inside[0] : inside[-1] + 1]
        first, last, span = _best_span(own[:, 0], own[:, 1])
        words = int(offsets[inside[0] + first, 0]), int(offsets[inside[0] + last, 1])
        words = cut_whole(text.text, *words)
        marks.append(Mark(float(own[:, 2].mean()), span - nowhere, answers, words))
    return marks


def _best_span(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """The first and last token of the likeliest answer, and the sum of its two logits."""
    sums = starts[:, np.newaxis] + ends[np.newaxis]
    best = int(np.argmax(np.where(_ENDS[: len(starts), : len(ends)], sums, -np.inf)))
    first, last = divmod(best, len(ends))
    return first, last, float(sums[first, last])
