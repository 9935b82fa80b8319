"""What stands above a quote, read with it: "You cannot claim:" above "- parking fines".

    a list, a line that no full stop ends    ─►  You cannot claim parking fines
    a question                               ─►  Who approves travel? The managing editor.
    a question for yes or no, and its answer ─►  not Can I claim fines. No.
    any other heading                        ─►  its words alone, beside the quote

Owns what a heading counts for. One that makes a sentence with its quote, or asks what the quote
answers, counts like the quote's own words. Any other may stand above a hundred sentences: it lends
words, and never a name, a number or a date. Nor does one of several persons above "she". A question
for yes or no that its quote does not decide says nothing. Unlike `index.sections`, which finds what
stands above a place, it reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.claims import context
from bot.claims.polarity import CONDITIONS
from bot.claims.text import SENTENCE_ENDS, read
from bot.names import QUESTION_WORDS
from index.articles import Quote
from index.sections import ANSWER, ITEM, QUESTION, heading, is_item

OPENING = 3  # words of a question among which its "who" or "how" stands: "In which city"
CLOSING = "'’\"”»)]*_"  # what may stand behind a full stop
MARKS = " \t\r\n#=*_"  # around a heading, and an answer
VERDICT = re.compile(r"(?P<word>yes|no)\b(?=\s*(?:[.,;:!–—]|\s-|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headed:
    """A quote's words as the rules read them; the first three are the same below no heading.

    `own` has the question that it decides, `whole` what counts like its own words, `told` all that
    counts for something. `above` is what of that is the heading's and not the quote's.
    """

    own: str
    whole: str
    told: str
    above: str = ""


def headed(quote: Quote, words: str) -> Headed:
    """The words of a quote, as they stand or with the name of who says them, below its headings."""
    lines = [_without(QUESTION, line) for line in _lines(quote)]
    others = [line for line in lines if not _asks_yes_or_no(line)]
    own = whole = words
    if lines and _asks_yes_or_no(lines[-1]):
        own = whole = _decided(lines[-1], words) if _comes_first(quote) else words
    elif lines and _counts(lines[-1], quote, words):
        last = others.pop()
        whole = f"{last}\n{words}" if last.endswith("?") else _sentence(last, words)
    beside = "".join(f"{_ended(line)}\n" for line in others)
    above = beside + (lines[-1] if whole != own else "")
    return Headed(own, whole, beside + whole, above)


def has_heading(quote: Quote) -> bool:
    """Whether anything stands above it."""
    return bool(_lines(quote))


def _lines(quote: Quote) -> list[str]:
    return heading(quote.article, quote.start).splitlines()


def _counts(line: str, quote: Quote, words: str) -> bool:
    """Whether a heading counts like the words below it."""
    if context.PRONOUN.search(words) and len(context.persons(read(line))) > 1:
        return False
    if line.endswith("?"):
        return _comes_first(quote)
    return not _is_whole(quote) or (line.endswith(":") and is_item(quote.article.text, quote.start))


def _comes_first(quote: Quote) -> bool:
    """Whether nothing stands between the question and it: what follows may answer another."""
    text, start = quote.article.text, quote.start
    between = text[text.rfind("?", 0, start) + 1 : start].strip(MARKS)
    return not between or bool(ANSWER.fullmatch(f"{between} "))


def _is_whole(quote: Quote) -> bool:
    """Whether it is a sentence, or part of a line: no line that no full stop ends."""
    text, start = quote.article.text, quote.start
    opens = start == text.rfind("\n", 0, start) + 1 or is_item(text, start)
    ended = quote.text.rstrip().rstrip(CLOSING).endswith(tuple(SENTENCE_ENDS))
    return ended or not opens


def _sentence(line: str, words: str) -> str:
    """Both as one sentence: no colon, which would end a denial, and no capital inside it."""
    line, words = line.rstrip(" :"), _without(ITEM, words)
    opens = line.partition(" ")[0].lower() in CONDITIONS | {"when"} and "," not in line
    first, _, rest = words.partition(" ")
    if first.istitle() and not rest[:1].isupper():
        words = f"{first.lower()} {rest}"
    return f"{line}{',' if opens else ''} {words}"


def _asks_yes_or_no(line: str) -> bool:
    words = read(_without(QUESTION, line)).words[:OPENING]
    asking = {word.partition("'")[0] for word in words}  # "what's"
    return line.endswith("?") and not QUESTION_WORDS & asking


def _decided(question: str, words: str) -> str:
    """With the question as what is so, or as what is not, where the words say yes or no."""
    verdict = VERDICT.match(_without(ANSWER, words))
    if verdict is None:
        return words
    denied = "not " if verdict["word"].lower() == "no" else ""
    return f"{denied}{_ended(question.rstrip(' ?'))}\n{words}"


def _ended(line: str) -> str:
    """With a full stop, so that it is no part of what stands below."""
    return line if line.endswith(tuple(SENTENCE_ENDS)) else f"{line} ."


def _without(mark: re.Pattern[str], words: str) -> str:
    """Without the mark that they begin with."""
    found = mark.match(words)
    return words[found.end() :].lstrip() if found else words
