"""BM25 over passages and over sentences, saved beside the store.

Owns how words are told apart (lower case, Snowball stems, no stop words) and what each weighs.
Unlike `store`, which finds texts that mean the same, this finds texts that say the same words.
The only importer of bm25s and Stemmer.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import bm25s

# Letters and digits with inner apostrophes and full stops: "don’t", "U.S." and "3.5" are words.
WORD = re.compile(r"\w+(?:[’'.]\w+)*")
# Function words carry no topic. Question words are among them: what they ask for (a person,
# a number, a time) is matched by `bot.evidence`, not by the word.
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could
    did do does doing for from had has have having he her hers him his how i if in into is it its
    itself just me more most my no nor not of on once only or other our out over own s same she
    should so some such t than that the their them then there these they this those through to too
    under until up upon us very was we were what when where which while who whom whose why will with
    would you your""".split()  # noqa: SIM905 - a list of 150 quoted words could not be read
)
# Words the articles write in more than one way; stemming does not know them.
SAME_WORD = {
    "u.s": "usa", "us.": "usa", "u.s.a": "usa", "usa": "usa", "america": "usa",
    "american": "usa", "americans": "usa", "u.k": "uk", "britain": "uk", "british": "uk",
    "e.u": "eu", "russian": "russia", "russians": "russia", "ukrainian": "ukraine",
    "ukrainians": "ukraine", "european": "europe", "europeans": "europe",
}  # fmt: skip
KEPT_WORDS = 16_384  # words whose stems are at hand; at some 150 bytes each, a few megabytes
EMPTY = "\x00"  # stands in for a text without a word: bm25s cannot index nothing


@cache
def _stemmer() -> Any:  # noqa: ANN401 - PyStemmer ships no types
    import Stemmer

    return Stemmer.Stemmer("english")


def words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text that carry meaning, each as (stem, start, end), in order.

    >>> words("The U.S. delegation’s talks")
    [('usa', 4, 7), ('deleg', 9, 19), ('talk', 22, 27)]
    """
    return [
        (stem, match.start(), match.end())
        for match in WORD.finditer(text)
        if (stem := _stem(match.group())) is not None
    ]


@lru_cache(maxsize=KEPT_WORDS)
def _stem(word: str) -> str | None:
    """The stem of a word as it is written; None if it carries no meaning."""
    key = _key(word)
    return _stemmer().stemWord(key) if key and key not in STOP_WORDS else None


def _key(word: str) -> str:
    if word in ("US", "USA"):  # "US" is a country, "us" is a stop word
        return "usa"
    folded = unicodedata.normalize("NFKC", word).lower().replace("’", "'").strip("'_")
    folded = folded.removesuffix("'s").removesuffix("n't")
    return SAME_WORD.get(folded, folded)


def stems(text: str) -> list[str]:
    """The stems of a text's meaningful words, in order, repeats kept."""
    return [stem for stem, _, _ in words(text)]


class LexicalIndex:
    """BM25 (k1 1.2, b 0.75, Lucene's variant) over n texts, numbered from 0 in the order given."""

    def __init__(self, model: bm25s.BM25) -> None:
        self._model = model
        self.size = int(model.scores["num_docs"])

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Indexes texts. None at all are indexed as one without a word."""
        import bm25s

        corpus = [stems(text) or [EMPTY] for text in texts] or [[EMPTY]]
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        model.index(corpus, show_progress=False)
        return cls(model)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Opens what `save` wrote. Raises OSError or ValueError if it is not there or damaged."""
        import bm25s

        return cls(bm25s.BM25.load(folder, mmap=True, load_corpus=False))

    def save(self, folder: Path) -> None:
        """Writes the index into a folder that does not exist yet."""
        folder.mkdir(parents=True)
        self._model.save(folder, show_progress=False)

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """The score of every text for these stems: n floats, 0 where no word is shared."""
        known = [stem for stem in query if stem in self._model.vocab_dict]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    def frequency(self, stem: str) -> int:
        """The number of texts that have this stem."""
        column = self._model.vocab_dict.get(stem)
        if column is None:
            return 0
        # The scores are a compressed sparse matrix with one column a stem.
        starts = self._model.scores["indptr"]
        return int(starts[column + 1] - starts[column])

    def weight(self, stem: str) -> float:
        """Inverse document frequency of a stem; a stem that no text has weighs the most."""
        frequency = self.frequency(stem)
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))
