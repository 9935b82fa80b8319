"""Sentences that only ask, or lead in a list, or that another says: no evidence, however alike.

Owns when a question in an article (of a FAQ, of an interviewer) tells nothing, and that "You cannot
claim:" does not without the items below it, above which it is shown. Unlike `features`, for which
being a question is one sign among many, it leaves a sentence out altogether.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from bot.asked_of import is_of_another, speaker_asked_of
from bot.features import Parsed, parse
from bot.turns import turns_of
from index.articles import Article, Span
from index.lexical import words
from index.quotations import OPENING
from index.search import Findings

LABEL = re.compile(r"\W{0,3}(?:Q(?:uestion)?\s?[:.]|[A-Z][\w.’' -]{0,40}:)\W{0,3}\s")
NEW = 1 / 3  # of its words, that may be other ones: "Who do I call?" for "Whom do I contact?"
# A quotation that is a question may be what somebody asks for: it has to be the same question.
SAME_QUESTION = 0.7
# A question behind a label tells what it takes for granted, which the answer may deny ("Is it true
# that you were dismissed in 2019?"): where the labels are too few to tell whose turn it is, it is
# an echo if it has so much of what was asked.
OF_ASKED = 0.5
ASKING = frozenset(("ask", "question", "wonder"))  # stems: what was asked is what is wanted
WANTING = frozenset(("want", "know"))  # together they ask for it, too


def without_echoes(findings: Findings) -> Findings:
    """The findings without the sentences that only ask, or lead in a list, and, where the words of
    one who speaks in a transcript are asked for, without those of others."""
    asked = parse(findings.question)
    kept = np.array([_may_tell(asked, *one) for one in findings.sentences], dtype=bool)
    if kept.all():
        return findings
    return replace(
        findings,
        owners=findings.owners[kept],
        numbers=findings.numbers[kept],
        lexical=findings.lexical[kept],
        cosines=findings.cosines[kept],
    )


def _may_tell(asked: Parsed, article: Article, span: Span) -> bool:
    sentence = parse(article.text[span.start : span.end])
    if sentence.text.endswith(":"):
        return False
    if speaker_asked_of(asked.text, article, span):
        return True  # be it a question
    is_put = _is_question(sentence.text) and turns_of(article).asker(span) is not None
    return not (
        _is_echo(sentence, asked)
        or (is_put and not _asks_what_was_asked(asked))
        or is_of_another(asked.text, article, span)
    )


def _asks_what_was_asked(asked: Parsed) -> bool:
    return bool(ASKING & asked.present) or asked.present >= WANTING


def _is_question(text: str) -> bool:
    return text.rstrip("”\"’')]*_ ").endswith(("?", "？"))


def _is_echo(sentence: Parsed, asked: Parsed) -> bool:
    """Whether a sentence is a question with hardly a word, and no name or number, of its own, or an
    interviewer's that has half of what was asked."""
    label = LABEL.match(sentence.text)
    text = sentence.text[label.end() if label else 0 :]
    if not _is_question(text):
        return False
    if label and not _asks_what_was_asked(asked):
        return len(sentence.present & asked.present) >= OF_ASKED * max(1, len(asked.present))
    if sentence.text[0] in f"{OPENING}\"‘'":
        shared = len(sentence.present & asked.present)
        return shared >= SAME_QUESTION * max(1, len(sentence.present | asked.present))
    own = parse(text).present
    new = own - asked.present
    return len(new) <= NEW * len(own) and not new & _named(text)


def _named(text: str) -> set[str]:
    """The stems of the names and numbers in a sentence, but for its first word."""
    return {
        stem for stem, at, _ in words(text) if at and (text[at].isupper() or text[at].isdigit())
    }
