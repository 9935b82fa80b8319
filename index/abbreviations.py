"""Abbreviations: whether a full stop ends one, and with it no sentence.

Owns the lists of them and what each may be followed by. Unlike `sentences`, which knows what else
ends a sentence and what surrounds it, only one full stop and its neighbours are looked at here.
"""

from __future__ import annotations

import re

_WORD_BEFORE = re.compile(r"[\w.]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")
_LIST_MARK = re.compile(r"\W{0,4}(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_END = _words(
    "Mr Mrs Ms Mx Dr Drs Prof Gen Gens Col Lt Sgt Capt Cpl Pvt Sen Sens Rep Reps Gov Govs Pres Rev "
    "Hon Adm Cmdr Maj Brig Supt Insp Det Amb Messrs Mme Mlle Sra Hr vs v cf viz e.g i.e eg ie "
    "approx z.B d.h u.a"
)
_BEFORE_NUMBER = _words(
    "No Nos no nos Nr Art Fig Figs fig figs Vol Vols vol Ch ch Sec sec pp p pg ca c para op Op Tel "
    "tel ext Ver ver Abs Rs Re Rp Kr kr Fr fr lb lbs oz ft b d r fl"
)
_DATES = _words(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun"
)
_MONTHS = _words(
    "January February March April June July August September October November December "
    "Januar Februar März Mai Juni Juli Oktober Dezember"
)
_MAY_END = _words(
    "Inc Ltd Co Corp Cos Bros LLC Jr Sr Esq etc al est deg St Ste Mt Ft Ave Blvd Rd Dept Assn Univ "
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb "
    "Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo"
)
STARTERS = _words(  # they begin a sentence, and are hardly ever a name
    "He She It They We I You The A An This That These Those There Here His Her Its Their Our My "
    "In On At By For From With Without Of To As If When While Since Because Before After During "
    "Until Under Over And But Or So Yet Nor Not No Yes However Meanwhile Although Though Despite "
    "Instead Moreover Also Then Now Still Even Both Some Many Most Several Such Other Another Each "
    "Every All Any What Who Why How Where Which Whether Let Once Only Just"
)


def is_abbreviated(paragraph: str, dot: int, word: str) -> bool:
    """Whether the dot belongs to an abbreviation that goes on with `word`, not to a sentence."""
    if dot <= 8 and _LIST_MARK.fullmatch(paragraph, 0, dot):
        return True
    token = _WORD_BEFORE.search(paragraph, max(0, dot - 24), dot).group()  # type: ignore[union-attr]  # it matches nothing, too
    token = token.title() if token.isupper() else token
    if token in _NEVER_END or (token in _BEFORE_NUMBER | _DATES and word[:1].isdigit()):
        return True
    if token in _DATES:
        return word in _MONTHS | _DATES  # Fri. Jan 21st
    if token.isdigit() and len(token) < 3:
        return word in _MONTHS  # am 12. Januar
    initials = token in _MAY_END or (token.isalpha() and len(token) == 1 and token.isupper())
    return word not in STARTERS and (initials or bool(_DOTTED.fullmatch(token)))
