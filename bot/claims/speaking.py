"""Who says it and who does it: neither may change between evidence and statement.

Owns the finding of speakers ("…, said Dempsey", "according to Carpenter") and of names that have
changed places around a verb. Unlike `naming`, it asks what a name is there for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from bot.claims import governments, naming, wording
from bot.claims.naming import Run
from bot.claims.speech import ATTRIBUTING
from bot.claims.text import BREAKS, Text, Token, read
from bot.claims.verbs import is_past
from bot.names import DEMONYM
from bot.speech import SAYING

PRONOUNS = frozenset(("he", "she", "they", "it", "who", "i", "we"))
FIRST_PERSON = frozenset(("i", "we", "our", "us", "my"))
MAKING = frozenset(
    """made makes making voiced raised issued repeated lodged aired levelled leveled
    """.split()  # noqa: SIM905 - reads best
)
UTTERANCES = frozenset(
    """accusations allegations claims comments complaint complaints criticism demands objections
    remarks statement statements warnings""".split()  # noqa: SIM905 - reads best
)
JOINING = frozenset(("and", "but", "then"))  # "A rejected it and said": the same subject goes on
CLAUSES = frozenset(("while", "whereas", "although", "though", "but", "yet"))
# Its subject stands before the verb of its sentence: "A met B, warning that".
PARTICIPLES = re.compile(r"(?:say|not|add|warn|stress|argu|claim|insist|complain|call|announc)ing")
CALLS = frozenset(("calls", "claims", "comments", "lists", "notes", "reports", "states"))  # nouns
EXPECTED = frozenset(("believed", "expected", "reported", "said", "thought"))  # … "to"
GROUPS = frozenset(("diplomats", "lawmakers", "leaders", "ministers", "officials"))
ARTICLES = frozenset(("a", "an", "any", "its", "no", "the", "their", "this"))
OFFICIALS = frozenset(
    """administration department diplomat diplomats government minister ministry official officials
    spokesman spokeswoman""".split()  # noqa: SIM905 - reads best
)
BEHIND = 2  # words from a country to its officials: "a U.S. government official"
TITLE = 3  # words: "press secretary"
Names = Mapping[int, Run]  # by the identity of each of their words
NEAR = 6  # words and marks between a name and the verb it belongs to


def turned(
    statement: Text,
    evidence: Text,
    outlets: Sequence[str] = (),
    speaks_for: Callable[[str], str] = lambda name: "",
) -> str | None:
    """The reason why somebody else says it in the evidence, or None.

    An outlet may report what somebody says, but the statement has to say who. A government says
    what somebody who `speaks_for` it says: "Russian" for the last name of its minister.
    """
    said_there = [
        (frozenset(token.stem for token in one if token.stem), names)
        for one, names in _spoken(evidence, statement)
    ]
    for sentence, found in _spoken(statement, evidence):
        known = _nearest(sentence, said_there)
        told = [one for one in found if not _is_outlet(one, outlets)]
        nobody = not known and not _says_something(evidence)
        for name in told:
            by_another_name = not any(_is_there(word, evidence) for word in name)
            if nobody or (not known and by_another_name):
                return f"the quotes do not have “{_spelt(name)}” say anything"
        for name in told or found:
            if len(told) > 1:
                known = _nearest(_clause(sentence, name), said_there)
            if known and not any(_is_of(name, other, speaks_for) for other in known):
                return f"the quotes have it from “{_spelt(known[0])}”, not from “{_spelt(name)}”"
    return None


def _is_there(word: Token, evidence: Text) -> bool:
    """Whether the evidence has it, or officials of that government."""
    tokens = evidence.tokens
    return naming.is_in(word, evidence) or any(
        governments.are_one(word.text, token.text)
        and any(one.lower in OFFICIALS for one in tokens[n + 1 : n + 1 + BEHIND])
        for n, token in enumerate(tokens)
    )


def _clause(sentence: Sequence[Token], name: Run) -> Sequence[Token]:
    """What stands around a name up to the next commas: "while A said this, B said that".

    Without the name and words of saying, which do not tell who says what.
    """
    at = next((n for n, token in enumerate(sentence) if token is name[0]), 0)
    start = max((n + 1 for n in range(at) if sentence[n].text in BREAKS), default=0)
    ends = (n for n in range(at, len(sentence)) if sentence[n].text in BREAKS)
    clause = sentence[start : next(ends, len(sentence))]
    return [one for one in clause if one not in name and not SAYING.fullmatch(one.text)]


def _is_outlet(name: Run, outlets: Sequence[str]) -> bool:
    words = {naming.bare(word.text) for word in name}
    return any(words <= {naming.bare(part) for part in outlet.split()} for outlet in outlets)


def _nearest(
    sentence: Sequence[Token], said_there: Sequence[tuple[frozenset[str], list[Run]]]
) -> list[Run]:
    """Who speaks in the sentences of the evidence that share the most words with this one.

    `said_there` has the words of each of them, and its speakers.
    """
    wanted = {token.stem for token in sentence if token.stem}
    shares = [(len(wanted & stems), speakers) for stems, speakers in said_there]
    most = max((share for share, _ in shares), default=0)
    return [name for share, speakers in shares if share >= most / 2 for name in speakers]


def _spoken(text: Text, other: Text) -> Iterator[tuple[Sequence[Token], list[Run]]]:
    """The sentences of a text, each with the names of those who say something in it."""
    names = {id(word): run for run in naming.runs(text, other) for word in run}
    for sentence in text.sentences:
        yield sentence, list(_speakers(_without_asides(sentence), names))


def _speakers(sentence: Sequence[Token], names: Names) -> Iterator[Run]:
    for n, token in enumerate(sentence):
        if token.lower in UTTERANCES:
            made = next((m for m in range(max(0, n - NEAR), n) if _makes(sentence[m])), None)
            if made is not None:
                yield from _first_name(sentence[max(0, made - NEAR) : made][::-1], names)
        if token.lower == "according":
            yield from _titled_name(sentence[n + 2 :], names)
        elif PARTICIPLES.fullmatch(token.text) and n:
            if sentence[n - 1].text == ",":
                yield from _subject(sentence[:n], names)
        elif SAYING.fullmatch(token.text) and n and not _is_no_verb(sentence, n):
            if sentence[n - 1].lower in JOINING:
                yield from _subject(sentence[:n], names)
            elif sentence[n - 1].text in BREAKS:
                yield from _first_name(sentence[n + 1 :], names)
            else:
                yield from _last_name(sentence[:n], names)


def _is_no_verb(sentence: Sequence[Token], n: int) -> bool:
    """ "Western calls for it", "a pledge": a noun; or a passive."""
    before = naming.bare(sentence[n - 1].text)
    is_people = before == "western" or bool(DEMONYM.fullmatch(before))
    noun = is_people and sentence[n].lower in CALLS
    return noun or before in ARTICLES or _is_passive(sentence, n)


def _is_passive(sentence: Sequence[Token], n: int) -> bool:
    """ "want A to concede", "A would be admitted", "A cannot tell": nobody says anything."""
    before = next((one.lower for one in sentence[:n][::-1] if not one.lower.endswith("ly")), "")
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    if after == "to" and sentence[n].lower in EXPECTED:
        return True
    unable = sentence[n].lower == "tell" and before in ("not", "cannot", "can", "can't", "could")
    return unable or before in ("to", "be", "been", "being", "was", "were", "is", "are")


def _makes(token: Token) -> bool:
    return token.lower in MAKING


def _says_something(text: Text) -> bool:
    """Whether anybody says anything in a text, or it is in the first person."""
    told = set(text.words)
    saying = text.stems & read(wording.SAYING).stems or told & (ATTRIBUTING | FIRST_PERSON)
    return bool(saying) or '"' in text.text or any(map(SAYING.fullmatch, told))


def _first_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    for token in tokens:
        if token.text in BREAKS or token.lower in PRONOUNS:
            return
        if id(token) in names:
            yield names[id(token)]
            return


def _subject(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    """The first name of a sentence: "A rejected the plan of B and said", "A met B, warning"."""
    marks = [n for n, token in enumerate(tokens) if token.text in ";:" or token.lower in CLAUSES]
    clause = tokens[marks[-1] + 1 if marks else 0 :]
    found = list(_first_name([token for token in clause if token.is_word][: NEAR * 2], names))
    yield from found
    for n, token in enumerate(clause):
        if found and n and names.get(id(token)) not in (None, found[-1]):
            joint = clause[n - 1].lower in ("and", "or", ",", "the")
            if not joint or found[-1][-1] not in clause[max(0, n - 4) : n]:
                return
            found.append(names[id(token)])
            yield found[-1]


def _titled_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    """The first name, or the one behind its title: "A" of "the White House press secretary A"."""
    for name in _first_name(tokens, names):
        end = max(n for n, token in enumerate(tokens) if names.get(id(token)) is name) + 1
        title = list(takewhile(lambda token: token.stem and id(token) not in names, tokens[end:]))
        behind = tokens[end + len(title)] if end + len(title) < len(tokens) else None
        titled = title and len(title) <= TITLE and behind is not None
        yield names.get(id(behind), name) if titled else name


def _last_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    """The name before a verb: of "A of the B said" it is A, of "drafts by A said" nobody."""
    for name in _first_name(tokens[-NEAR:][::-1], names):
        start = next(n for n, token in enumerate(tokens) if names.get(id(token)) is name)
        end = max(n for n, token in enumerate(tokens) if names.get(id(token)) is name) + 1
        if start and tokens[start - 1].lower == "by":
            return
        if any(is_past(one) and not SAYING.fullmatch(one.text) for one in tokens[end:]):
            return  # "A left a treaty concluded in 1987"
        of = [token.lower for token in tokens[max(0, start - 2) : start]] == ["of", "the"]
        outer = names.get(id(tokens[start - 3])) if of and start > 2 else None
        yield outer or name
        said = any(SAYING.fullmatch(one.text) for one in tokens)
        if not said and any(a.lower in GROUPS and b.lower == "from" for a, b in pairwise(tokens)):
            yield from _listed(tokens, names)  # "officials from A and other B countries"


def _listed(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    """Each name of a clause, once."""
    yield from {id(run): run for token in tokens if (run := names.get(id(token)))}.values()


def _without_asides(sentence: Sequence[Token]) -> Sequence[Token]:
    """A sentence without what stands between commas before a verb: "Blinken, on Friday, said"."""
    commas = [n for n, token in enumerate(sentence) if token.text == ","]
    for start, end in pairwise(commas):
        aside = sentence[start:end]
        if any(SAYING.fullmatch(token.text) for token in aside):
            continue
        if end + 1 < len(sentence) and SAYING.fullmatch(sentence[end + 1].text):
            return [*sentence[:start], *sentence[end + 1 :]]
    return sentence


def _is_one(one: Run, other: Run) -> bool:
    if any(governments.are_one(_spelt(a), _spelt(b)) for a in (one, one[:1]) for b in (other,)):
        return True
    return any(naming.same(a.text, b.text) for a in one for b in other)


def _is_of(name: Run, other: Run, speaks_for: Callable[[str], str]) -> bool:
    """Whether two names are one, or the first is the government that the second speaks for."""
    if _is_one(name, other):
        return True
    countries = speaks_for(_spelt(other[-1:])).split()
    return any(governments.are_one(_spelt(name), country) for country in countries)


def _spelt(name: Run) -> str:
    return " ".join(word.text.removesuffix("'s") for word in name)
