"""Sentences that only ask what was asked, or lead in a list: no evidence, however like they look.

Owns when a question in an article (of a FAQ, of an interviewer) tells nothing, and that "You cannot
claim:" does not without the items below it, above which it is shown. Unlike `features`, for which
being a question is one sign among many, it leaves a sentence out altogether.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from bot.features import Parsed, parse
from index.lexical import words
from index.quotations import OPENING
from index.search import Findings

LABEL = re.compile(r"\W{0,3}(?:Q(?:uestion)?\s?[:.]|[A-Z][\w.’' -]{0,40}:)\W{0,3}\s")
NEW = 1 / 3  # of its words, that may be other ones: "Who do I call?" for "Whom do I contact?"
# A quotation that is a question may be what somebody asks for: it has to be the same question.
SAME_QUESTION = 0.7
# An interviewer's question tells what it takes for granted, which the answer may deny ("Is it true
# that you were dismissed in 2019?"): it is an echo if it has so much of what was asked.
OF_ASKED = 0.5
ASKING = frozenset(("ask", "question"))  # stems: what was asked is what is wanted


def without_echoes(findings: Findings) -> Findings:
    """The findings without the sentences that only repeat the question, or lead in a list."""
    asked = parse(findings.question)
    spoken = (article.text[span.start : span.end] for article, span in findings.sentences)
    kept = np.array([not _tells_nothing(parse(text), asked) for text in spoken], dtype=bool)
    if kept.all():
        return findings
    return replace(
        findings,
        owners=findings.owners[kept],
        numbers=findings.numbers[kept],
        lexical=findings.lexical[kept],
        cosines=findings.cosines[kept],
    )


def _tells_nothing(sentence: Parsed, asked: Parsed) -> bool:
    return sentence.text.endswith(":") or _is_echo(sentence, asked)


def _is_echo(sentence: Parsed, asked: Parsed) -> bool:
    """Whether a sentence is a question with hardly a word, and no name or number, of its own, or an
    interviewer's that has half of what was asked."""
    label = LABEL.match(sentence.text)
    text = sentence.text[label.end() if label else 0 :].rstrip("”\"’')]* ")
    if not text.endswith(("?", "？")):
        return False
    if label and not ASKING & asked.present:
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
