"""The fullest form that an article has of a last name.

    Holm  ─►  Rita Holm, if that is what the article calls the only Holm that it names

Owns the search for it in the text. Unlike `persons`, which finds the name in words that stand for
somebody, it is given the name, and looks everywhere.
"""

from __future__ import annotations

import re

from bot import persons

MAX_SCAN = 400_000  # characters of an article that are searched for the full form of a name
_SPACE = r"[^\S\n]+"  # within a line: a heading's last word is no first name of the next line's
_BEFORE_NAME = re.compile(
    rf"(?:{persons.WORD}{_SPACE}(?:{persons.PARTICLE}{_SPACE}){{0,2}}){{1,4}}$"
)


class FullNames:
    """Those of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._forms: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The fullest form of a name in the text; the name itself if it has two of them."""
        if " " in name:
            return name
        if name not in self._forms:
            self._forms[name] = self._fullest(name)
        return self._forms[name]

    def _fullest(self, name: str) -> str:
        forms: dict[str, str] = {}
        for match in re.finditer(rf"\b{re.escape(name)}\b(?!-)", self._text):
            before = _BEFORE_NAME.search(self._text[max(0, match.start() - 80) : match.start()])
            full = persons.person(f"{before.group()}{name}") if before else None
            if full and " " in full:
                forms[full.split()[0]] = max(forms.get(full.split()[0], ""), full, key=len)
        return next(iter(forms.values())) if len(forms) == 1 else name
