"""Short answers: are the gold words there, and are the words that answer marked out?

Owns the comparison of words. Exact match and F1 are those of SQuAD (Rajpurkar et al., 2016), by
the rule published with SQuAD 2.0 (2018): lower case, then without ASCII punctuation, then without
"a", "an" and "the", then without needless white space; the best over the gold answers; a declined
question has the empty answer. Only questions with gold answers are scored (SQuAD's HasAns figures):
`declining` has the others. SQuAD's articles and gold answers both have straight quotation marks;
here gold answers are typed and articles are typeset, so curly ones are made straight beforehand.
Unlike `evidence`, where the words stand does not matter, except that an inexact quote has none.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

from bot.claims.text import STRAIGHT
from bot.evaluation.measures.evidence import is_exact, quotes_given
from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.measures.own_words import own_text

ARTICLES = re.compile(r"\b(?:a|an|the)\b")
WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)
# A word, or a number with its commas and points: "NATO-led" is two words, "100,000" is one.
WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,:](?=\d)[^\W_]+)*")


def normalise(text: str) -> str:
    """A text as SQuAD compares it.

    >>> normalise("The  U.S. delegation, a few!")
    'us delegation few'
    """
    return " ".join(ARTICLES.sub(" ", text.lower().translate(WITHOUT_PUNCTUATION)).split())


def exact_match(prediction: str, gold: Sequence[str]) -> float:
    """1 if the prediction equals one of the gold answers, normalised, and 0 if not."""
    return float(normalise(prediction) in _normalised(gold))


def token_f1(prediction: str, gold: Sequence[str]) -> float:
    """2PR/(P+R) of the words that a prediction shares with a gold answer, normalised and counted
    as often as they occur in both; the best over the gold answers. 1 if both are empty."""
    words = normalise(prediction).split()
    return max(_f1(words, answer.split()) for answer in _normalised(gold))


def _normalised(gold: Sequence[str]) -> list[str]:
    # Gold answers of which nothing is left are passed over, as SQuAD does; of nothing else, the
    # right answer is the empty one.
    return [words for answer in gold if (words := normalise(answer))] or [""]


def _f1(words: Sequence[str], gold: Sequence[str]) -> float:
    if not words or not gold:
        return float(words == gold)
    shared = (Counter(words) & Counter(gold)).total()
    return 2 * shared / (len(words) + len(gold))


def contains(text: str, answer: str) -> bool:
    """Whether a text has an answer's words, whole and in a row; case, punctuation and "a", "an",
    "the" aside. "no" is not in "north", nor "30" in "1930"; "NATO" is in "NATO-led", which by
    SQuAD's own rule would be the one word "natoled". False for an answer without a word."""
    wanted = _words(answer)
    return bool(wanted.strip()) and wanted in _words(text)


def _words(text: str) -> str:
    words = (word.replace(",", "") for word in WORD.findall(text.lower()))
    return "".join(f" {word}" for word in words if not ARTICLES.fullmatch(word)) + " "


def prediction(case: Case) -> str:
    """The short answer given: a model's own text without its [n], or else the highlighted words
    of the first quote, or the whole of it where none are. Empty if declined."""
    if not case.reply.answered:
        return ""
    return own_text(case) or _highlighted(case)


def _highlighted(case: Case) -> str:
    if not case.reply.quotes or not is_exact(case.reply.quotes[0], case.articles):
        return ""
    quote = case.reply.quotes[0]
    inside = [(a, b) for a, b in quote.highlights if quote.start <= a < b <= quote.end]
    start, end = inside[0] if inside else (quote.start, quote.end)
    return case.articles[quote.article].text[start:end]


def answer_contained(case: Case) -> Part | None:
    """1 if a gold answer is within a quote that is exact, or within the text of a system that
    writes its own; 0 if not, or declined."""
    if not case.question.answers:
        return None
    said = [quote.text for quote in quotes_given(case) if is_exact(quote, case.articles)]
    said.append(own_text(case))
    return Part(float(any(contains(text, a) for text in said for a in case.question.answers)))


def answer_exact(case: Case) -> Part | None:
    """SQuAD's exact match of the `prediction`."""
    return _compared(exact_match, case)


def answer_f1(case: Case) -> Part | None:
    """SQuAD's F1 of the `prediction`."""
    return _compared(token_f1, case)


def _compared(compare: Callable[[str, Sequence[str]], float], case: Case) -> Part | None:
    gold = [answer.translate(STRAIGHT) for answer in case.question.answers]
    return Part(compare(prediction(case).translate(STRAIGHT), gold)) if gold else None


MEASURES = (
    Measure(
        "answer_contained",
        "answer within quotes or text",
        "Short answers",
        part=answer_contained,
        unit="%",
        explained="Questions with a gold answer of which one stands, whole, within the exact "
        "quotes or the system's own text; declined counts 0.",
    ),
    Measure(
        "answer_exact",
        "highlight is the answer",
        "Short answers",
        part=answer_exact,
        unit="%",
        explained="SQuAD 2.0's exact match of the first highlight, or of the system's own text, "
        "with the best gold answer; declined counts 0.",
    ),
    Measure(
        "answer_f1",
        "highlight's F1",
        "Short answers",
        part=answer_f1,
        unit="%",
        explained="SQuAD 2.0's F1 over words of the first highlight, or of the system's own text, "
        "with the best gold answer; declined counts 0.",
    ),
)
