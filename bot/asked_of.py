"""Whose words a question asks for, of those who speak in an interview or a debate.

    What did Kowalski say about Lund?  ─►  Kowalski    What is Lund’s opinion of her?  ─►  Lund
    According to the witness, when was it?  ─►  the witness    Who said so?  ─►  nobody

Owns how such a question is put, and which sentences of a transcript are, or are not, said by the
one it asks of. Unlike `speakers`, which finds who says a sentence, it starts from the question. In
doubt it asks of nobody: then the words of all count alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot import names, speech
from bot.speakers import speaker_of
from bot.turns import LABEL, turns_of
from index.articles import Article, Span
from index.lexical import words

# Stems of what somebody does whose words answer; of who "writes" or "promises" others may tell.
SAYING = frozenset(
    """admit answer argu ask believ claim comment complain describ explain insist justifi mention
    predict propos react recommend repli respond said say says speak suggest talk tell think thought
    told warn""".split()  # noqa: SIM905 - a list reads best
)
OPINIONS = frozenset(("argument", "opinion", "posit", "stanc", "view"))  # stems: of somebody
_ACCORDING = re.compile(r"\baccording to\s+(?P<who>[^,?]+)", re.IGNORECASE)
_TELL_ME = re.compile(
    r"^\W*(?:(?:can|could|kindly|please|will|would|you)\s+)*(?:tell|show|give|remind)\s+(?:me|us)\b",
    re.IGNORECASE,
)
# "When Lund said no, what did she do?": what is asked comes behind.
_CLAUSE = re.compile(
    r"^\W*(?:after|although|as|because|before|if|once|since|while"
    rf"|when\s+(?!(?:{'|'.join(sorted(names.AUXILIARIES))})\b))\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|gets|got)\b", re.IGNORECASE)
_OWNER = re.compile(r"\b[\w.-]+(?:[’']s|s[’'])(?=\s)")  # "Lund’s wife" is not Lund
_PRONOUNS = frozenset(("he", "she"))
_SAYS = re.compile(rf"\b(?:{speech.SAYING.pattern})\b")


@lru_cache(maxsize=64)  # a question finds sentences of some twenty articles
def asked_of(question: str, article: Article) -> frozenset[str]:
    """Those who speak in the article whose words a question asks for, as the article names them."""
    speakers = turns_of(article).speakers
    asked = _stems(_who(question)) if speakers else frozenset()
    named = {name: _words(name) for name in speakers}
    by_last_name = {name for name, own in named.items() if asked & set(own[-1:])}
    return frozenset(by_last_name or {name for name, own in named.items() if asked & set(own)})


def speaker_asked_of(question: str, article: Article, span: Span) -> str | None:
    """Whose turn a sentence is in, if it is one whose words are asked for."""
    asked = asked_of(question, article)
    speaker = turns_of(article).speaker(span) if asked else None
    return speaker if speaker in asked else None


def label_words(question: str, article: Article, span: Span) -> frozenset[str]:
    """The stems of that one's name, which the label says of every sentence of the turn."""
    return frozenset(_words(speaker_asked_of(question, article, span) or ""))


def is_of_another(question: str, article: Article, span: Span) -> bool:
    """Whether a sentence is not said by the one whose words are asked for, who speaks in the
    article, nor tells what that one said ("LIND: Berg says that it leaks.")."""
    asked = asked_of(question, article)
    if not asked or speaker_asked_of(question, article, span):
        return False
    heard = frozenset(word for name in asked for word in _words(name)[-1:])
    text = article.text[span.start : span.end]
    if turns_of(article).at(span):
        told = speech.tags(LABEL.sub("", text, count=1))
        return not any(who.lower() in _PRONOUNS or heard & _stems(who) for who in told)
    who = speaker_of(article, span)
    if who:
        return not heard & _stems(who)
    return not (heard & _stems(text) and _SAYS.search(text))


def _who(question: str) -> str:
    """The part of a question that names whose words it asks for; "" if there is none.

    >>> _who("What did Kowalski say about Lund?")
    'What did Kowalski '
    """
    according = _ACCORDING.search(question)
    if according:
        return _OWNER.sub("", according["who"])
    asked = _TELL_ME.sub("", question)
    if _CLAUSE.match(asked):
        return ""
    for stem, start, end in words(asked):
        before = asked[:start]
        if stem in OPINIONS:
            return before if _OWNER.search(before) else asked[end:]
        if stem in SAYING:
            is_passive = _PASSIVE.search(before) and not asked[start:end].endswith("ing")
            return "" if is_passive else _OWNER.sub("", before)
    return ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for stem, _, _ in words(text))


def _words(name: str) -> list[str]:
    """The stems of a name's words, without titles."""
    kept = (word for word in name.split() if word.lower().strip(".") not in names.TITLES)
    return [stem for stem, _, _ in words(" ".join(kept))]
