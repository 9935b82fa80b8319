"""Words that say the opposite of one another: "success" and "failure", "clear" and "unclear".

Owns the lists and how opposites are found between two texts. Unlike `polarity`, which follows
"not" and its kin, each word here turns a sentence around by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from bot.claims.text import Text, Token, read

# Each line has two sides; every word of one says the opposite of every word of the other.
_SIDES = """
success successful succeed succeeded | failure fail failed unsuccessful
strong strength robust | weak weakness feeble
accept accepted embrace embraced agreed agree accede consented | reject rejected refuse refused spurned dismissed rebuffed declined
welcome welcomed praise praised applaud applauded hailed endorse endorsed lauded commended | criticise criticised criticize criticized condemn condemned denounced slammed lashed blasted rejected dismissed deplored decried spurned complain complained complaint
support supported supports back backed favour favoured favor favored | oppose opposed opposes resist resisted denied dismissed rejected
lead leading spearhead champion advocate urge | oppose opposed opposes resist hinder block
increase increased rise rose grow grew surge soar climb expand expanded | decrease decreased fall fell decline declined shrink drop dropped dwindle reduce reduced
boost strengthen strengthened intensified stepped expand | weaken weakened undermine undermined scaled curtailed reduced
likely probable | unlikely improbable
willing eager ready prepared | unwilling reluctant
able capable | unable incapable
possible feasible viable | impossible
allow allowed permit permitted let | forbid forbidden ban banned prohibit prohibited bar barred prevent
win won victory triumph | lose lost defeat defeated
optimistic hopeful upbeat confident | pessimistic gloomy downbeat doubtful
united unity unified unshakable cohesion | divided division split disunity rift
best | worst
largest biggest greatest most | smallest least
highest | lowest
widen widened broaden | narrow narrowed
advance advanced | retreat retreated
friend friendly ally | enemy foe hostile adversary
true truth truthful truthfully genuine honest honestly | false untrue fake bogus lie lied lying dishonest mislead misleading
present attended presence participate participated participating | absent absence excluded missing
meet satisfy satisfied fulfil fulfill fulfilled exceed exceeded match | fellshort
early earlier soon | late later
public publicly openly | private privately secretly secret
north northern | south southern
east eastern | west western
begin begun launch launched opened | finish finished concluded
continue continued continues ongoing persist persists | stop stopped halt halted cease ceased suspend suspended ended
same similar alike equal | disparity different differ unequal
well good | ill bad badly
buy bought purchase purchased | sell sold
open | closed shut
easy easily simple effortless | hard difficult tough
hope hopes | fear fears
innocent acquitted cleared | guilty convicted
withdraw withdrawn pulled remove removed removal | deploy deployed deployment stationed install installed massed amassed
escalate escalation escalating | deescalate deescalation deescalating defuse
short brief quick quickly swift fast rapid rapidly speedy | long lengthy slow slowly protracted
certain sure certainly surely definite | uncertain unsure speculate speculated doubt perhaps
proved proven prove | alleged allegations unproven baseless speculated
give given gave grant granted secured obtained received | denied withheld refused excluded
include included inclusion involve involved participate participated | exclude excluded exclusion
trust trusts admire admired respect respected | distrust mistrust suspicion suspicious skepticism skeptical scepticism sceptical wary doubt
harsh hard tough | soft lenient gentle mild
prepare preparing upcoming scheduled planned ongoing | concluded finished completed wrapped
love loved | hate hated loathe
ignore ignored ignoring disregard neglect | heed heeded listen address addressed
create created build built establish established | destroy destroyed abolish abolished dissolve dismantle
save saved | kill killed
peace peaceful | war
legal lawful | illegal unlawful violation
safe safety secure | dangerous danger unsafe
rich wealthy | poor
young | old
old | new
first | last
major great greater huge big bigger large larger substantial vast enormous broad significant considerable wide ample generous high higher | minor limited small smaller little lesser slight modest marginal insignificant narrow low lower scant few
know known aware certain clear | unknown unclear uncertain unsure unaware mystery
agree agreed agrees united consensus unanimous | divided disagree disagreed disagrees disagreement split differ odds
cancel cancelled canceled scrapped shelved abandoned dropped | discuss discussing plan planning planned scheduled prepare preparing pursue pursuing consider considering
insist insisted demand demanding emphasize emphasise emphasizes | drop dropped waive waived relinquish relinquished forgo
publish published issued released lodged submitted | withdrew withdrawn retracted recalled
target targeted targets punish punished hit | spare spared exempt exempted unaffected untouched
satisfied content pleased happy impressed | dissatisfied displeased unhappy disappointed unimpressed frustrated
vague | concrete specific clear precise tangible
won succeeded managed achieved | missed failed fell
concrete tangible real | symbolic vague token
temporary temporarily | permanent permanently
offensive | defensive
direct directly | indirect indirectly
before | after
more | fewer less
above | below
improve improved improvement better | worsen worsened deteriorate deteriorated worse
friendly cordial warmly | angry angrily furious hostile
remember remembered | forget forgot
arrive arrived arrival | depart departed departure leave left
sign signed ratify ratified join joined | quit withdrew withdrawn pulled leave left abandon abandoned
keep kept honour honoured honor honored | break broke broken abandon abandoned
confirm confirmed admit admitted acknowledge acknowledged concede conceded | deny denied denies disputed dismissed
defend defended protect protected | attack attacked
"""  # noqa: E501 - a line a pair of sides
_NEGATIVE = """
    away beyond block cancel cease different few hard less lack limit little miss off only other out
    prevent rather small stop too under until withhold without yet far least instead difficult
    """
_NEUTRAL = """after attack attacked build built deploy deployed deployment defend defended fewer
    joined last late later leave left listen long now open sell slow small south southern
    stationed token war young
    """
# Several words that say what one word of the lists above says.
_PHRASES = (
    (
        re.compile(
            r"\b(?:set|brush\w*|push\w*|swept) (?:\w+ )?aside"
            r"|\b(?:left|shut|kept|froze\w*|locked) out"
        ),
        "excluded",
    ),
    (
        re.compile(
            r"\b(?:take|takes|taking|took|taken) part|\b(?:given|got|gets|granted|has|have|won) "
            r"(?:one|it|both|a (?:seat|role|place|say|part))\b"
        ),
        "participate",
    ),
    (re.compile(r"\bat odds\b"), "divided"),
    (re.compile(r"\b(?:is|are|was|were) over\b"), "ended"),
    (re.compile(r"\b(?:speed|speeds|sped|speeding) up\b"), "quickly"),
    (re.compile(r"\b(?:call|calls|called) off\b"), "cancelled"),
    (re.compile(r"\b(?:fall|falls|fell|falling) (?:\w+ )?short"), "fellshort"),
    (
        re.compile(r"\b(?:give|gives|gave|given|giving) in\b|\b(?:is|are|was|were) open to\b"),
        "accept",
    ),
    (re.compile(r"\b(?:go|goes|going|carry|carries|press|presses) on\b"), "continue"),
    (re.compile(r"\b(?:give|gives|gave|given|giving) up\b|\bwalk\w* away"), "abandon"),
)
_DENIED = re.compile(
    r"\b(?:not?|never|neither|nor|without|refus\w*|\w+n't"
    r"|(?:ask|hop|seek|tri|want)(?:e?d|s)? to|(?:hope|sought|try) to)\b"
)
_PREFIXES = ("un", "non", "dis", "de", "il", "ir", "mis", "in", "im")
_NO_PREFIX = frozenset(
    """increas import intent impos involv include imply invest inform instal intern indeed income
    until unit union under display discover discount distribut dispos dispatch district mission
    missil deploy depart depend design demand debat defend detail develop decid deliv denot
    """.split()  # noqa: SIM905 - reads best
)
_LOST = 3  # letters that the stem of a word with a prefix may lack
_LEAST = 4  # letters of a stem behind a prefix


def opposed(
    statement: Text, evidence: Text, denied: frozenset[str], refuses: Callable[[Token], bool]
) -> str | None:
    """The word of the statement that the evidence has the opposite of, or None.

    `denied` are the stems that stand under a denial in either text: there the opposite of an
    opposite may be meant. A word that `refuses` is a denial itself.
    """
    modified = _modified(statement, evidence, denied)
    if modified:
        return modified
    said, known = _phrases(statement), _phrases(evidence)
    alone = _alone(statement)
    words = {t.stem: t.text for t in statement.tokens if t.stem in alone and not refuses(t)}
    there = _alone(evidence) | known.keys()
    for stem, text in (words | said).items():
        if not stem or stem in there | denied:
            continue
        for mine, theirs in [*_sides().get(stem, ()), *_prefixed(stem)]:
            against = theirs & there
            agrees = mine & (there | evidence.stems) or theirs & (statement.stems | said.keys())
            if against and not agrees and not against & denied:
                return text
    return None


def _alone(text: Text) -> frozenset[str]:
    """The stems of words that no hyphen joins to others: "soft-power" is not soft."""
    tokens = (None, *text.tokens, None)
    return frozenset(
        token.stem
        for before, token, after in zip(tokens, text.tokens, tokens[2:], strict=False)
        if token.stem and not any(one and one.text == "-" for one in (before, after))
    )


def has_negative(evidence: Text, denied: frozenset[str]) -> bool:
    """Whether a text has a word that may be said with "not" and one of the denied stems."""
    if evidence.stems & _negative() or any(unmakes(stem, evidence.stems) for stem in denied):
        return True
    against = {one for stem in denied for _, theirs in _sides().get(stem, ()) for one in theirs}
    return bool(against & evidence.stems)


@cache
def _negative() -> frozenset[str]:
    """The stems of the words on the right of the lists, and of some that hold back."""
    right = " ".join(line.partition("|")[2] for line in _SIDES.strip().splitlines())
    return read(f"{right} {_NEGATIVE}").stems - read(_NEUTRAL).stems


def _modified(statement: Text, evidence: Text, denied: frozenset[str]) -> str | None:
    """The word before a noun that has its opposite there in the evidence: "great opportunity"."""
    known = _pairs(evidence)
    for noun, words in _pairs(statement).items():
        there = known.get(noun, {})
        for stem, text in words.items():
            against = {one for _, theirs in _sides().get(stem, ()) for one in theirs}
            if stem not in there and against & there.keys() - denied:
                return text
    return None


def _pairs(text: Text) -> dict[str, dict[str, str]]:
    """By stem of a word: the words that stand right before it."""
    found: dict[str, dict[str, str]] = {}
    for before, token in pairwise(text.tokens):
        if token.stem and before.stem:
            found.setdefault(token.stem, {})[before.stem] = before.text
    return found


def _phrases(text: Text) -> dict[str, str]:
    """By stem: the phrases of a text that say what one word says, where nothing denies them."""
    found = {}
    for pattern, word in _PHRASES:
        for match in pattern.finditer(text.text):
            before = re.split(r"[.;!?]", text.text[: match.start()])[-1]
            if not _DENIED.search(before):
                found[next(iter(read(word).stems))] = match.group()
    return found


@cache
def _sides() -> dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]]:
    """By stem: the words on its side, and those on the other."""
    found: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {}
    for line in _SIDES.strip().splitlines():
        one, other = (read(side).stems for side in line.split("|"))
        for mine, theirs in ((one, other), (other, one)):
            for stem in mine:
                found[stem] = (*found.get(stem, ()), (mine, theirs))
    return found


def unmakes(stem: str, stems: frozenset[str]) -> bool:
    """Whether one of the stems is this one with "un-" or the like before it."""
    made = tuple(prefix + stem for prefix in _PREFIXES)
    return any(one in stems for one in made) or any(
        # the longer word may have lost more of its end: "serious", "unseri"
        one.startswith(known) and len(known) >= len(one) - _LOST and len(known) > _LEAST + 1
        for known in stems
        for one in made
    )


def _prefixed(stem: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """ "unclear" against "clear", both ways."""
    for prefix in _PREFIXES:
        rest = stem.removeprefix(prefix)
        if rest != stem and len(rest) >= _LEAST and stem not in _NO_PREFIX:
            yield frozenset((stem,)), frozenset((rest,))
        if len(stem) >= _LEAST and prefix + stem not in _NO_PREFIX:
            yield frozenset((stem,)), frozenset((prefix + stem,))
