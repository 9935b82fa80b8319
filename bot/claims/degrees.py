"""How many of them, which one, what time of day: "all" for "some", "the last" for "a special one".

Owns the words that make a claim wider or narrower without being a number, and the adjectives that
tell one thing from others of its kind. Each has to be in the evidence, or a word that says the
same. Unlike `opposites`, it needs no word that speaks against it: that none is for it is enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from bot.claims import numbers
from bot.claims.text import Text, Token, read
from bot.names import AUXILIARIES

# The words of a line before the bar want another word of their line, on either side, in the
# evidence. Those behind the bar want nothing themselves.
_AMOUNTS = """
all every everything everyone everybody entire entirely whole wholly full fully complete completely total totally uniform unanimous unanimously always | each both any anything anyone throughout across overall absolutely inclusive rest nothing nobody none nowhere no
inevitable inevitably bound doomed definitely undoubtedly undoubted unavoidable assuredly guaranteed | certain certainly sure surely must guarantee haveto
only solely exclusively purely | just sole merely alone nothing limited simply primarily no any unless until
unconditional unconditionally regardless |
most majority mostly | largely mainly almost many virtually
noon midday | lunch
midnight | night
morning dawn | am
afternoon | pm
evening night | dinner
"""  # noqa: E501 - a line for words that say the same
# What binds whoever does it: a demand is no promise, and a plan no agreement.
_DEEDS = """
promised promises pledged pledges vowed vows | promise pledge vow commitment committed guarantee guarantees assurance assured assures would will won't
agreed agrees agree consented | agreement agreements accept accepted accepts deal pact accord consensus consent signed united together both
decided decides | decide decision decisions determined determination chose chosen choose opted resolved resolve
signed signs | sign signing signatory signatories
obtained secured won gained received achieved extracted | obtain secure win gain receive achieve extract get got grant granted give gave given obtains wins gets
conceded concedes admitted admits confessed confesses acceptedthat | admit concede confess acknowledge acknowledged acknowledges recognise
imposed imposes enacted enacts | impose imposing enact levy levied introduce introduced
granted given | give gives gave giving grant grants offered receive received
convinced sure know knows knew | know knows certain sure convinced confident believe believes believed clear clearly evident known aware
ordered orders | order ordering command commanded instructed directed told
"""  # noqa: E501 - as above
_KINDS = """
last final concluding closing |
next upcoming coming | following followed follow future ahead will
regular ordinary routine usual | scheduled normal
extraordinary special emergency exceptional |
annual yearly | year
weekly monthly quarterly daily | week month day
informal unofficial | dinner
formal official officially | formally enforceable legally
public | publicly published publish publishes announced released
private confidential | privately
secret clandestine covert | secretly
bilateral direct | directly
multilateral | multicountry
virtual online remote | videoconference video
joint | jointly together cooperation both
permanent lasting | permanently
temporary interim provisional | temporarily
unilateral voluntary |
conventional |
nuclear atomic |
chemical biological |
naval maritime | navy ships sea
civilian | civilians
domestic internal | home
former ex | previously
eastern | east eastward eastwards
western | west
northern | north
southern | south
central | centre center heart main
"""


AROUND = {
    "most": {"least"}, "least": {"most"}, "more": {"less", "fewer"}, "less": {"more"},
    "fewer": {"more"}, "little": {"most", "much", "more", "great", "greater"},
    "much": {"little", "less"},
}  # fmt: skip
ONE_OF = re.compile(r"\b(?:one|neither|either) of (?:the|its|their|these) \w+", re.IGNORECASE)


HAVE_TO = re.compile(r"\b(?:have|has|had) to\b")
DOING = re.compile(r"(?!(?:\w*thing|meeting|being|king|wing|building)$)\w+ing")
IDIOMS = frozenset(("above", "after", "at"))
# "Certain steps" are not certain.
SURELY = re.compile(
    r"\b(?:(?:is|are|was|were|it|be|seems?|almost|all but) (?:certain|sure) (?:to|that)|certainly"
    r"|(?:has|have) no doubt|(?:without|beyond) (?:any |a )?doubt|for (?:sure|certain))\b",
    re.IGNORECASE,
)
IS_SURE = re.compile(
    r"\b(?:certain(?:ly)?|sure(?:ly)?|inevitabl[ey]|bound|doubt|must)\b", re.IGNORECASE
)
_OF_THE = r"(?: of)?(?: the| its| their)?(?P<behind>(?: [\w'-]+){1,4})"
WHOLLY = re.compile(
    r"\b(?:without exception|to a (?:man|person)|across the board|one and all)\b", re.IGNORECASE
)
WHATEVER = re.compile(
    r"\b(?:whatever (?:\w+ ){1,3}(?:do(?:es)?|did|happens?|decides?)"
    r"|no matter (?:what|how)|in any (?:case|event)|without conditions)\b",
    re.IGNORECASE,
)
ALL = re.compile(rf"\b(?P<word>all|every|each|the whole){_OF_THE}", re.IGNORECASE)
SOME = re.compile(
    rf"\b(?P<word>some|many|most|several|a few|a number|parts?|certain|two|three|one){_OF_THE}",
    re.IGNORECASE,
)


NEAR = 6  # words from an event to its year


MORE_THAN = re.compile(
    r"\b(?:more|fewer|less|rather) (?P<one>[^.;:!?]+?) than (?P<other>[^.;:!?]+)"
)


def swapped(statement: Text, evidence: Text) -> str | None:
    """The reason why what is more and what is less have changed places, or None."""
    for said in MORE_THAN.finditer(statement.text):
        one, other = read(said["one"]).stems, read(said["other"]).stems
        for known in MORE_THAN.finditer(evidence.text):
            more, less = read(known["one"]).stems, read(known["other"]).stems
            crossed = len(one & less) + len(other & more)
            if crossed > len(one & more) + len(other & less):
                return f"the quotes compare them the other way round: “{said.group()}”"
    return None


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence does not go as far as a word of the statement, or None."""
    rules = (_one_of, _whatever, _surely, _all_of_some, _turned_around, _of_another_year, _lacking)
    for rule in rules:
        reason = rule(statement, evidence)
        if reason:
            return reason
    return None


def _is_attributed(token: Token, behind: Token | None, before: str, has_auxiliary: bool) -> bool:
    """ "The formula agreed in Bucharest", "given how costly it is": nobody agrees, or gives."""
    if token.lower == "granted" and before == "for":
        return True  # "took it for granted"
    if token.lower in ("given", "admitted"):
        return has_auxiliary is not (token.lower == "given")
    to_what = behind is not None and behind.lower in ("not", "on", "that", "to", "with")
    return token.lower == "agreed" and not to_what


def _one_of(statement: Text, evidence: Text) -> str | None:
    part = ONE_OF.search(statement.text)
    if part and not {"one", "single", "another", "other"} & set(evidence.words):
        return f"the quotes do not have “{part.group()}”"
    return None


def _whatever(statement: Text, evidence: Text) -> str | None:
    found = WHATEVER.search(statement.text)
    if found and not WHATEVER.search(evidence.text):
        return f"the quotes do not have “{found.group()}”"
    return None


def _surely(statement: Text, evidence: Text) -> str | None:
    sure = SURELY.search(statement.text)
    if sure and not IS_SURE.search(evidence.text):
        return f"the quotes do not have “{sure.group()}”"
    return None


def _lacking(statement: Text, evidence: Text) -> str | None:
    """A word of the lists that wants another one, and the evidence has none."""
    amounts, kinds = _mates(_AMOUNTS) | _mates(_DEEDS), _mates(_KINDS)
    words = {*evidence.words} | ({"haveto"} if HAVE_TO.search(evidence.text) else set())
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            behind = sentence[n + 1] if n + 1 < len(sentence) else None
            verb = any(one.lower in AUXILIARIES for one in sentence[max(0, n - 2) : n])
            before = sentence[n - 1].lower if n else ""
            that = token.lower == "accepted" and behind is not None and behind.lower == "that"
            key = "acceptedthat" if that else token.lower
            mates = None if _is_attributed(token, behind, before, verb) else amounts.get(key)
            if mates is None and behind is not None and _tells_apart(token, behind, evidence):
                mates = kinds.get(token.lower)
            if token.lower == "all" and _is_idiom(sentence, n):
                continue  # "first of all", "above all", "all but"
            if token.lower == "only" and behind is not None and DOING.fullmatch(behind.lower):
                continue  # "is only seeking": not more than that
            denied = mates and {"not", "never", "refused"} & {
                one.lower for one in sentence[max(0, n - 2) : n]
            }
            if mates and not denied and not mates & words:
                return f"the quotes do not have “{token.text}”"
    return None


def _all_of_some(statement: Text, evidence: Text) -> str | None:
    """ "all European officials" where the evidence has "some European officials"."""
    wholly, some = WHOLLY.search(statement.text), SOME.search(evidence.text)
    if wholly and some and not ALL.search(evidence.text):
        return f"the quotes have “{some['word']}”, not “{wholly.group()}”"
    known = [(m["word"], read(m["behind"]).stems) for m in SOME.finditer(evidence.text)]
    whole = [read(m["behind"]).stems for m in ALL.finditer(evidence.text)]
    for match in ALL.finditer(statement.text):
        first = read(match["behind"]).stems
        parts = [word for word, stems in known if len(first & stems) * 2 > len(stems)]
        if parts and not any(first & stems for stems in whole):
            return f"the quotes have “{parts[0]}”, not “{match['word']}”"
    return None


def _of_another_year(statement: Text, evidence: Text) -> str | None:
    """ "the 2008 summit" where the evidence has "the 2010 summit"."""
    known = {(a.text, b.stem) for a, b in pairwise(evidence.tokens) if _is_year(a) and b.stem}
    for year, noun in pairwise(statement.tokens):
        if _is_year(year) and noun.stem in {stem for _, stem in known}:  # noqa: SIM102
            if (year.text, noun.stem) not in known:
                return f"the quotes do not have “{year.text} {noun.text}”"
    return _in_another_year(statement, known)


def _in_another_year(statement: Text, known: set[tuple[str, str]]) -> str | None:
    """ "the summit was held in 2008" where the evidence has "the 2010 summit"."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            behind_in = n > 0 and sentence[n - 1].lower in ("in", "of") and _is_year(token)
            near = [one for one in sentence[max(0, n - NEAR) : n] if one.stem]
            for noun in near if behind_in else ():
                years = {year for year, stem in known if stem == noun.stem}
                if years and token.text not in years and not years & set(statement.words):
                    return f"the quotes do not have “{noun.text} in {token.text}”"
    return None


def _is_year(token: Token) -> bool:
    return numbers.sort_of_time(token.text) == "year"


def _turned_around(statement: Text, evidence: Text) -> str | None:
    """ "least substantive" where the evidence has "most substantive"."""
    known = {(a.lower, b.stem) for a, b in pairwise(evidence.tokens)}
    for token, behind in pairwise(statement.tokens):
        if not behind.stem or (token.lower, behind.stem) in known:
            continue
        if any((other, behind.stem) in known for other in AROUND.get(token.lower, ())):
            return f"the quotes say the opposite of “{token.text} {behind.text}”"
    return None


def _is_idiom(sentence: Sequence[Token], n: int) -> bool:
    """ "first of all", "above all", "all but"."""
    before = [token.lower for token in sentence[max(0, n - 2) : n]]
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    return before == ["first", "of"] or after == "but" or bool(IDIOMS.intersection(before[-1:]))


def _tells_apart(token: Token, behind: Token, evidence: Text) -> bool:
    """Whether it stands before a noun of the evidence, and is no part of a name."""
    return not token.is_capitalised and behind.stem in evidence.stems


@cache
def _mates(lines: str) -> dict[str, frozenset[str]]:
    """By word: those of which the evidence needs one."""
    found = {}
    for line in lines.strip().splitlines():
        wanting, _, others = line.partition("|")
        mates = frozenset(read(f"{wanting} {others}").words)
        found.update(dict.fromkeys(wanting.split(), mates))
    return found
