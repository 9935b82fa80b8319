"""What a quote has somebody say, and what the article says itself.

Owns where quoted speech begins and ends around a quote. Unlike `speaking`, which compares the
speakers of two texts, and `context`, which names them, it only tells speech from the rest.
"""

from __future__ import annotations

from bot.claims import certainty, naming, wording
from bot.claims.text import Text
from bot.speech import SAYING
from index.articles import Quote
from index.quotations import find_quotations, merged

MOST_AROUND = 2_000  # characters of a paragraph that are looked at on either side of a quote
MOSTLY = 0.6  # of a statement's words: so much is somebody's speech
CLOSING = "”»"
OPENING = "“„«"
# Words by which a statement says that it is somebody's view.
ATTRIBUTING = frozenset(
    """according claim claims view views viewed opinion statement warning words hope hopes hoped
    fear fears feared see sees saw consider considers considered regard regards find finds found
    promise promises promised ask asks asked want wants wanted demand demands demanded admit admits
    admitted concede concedes conceded complaint criticism quoted quote voiced expressed report
    reported reports compare compared plead urged urges vow vowed suspect suspects suspected reckons
    reckoned feels felt foresees foresaw anticipates anticipated doubts doubted questions questioned
    hails hailed welcomes welcomed holds contends contended account eyes reject rejected dismissed
    interview""".split()  # noqa: SIM905 - reads best
)

CLAIMING = frozenset(
    """accused accuses accusing alleged alleges allegation allegations allegedly claim claimed
    claiming claims insists narrative purported purportedly
    """.split()  # noqa: SIM905 - reads best
)


def parts(quote: Quote) -> tuple[str, str]:
    """What of the quote is somebody's speech, and the rest, as its article has it."""
    start, end = _paragraph(quote)
    paragraph = quote.article.text[start:end]
    spoken = _spoken(paragraph)
    inside = [(max(a, quote.start - start), min(b, quote.end - start)) for a, b in spoken]
    inside = [(a, b) for a, b in inside if a < b]
    said, told, at = [], [], quote.start - start
    for a, b in inside:
        told.append(paragraph[at:a])
        said.append(paragraph[a:b])
        at = b
    told.append(paragraph[at : quote.end - start])
    return " … ".join(said), " … ".join(told)


def unattributed(statement: Text, said: Text, told: Text) -> str | None:
    """The reason why the statement passes somebody's words off as the article's own, or None."""
    words = set(statement.words)
    if '"' in statement.text or words & ATTRIBUTING or any(map(SAYING.fullmatch, words)):
        return None
    wanted = wording.common(statement)
    spoken = wanted & said.stems - told.stems
    if len(wanted) < wording.FEW or len(spoken) < MOSTLY * len(wanted):
        return None
    if {word.stem for run in naming.runs(told, statement) for word in run} & statement.stems:
        return None  # "Ryabkov hopes …" says whose hope it is
    return "the quotes have it as somebody's words: say whose"


def claimed(statement: Text, evidence: Text) -> str | None:
    """The reason why the statement gives as a fact what somebody only claims, or None."""
    words = set(statement.words)
    if '"' in statement.text or words & (ATTRIBUTING | CLAIMING):
        return None
    if any(map(SAYING.fullmatch, words)) or words & certainty.OPEN:
        return None
    wanted = wording.common(statement)
    for sentence in evidence.sentences:
        at = next((n for n, token in enumerate(sentence) if token.lower in CLAIMING), None)
        if at is None or len(wanted) < wording.FEW:
            continue
        behind = {token.stem for token in sentence[at + 1 :]}
        before = {token.stem for token in sentence[:at]}
        rest = {t.stem for other in evidence.sentences if other is not sentence for t in other}
        if len(wanted & (behind - before - rest)) >= MOSTLY * len(wanted):
            return f"the quotes have it as what somebody claims: “{sentence[at].text}”"
    return None


def _paragraph(quote: Quote) -> tuple[int, int]:
    text = quote.article.text
    start = text.rfind("\n", max(0, quote.start - MOST_AROUND), quote.start) + 1
    end = text.find("\n", quote.end, quote.end + MOST_AROUND)
    return (
        max(start, quote.start - MOST_AROUND),
        min(len(text), quote.end + MOST_AROUND) if end < 0 else end,
    )


def _spoken(paragraph: str) -> list[tuple[int, int]]:
    """Quotations, and one that a cut has taken the first or the last mark from."""
    pairs = [(a, b + 1) for a, b in find_quotations(paragraph) if paragraph[a] not in "'‘’"]
    closes = next((n for n, char in enumerate(paragraph) if char in CLOSING), -1)
    opens = next((n for n, char in enumerate(paragraph) if char in OPENING), len(paragraph))
    if 0 <= closes < opens:
        pairs.append((0, closes))
    last = max((n for n, char in enumerate(paragraph) if char in OPENING), default=-1)
    if last >= 0 and not any(a <= last < b for a, b in pairs):
        pairs.append((last, len(paragraph)))
    return merged(pairs)
