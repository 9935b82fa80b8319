"""Sentences that only ask what was asked: no evidence, however like the question they look.

Owns when a question in an article (of a FAQ, of an interviewer) tells nothing. Unlike `features`,
for which being a question is one sign among many, it leaves a sentence out altogether.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from bot.features import Parsed, parse
from index.lexical import words
from index.quotations import OPENING
from index.search import Findings

LABEL = re.compile(r"Q(?:uestion)?\s?[:.]\s+")
NEW = 1 / 3  # of its words, that may be other ones: "Who do I call?" for "Whom do I contact?"
# A quotation that is a question may be what somebody asks for: it has to be the same question.
SAME_QUESTION = 0.7


def without_echoes(findings: Findings) -> Findings:
    """The findings without the sentences that only repeat the question."""
    asked = parse(findings.question)
    spoken = (article.text[span.start : span.end] for article, span in findings.sentences)
    kept = np.array([not _is_echo(parse(text), asked) for text in spoken], dtype=bool)
    if kept.all():
        return findings
    return replace(
        findings,
        owners=findings.owners[kept],
        numbers=findings.numbers[kept],
        lexical=findings.lexical[kept],
        cosines=findings.cosines[kept],
    )


def _is_echo(sentence: Parsed, asked: Parsed) -> bool:
    """Whether a sentence is a question with hardly a word, and no name or number, of its own."""
    text = LABEL.sub("", sentence.text.rstrip("”\"’')] "))
    if not text.endswith(("?", "？")):
        return False
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
