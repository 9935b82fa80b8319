"""Words that say the opposite of one another: "success" and "failure", "clear" and "unclear".

Owns the lists and how opposites are found between two texts. Unlike `polarity`, which follows
"not" and its kin, each word here turns a sentence around by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from bot.claims.text import Text, Token, read

# Each line has two sides; every word of one says the opposite of every word of the other.
_SIDES = """
success successful succeed succeeded | failure fail failed unsuccessful
strong strength robust | weak weakness feeble
accept accepted embrace embraced agreed agree accede consented | reject rejected refuse refused spurned dismissed rebuffed declined
welcome welcomed praise praised applaud applauded hailed endorse endorsed lauded commended | criticise criticised criticize criticized condemn condemned denounced slammed lashed blasted rejected dismissed deplored decried spurned complain complained complaint
support supported supports back backed favour favoured favor favored | oppose opposed opposes resist resisted
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
true truth genuine | false untrue fake bogus
present attended presence | absent absence
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
give given grant granted | denied withheld refused excluded
include included inclusion | exclude excluded exclusion
trust trusts | distrust mistrust suspicion
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
major great huge big large substantial vast enormous broad significant | minor limited small little slight modest marginal insignificant
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
_PREFIXES = ("un", "non", "dis", "de", "il", "ir", "mis")
_NO_PREFIX = frozenset(
    """until unit union under display discover discount distribut dispos dispatch district mission
    missil deploy depart depend design demand debat defend detail develop decid deliv denot
    """.split()  # noqa: SIM905 - reads best
)
_LEAST = 4  # letters of a stem behind a prefix


def opposed(
    statement: Text, evidence: Text, denied: frozenset[str], refuses: Callable[[Token], bool]
) -> str | None:
    """The word of the statement that the evidence has the opposite of, or None.

    `denied` are the stems that stand under a denial in either text: there the opposite of an
    opposite may be meant. A word that `refuses` is a denial itself.
    """
    for token in statement.tokens:
        if not token.stem or token.stem in evidence.stems | denied or refuses(token):
            continue
        for mine, theirs in [*_sides().get(token.stem, ()), *_prefixed(token.stem)]:
            against = theirs & evidence.stems
            known = mine & evidence.stems or (theirs & statement.stems)
            if against and not known and not against & denied:
                return token.text
    return None


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
    return any(prefix + stem in stems for prefix in _PREFIXES)


def _prefixed(stem: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """ "unclear" against "clear", both ways."""
    for prefix in _PREFIXES:
        rest = stem.removeprefix(prefix)
        if rest != stem and len(rest) >= _LEAST and stem not in _NO_PREFIX:
            yield frozenset((stem,)), frozenset((rest,))
        if len(stem) >= _LEAST and prefix + stem not in _NO_PREFIX:
            yield frozenset((stem,)), frozenset((prefix + stem,))
