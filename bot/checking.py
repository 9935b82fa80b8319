"""Whether a statement is backed by the quotes that it cites, and if not, why not.

statement ─ whole? new? ─ quoted words, names, dates, numbers ─ who says and does it ─ denied? sure?
          ─ softened? all or some? ─ said at all? ─► Check

Owns the order of the rules and what each of them is called. Unlike `claims`, which has the rules,
it knows articles: where a quote stands, who published it and when. When in doubt about a name, a
number or a date, a statement is not backed: what is shown has to be right.

What a statement may have that its quotes do not is all written down here and in `claims`:
- spelling: curly quotes, "led" for "leads", "100,000" for "a hundred thousand", "12 January" for
  "2022-01-12" (`text`, `spelling`, `numbers`);
- names: a last name for the full one, a full name that stands elsewhere in the article, "Russian"
  for "Russia", "US" for "United States", "OSCE" for the name in full, and a name with or without
  its title (`naming`);
- the name of who says a quote, as `bot.speakers` finds it and as it is shown beside the quote, and
  of the government for which a person speaks whom the article calls its minister (`context`);
- "the Secretary of State" for whom a quote names or has say it, if the article has that title right
  before that name (`context`);
- "European" for what is the EU's (`naming`);
- a government by its seat where it acts, "Moscow wants" for "Russia wants", and "Western" for what
  is of the West, NATO or the allies (`governments`);
- dates that follow from the day the article was published, and how far apart two lie, "before 2022"
  for "before the end of 2021" (`dates`); twice a number that may double (`numbers`);
- another way to write what stands beside a number: "12%" for "twelve per cent", "$5bn" for "five
  billion dollars", "10am" for "10:00 a.m." (`units`); any other mark is another number (`marks`);
- a small number for as many things as the statement lists behind it, twenty years for two decades,
  two for "bilateral" (`numbers`), and the two sides where the quotes name two (`context`);
- the outlet of a cited article, for what that article says itself.
- what stands above a quote: “You cannot claim:” above an item of its list, “Who approves travel?”
  above what answers it; of another heading the words, and no name, number or date (`headings`);
- words that say nearly the same: "worry" for "concern" (`synonyms`), for words that are no names.
Everything else has to be there. Of the words in all, more than half; "all", "only", "last",
"promised" and their kin each have to be (`degrees`), and so have what softens a word (`hedges`) and
the reason behind a "because" (`causes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.claims import (
    binding,
    causes,
    certainty,
    conditions,
    context,
    dates,
    degrees,
    hedges,
    marks,
    naming,
    novelty,
    numbers,
    objects,
    order,
    polarity,
    sides,
    speaking,
    speech,
    titles,
    together,
    wording,
)
from bot.claims.cited import MAX_QUOTE_CHARS, Cited
from bot.claims.denials import denials
from bot.claims.headings import has_heading, headed
from bot.claims.text import MARKERS, Text, read
from index.articles import Quote

MAX_CHARS = 1_200  # of a statement: one sentence has no more
MAX_CITED = 16  # quotes that one statement may stand on
MAX_ELSEWHERE = 8  # quotes, the likeliest first, in which a statement is looked for


class Fault(StrEnum):
    """What is wrong with a statement."""

    NO_CITATION = "no citation"
    TOO_LONG = "too long"
    CUT_SHORT = "cut short"  # it breaks off, or leaves away what turns its words around
    NOTHING_NEW = "nothing new"  # the question again, or talk about the sources
    QUOTED_WORDS = "quoted words"
    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    ATTRIBUTION = "attribution"  # somebody else said it, or nobody is named who did
    ROLE = "role"  # known names in the wrong place, or with another title
    NEGATION = "negation"
    CERTAINTY = "certainty"  # what may happen told as what has happened
    WRONG_PLACE = "wrong place"  # real words, of a quote that it does not cite
    UNSUPPORTED = "unsupported"  # found nowhere


@dataclass(frozen=True, slots=True)
class Check:
    """The first fault found, and why, in words for a person or a model; no fault if it is backed.

    `share` is how much of the statement's words the quotes have, 0 to 1; 0 where a rule is broken.
    """

    fault: Fault | None = None
    reason: str = ""
    share: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the statement may be shown."""
        return self.fault is None


# Faults that another quote would mend.
ELSEWHERE = frozenset((Fault.QUOTED_WORDS, Fault.NAME, Fault.DATE, Fault.NUMBER, Fault.UNSUPPORTED))
# Faults that a heading above the quotes would mend, and those that it brings about.
LACKING = ELSEWHERE - {Fault.QUOTED_WORDS} | {Fault.ATTRIBUTION}
TURNED = frozenset((Fault.NEGATION, Fault.CUT_SHORT, Fault.CERTAINTY))


def check(
    statement: str, cited: Sequence[Quote], elsewhere: Sequence[Quote] = (), question: str = ""
) -> Check:
    """Whether the quotes that a statement cites back it, taken together.

    `elsewhere` are the other sentences that its writer saw: if one of them backs it, the fault is
    WRONG_PLACE. With the `question`, a bare answer is read as a sentence, and one that only repeats
    it is found out. Any text will do as a statement, and takes a few milliseconds.

    >>> check("Sherman leads it.", []).fault
    <Fault.NO_CITATION: 'no citation'>
    """
    quotes = [quote for quote in cited if quote.text.strip()]
    if not quotes:
        return Check(Fault.NO_CITATION, "there is no quote")
    if len(quotes) > MAX_CITED:
        return Check(Fault.NO_CITATION, f"it cites {len(quotes)} quotes at once")
    if len(statement) > MAX_CHARS:
        return Check(Fault.TOO_LONG, f"it has {len(statement):,} characters, which is no sentence")
    found = _backed(statement, tuple(quotes), question)
    if found.fault in ELSEWHERE:
        place = _place(statement, quotes, elsewhere, question)
        if place:
            return Check(Fault.WRONG_PLACE, place)
    return found


Rule = Callable[[Text, Cited], str | None]
RULES: tuple[tuple[Fault, Rule], ...] = (
    (Fault.QUOTED_WORDS, lambda said, cited: wording.misquoted(said, cited.known)),
    (Fault.NAME, lambda said, cited: naming.missing(said, cited.named, cited.knows)),
    (Fault.DATE, lambda said, cited: numbers.missing_date(said, cited.dated)),
    (Fault.DATE, lambda said, cited: dates.missing(said, cited.told)),
    (Fault.NUMBER, lambda *texts: _number(*texts)),  # noqa: PLW0108 - it stands below
    (Fault.ATTRIBUTION, lambda *texts: _attribution(*texts)),  # noqa: PLW0108 - it stands below
    (Fault.ATTRIBUTION, lambda said, cited: speech.claimed(said, cited.told)),
    (Fault.ROLE, lambda said, cited: binding.turned(said, cited.told, cited.speaks_for)),
    (Fault.ROLE, lambda said, cited: titles.turned(said, cited.told)),
    (Fault.ROLE, lambda said, cited: titles.unknown(said, cited.told, cited.around)),
    (Fault.ROLE, lambda said, cited: order.turned(said, cited.told)),
    (Fault.ROLE, lambda said, cited: sides.turned(said, cited.told)),
    (Fault.ROLE, lambda said, cited: together.turned(said, cited.told)),
    (Fault.ROLE, lambda said, cited: degrees.swapped(said, cited.told)),
    (Fault.NEGATION, lambda said, cited: polarity.turned(said, cited.told)),
    (Fault.CUT_SHORT, lambda said, cited: conditions.cut_out(said, cited.told)),
    (Fault.CUT_SHORT, lambda said, cited: conditions.shortened(said, cited.told)),
    (Fault.CERTAINTY, lambda said, cited: certainty.turned(said, cited.told)),
    (Fault.CERTAINTY, lambda said, cited: certainty.undecided(said, cited.told)),
    (Fault.CERTAINTY, lambda said, cited: hedges.dropped(said, cited.told)),
    (Fault.UNSUPPORTED, lambda said, cited: causes.invented(said, cited.told)),
    (Fault.UNSUPPORTED, lambda said, cited: degrees.turned(said, cited.named)),
    (Fault.UNSUPPORTED, lambda said, cited: objects.turned(said, cited.named)),
)


def _backed(statement: str, quotes: tuple[Quote, ...], question: str) -> Check:
    """The quotes alone; then with what stands above them, which may turn them around (“You cannot
    claim:”) and may say what they lack, as long as they say the rest."""
    apart, below = Cited(quotes), Cited(quotes, below=True)
    alone = _check(statement, apart, question)
    if not any(map(has_heading, quotes)):
        return alone
    if alone.ok:
        return _turned_by_heading(statement, apart, below) or alone
    if not _is_lack(alone.fault, read(statement), below):
        return alone
    found = _check(statement, below, question)
    reason = wording.beside(read(statement), below.own, below.above) if found.ok else None
    return Check(Fault.UNSUPPORTED, reason) if reason else found


def _turned_by_heading(statement: str, apart: Cited, below: Cited) -> Check | None:
    """What speaks against it below the heading and not without: of a pasted sentence much does."""
    said = read(context.with_names(statement, below.quotes))
    for fault, rule in RULES:
        reason = rule(said, below) if fault in TURNED else None
        if reason and not rule(said, apart):
            return Check(fault, reason)
    return None


def _is_lack(fault: Fault | None, said: Text, below: Cited) -> bool:
    """Whether a heading may mend it: the quotes do not say it, but do not say otherwise either."""
    denied = {stem for denial in denials(said) for stem in denial.scope}
    lacks_denial = bool(denied) and not denied & polarity.affirmed_in(below.apart)
    return fault in LACKING or (fault is Fault.NEGATION and lacks_denial)


def _check(statement: str, cited: Cited, question: str) -> Check:
    statement = context.with_names(statement, cited.quotes)
    said = read(statement)
    pasted = MARKERS.sub("", statement).strip() in {text.strip() for text in cited.texts}
    reason = None if pasted else novelty.unfinished(statement)
    if reason:
        return Check(Fault.CUT_SHORT, reason)
    reason = novelty.empty(said, cited.known, question)
    if reason:
        return Check(Fault.NOTHING_NEW, reason)
    reason = speech.unattributed(said, *cited.said_and_told)
    if reason:
        return Check(Fault.ATTRIBUTION, reason)
    return Check(share=1.0) if pasted else _compare(said, statement, cited, question)


def _compare(said: Text, statement: str, cited: Cited, question: str) -> Check:
    whole = read(novelty.whole(statement, question))
    for fault, rule in RULES:
        reason = rule(whole, cited)
        if reason:
            return Check(fault, reason)
    share, lacking = wording.coverage(said, cited.worded)
    reason = wording.added(said, cited.worded)
    if share < wording.COVERED and lacking:
        reason = wording.not_there(lacking)
    reason = reason or novelty.unbacked(said, cited.worded, question)
    return Check(Fault.UNSUPPORTED, reason, share) if reason else Check(share=share)


def _number(said: Text, cited: Cited) -> str | None:
    """A number that the quotes lack and that nothing in them makes two of, or so far apart."""
    left = context.without_pairs(dates.without_spans(said, cited.dated), cited.told)
    return numbers.missing(left, cited.dated) or marks.turned(left, cited.counted)


def _attribution(said: Text, cited: Cited) -> str | None:
    """Whether somebody else says it, or another outlet, or who says it is not in the quotes."""
    return speaking.turned(said, cited.told, cited.outlets, cited.speaks_for)


def _place(
    statement: str, cited: Sequence[Quote], elsewhere: Sequence[Quote], question: str
) -> str | None:
    """Where the statement's words stand, if one quote or the quotes of one article back it."""
    for quotes in _candidates(read(statement), elsewhere):
        if _backed(statement, quotes, question).ok:
            article = quotes[0].article
            same = any(quote.article.id == article.id for quote in cited)
            title = article.title or article.outlet or article.id
            where = f"another sentence of “{title}”" if same else f"the article “{title}”"
            return f"it stands in {where}, not in what it cites"
    return None


def _candidates(said: Text, elsewhere: Sequence[Quote]) -> Iterator[tuple[Quote, ...]]:
    """The quotes that have half of a statement's words, alone and then by article."""
    found = [quote for quote in elsewhere if quote.text.strip()]
    texts = [headed(quote, quote.text[:MAX_QUOTE_CHARS]).told for quote in found]
    shares = [len(said.stems & read(text).stems) for text in texts]
    order = sorted(range(len(found)), key=lambda n: -shares[n])[:MAX_ELSEWHERE]
    best = [found[n] for n in order if shares[n]]
    yield from ((found[n],) for n in order if shares[n] >= wording.ENOUGH * len(said.stems))
    for name in dict.fromkeys(quote.article.id for quote in best):
        together = tuple(quote for quote in best if quote.article.id == name)
        if len(together) > 1:
            yield together
