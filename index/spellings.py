"""Names that are spelled alike: "Zelenskiy" and "Zelensky", "Muhammad" and "Mohammed".

Owns when they are: the same consonants in the same order, with vowels of the same sort between
them, as a name has them that was carried over from another script or lost its accents; and which
words of a text are names: those that it writes with a capital more often than without. Unlike an
edit distance, which takes Johnson for Johnston, Austria for Australia and Iran for Iraq, it lets no
consonant come or go. That two names are spelled alike does not make them one: Smith is not Smyth.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W\d_]{4,}")  # of fewer letters too many are alike
_LONGEST = 40  # letters of a name
_LONG = 6  # letters of a name from which e and a, and u and o, are vowels of one sort
_WHOLE = str.maketrans({"ø": "o", "ł": "l", "æ": "a", "œ": "o", "ı": "i", "đ": "d"})
_UMLAUT = re.compile(r"(?<=[aou])(?:e|\u0308)")  # Schroeder, Schröder
_SAME = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"[cq]"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (_UMLAUT, ""),
    (re.compile(r"[\u0300-\u036f]"), ""),
    (re.compile(r"[ijy]+e?"), "i"),  # Kyiv, Kiev
    (re.compile(r"(.)\1+"), r"\1"),
)
_SORTS = str.maketrans("eu", "ao")


def by_key(texts: Iterable[str]) -> dict[str, str]:
    """The names in some texts by what those that are spelled alike share; the most usual of each.

    >>> by_key(["President Zelensky was in Kyiv."])["kiv"]
    'Kyiv'
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(text))
    found: dict[str, str] = {}
    for word, count in counts.items():
        if word[0].isupper() and count > counts[word.lower()] and len(word) <= _LONGEST:
            for key in _keys(word):
                if count > counts[found.get(key, "")]:
                    found[key] = word
    return found


def keys(name: str) -> list[str]:
    """Those of a name, the likeliest first; of a double name the last part's before the others'.

    >>> keys("Al-Zelenskiy")
    ['zelenski', 'ZALANSKI']
    """
    parts = [part for part in _WORD.findall(name) if len(part) <= _LONGEST]
    return [key for part in reversed(parts) for key in _keys(part)]


def _keys(word: str) -> Iterator[str]:
    key = bare = unicodedata.normalize("NFKD", word.casefold().translate(_WHOLE))
    for pattern, same in _SAME:
        key = pattern.sub(same, key)
    yield key
    if len(word) >= _LONG and not _UMLAUT.search(bare):  # Müller is not Möller
        yield key.translate(_SORTS).upper()
