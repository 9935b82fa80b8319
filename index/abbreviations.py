"""Abbreviations: whether a full stop ends one, and with it no sentence.

Owns the lists of them and what each may be followed by. Unlike `sentences`, which knows what else
ends a sentence and what surrounds it, only one full stop and its neighbours are looked at here.
"""

from __future__ import annotations

import re

_WORD_BEFORE = re.compile(r"[\w.]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")
_LIST_MARK = re.compile(r"\W{0,4}(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")
# What follows "art. 12", an article's number, and not "art. 12 people".
_CITED = re.compile(
    r"\.\s+\d+\w{0,2}(?:[(,;:)\]/–-]|\.?\s*+$"
    r"|\s(?:of|and|or|to|is|was|does|which|that|says|provides|applies|para|lit|[A-Z])\b)"
)
_ROMAN = re.compile(r"[IVXLC]+")
_CODE = re.compile(r"\.\s+(?=[\w/-]{0,12}\d)[A-Z]{1,5}[-/\d]")  # "No. CA-2024"
_IN_A_CLAUSE = re.compile(r"[^\W\d_]\s+$")
_NOT_THE_LIMIT = re.compile(r"(?:\d|\b(?:the|a|an|its|their|per|each))\s*$", re.IGNORECASE)
_APOSTROPHES = ("'", "’")  # "the council’s. 12 people left"
_OPENING_WHEN = re.compile(
    r"(?:^|[.!?][\"”’)]*\s+)[\"“‘(]?"
    r"(?:(?:Early|Late) in|In|By|Since|Until|From|During|Last|Next)\s+$"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_END = _words(
    "Mr Mrs Ms Mx Dr Drs Prof Gen Gens Col Lt Sgt Capt Cpl Pvt Sen Sens Rep Reps Gov Govs Pres "
    "Rev Hon hon Cllr Cllrs Pte Adm Cmdr Maj Brig Supt Insp Det Amb Messrs Mme Mlle Sra Hr vs v "
    "cf viz e.g i.e eg ie excl incl Annu Natl Proc approx bzw bspw ggf evtl sog inkl zzgl vgl"
)
# Of German, of several words: none of their full stops is an end, of the second ones the last may.
_SPACED = re.compile(
    r"(?<![\w.])(?:z\.\s?B|d\.\s?h|u\.\s?a|v\.\s?a|i\.\s?d\.\s?R|z\.\s?T|u\.\s?U)\."
    r"|(?<![\w.])(?:o\.\s?Ä|u\.\s?Ä|[nv]\.\s?Chr)(?=\.)"
)
_AMOUNTS = _words("Mio Mrd Tsd")  # what is counted follows, or the next sentence
_BEFORE_NUMBER = _words(
    "No Nos no nos Nr Art Eq Eqs eq Sect Sects s ss subs Fig Figs fig figs Vol Vols vol Ch ch Sec "
    "sec pp p pg ca c para op Op Tel tel ext Ver ver Abs Rs Re Rp Kr kr Fr fr lb lbs oz ft b d r "
    "fl"
)
_BEFORE_ROMAN = _words("Vol Vols Bk Pt Sec Sect Ch Fig Art")
_DATES = _words(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun"
)
_MONTHS = _words(
    "January February March April June July August September October November December "
    "Januar Februar März Mai Juni Juli Oktober Dezember"
)
_MAY_END = _words(
    "Ald Fr Acad Sci Lett Phys Chem Biol Environ Ecol Appl Inc Ltd Co Corp Cos Bros LLC Jr Sr Esq "
    "etc al est deg St Ste Mt Ft Ave Blvd Rd Dept Assn Univ Ala Ariz Ark Calif Colo Conn Del Fla "
    "Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash "
    "Wis Wyo"
)
_GERMAN_STARTERS = _words(
    "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Im Ins Am An Auf Aus "
    "Bei Beim Bis Durch Für Gegen Mit Nach Ohne Seit Über Um Unter Vom Von Vor Zu Zum Zur Und Aber "
    "Doch Oder Denn Dies Diese Dieser Dieses Damit Dabei Dafür Dann Dort Hier Auch Als Wenn Weil "
    "Während Wie Was Wer Wo Nur Noch Nun Jetzt Heute Sein Seine Ihre Kein Keine Man Alle Laut"
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
    start = dot - len(token)
    counts = (
        token in _BEFORE_NUMBER | _DATES
        and paragraph[max(0, start - 1) : start] not in _APOSTROPHES
    )
    if token in _NEVER_END or (counts and word[:1].isdigit()):
        return True
    if _is_counted(paragraph, start, dot, token, word) or _is_german(paragraph, dot, token, word):
        return True
    if token in _DATES:  # Fri. Jan 21st
        return word in _MONTHS | _DATES or _opens_with_a_date(paragraph, start, word)
    if token.isdigit() and len(token) < 3:
        return word in _MONTHS  # am 12. Januar
    initials = token in _MAY_END or (token.isalpha() and len(token) == 1 and token.isupper())
    return word not in STARTERS and (initials or bool(_DOTTED.fullmatch(token)))


def _is_german(paragraph: str, dot: int, token: str, word: str) -> bool:
    """Whether it is one of "z. B.", or of "3 Mio. Euro", but not of "3 Mio. Die Stadt"."""
    around = _SPACED.finditer(paragraph, max(0, dot - 8), dot + 9)
    if any(found.start() < dot < found.end() for found in around):
        return True
    return token in _AMOUNTS and word not in STARTERS | _GERMAN_STARTERS


def _opens_with_a_date(paragraph: str, start: int, word: str) -> bool:
    """Whether nothing is said yet: "In Sept. Brown left", not "In Sept. He"."""
    before = paragraph[max(0, start - 24) : start]
    return word not in STARTERS and _OPENING_WHEN.search(before) is not None


def _is_counted(paragraph: str, start: int, dot: int, token: str, word: str) -> bool:
    """Whether a number that is not plainly one follows: Vol. II, Case No. CA-2024, max. 5, art. 6.

    "art", "min" and "max" are the last words of sentences, too.
    """
    before = paragraph[max(0, start - 24) : start]
    if token in _BEFORE_ROMAN and _ROMAN.fullmatch(word):
        return (token, word) != ("Art", "I")
    if token in ("No", "Nos"):
        return bool(_CODE.match(paragraph, dot) and _IN_A_CLAUSE.search(before))
    if token in ("min", "max"):
        return word[:1].isdigit() and not _NOT_THE_LIMIT.search(before)
    return token in ("art", "arts") and bool(_CITED.match(paragraph, dot))
