"""Names that are spelled alike: "Zelenskiy" and "Zelensky", "Muhammad" and "Mohammed".

Owns when they are: the same consonants in the same order, with vowels of the same sort between
them, as a name has them that was carried over from another script or lost its accents. Unlike an
edit distance, which takes Johnson for Johnston, Austria for Australia and Iran for Iraq, it lets no
consonant come or go. That two names are spelled alike does not make them one: Smith is not Smyth.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_NAME = re.compile(r"[^\W\d_]{4,}")  # of fewer letters too many are alike
_LONG = 6  # letters of a name from which e and a, and u and o, are vowels of one sort
_WHOLE = str.maketrans({"ø": "o", "ł": "l", "æ": "a", "œ": "o", "ı": "i", "đ": "d"})
_SAME = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"[cq]"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?<=[aou])e"), ""),  # Schroeder, Schröder
    (re.compile(r"[ijy]+e?"), "i"),  # Kyiv, Kiev
    (re.compile(r"(.)\1+"), r"\1"),
)
_SORTS = str.maketrans("eu", "ao")


class Spellings:
    """The names in some texts: all that has a capital.

    >>> Spellings(["President Zelensky was in Kyiv."]).like("Zelenskiy")
    'Zelensky'
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        for word in (match.group() for text in texts for match in _NAME.finditer(text)):
            if word[0].isupper():
                for key in _keys(word):
                    self._names.setdefault(key, word)

    def like(self, name: str) -> str | None:
        """The first name in the texts that is spelled like this one."""
        if not _NAME.fullmatch(name):
            return None
        return next((self._names[key] for key in _keys(name) if key in self._names), None)


def _keys(word: str) -> Iterator[str]:
    """What words that are spelled alike share."""
    bare = unicodedata.normalize("NFKD", word.lower().translate(_WHOLE))
    key = "".join(char for char in bare if not unicodedata.combining(char))
    for pattern, same in _SAME:
        key = pattern.sub(same, key)
    yield key
    if len(word) >= _LONG:
        yield key.translate(_SORTS).upper()
