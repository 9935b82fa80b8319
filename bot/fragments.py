"""Follow-ups that are no question of their own: "What about X?", "And in Brussels?".

Owns how such a fragment is told and where in the question before it belongs. Unlike
`conversation`, it does not say who is meant by a pronoun.
"""

from __future__ import annotations

import re

from bot import names
from bot.names import Name, Sort

OPENING = re.compile(
    r"""^\s*(?:(?:and|but|or|so|ok|okay|also|well|then|now|right|thanks|thank\ you|yes|no|hm+)\b
    [\s,.!]*)+""",
    re.IGNORECASE | re.VERBOSE,
)
ABOUT = re.compile(r"^\s*(?:what|how)\s+about\s+", re.IGNORECASE)
MOST_WORDS = 8
PREPOSITION = re.compile(
    r"^(about|on|regarding|concerning|over|in|at|near|to|with|for|against|from|by|after|before|since|"
    r"during|between|until)\s",
    re.IGNORECASE,
)
# Prepositions of one line may stand for each other.
ALIKE = (
    frozenset(("about", "on", "regarding", "concerning", "over")),
    frozenset(("in", "at", "near", "from")),
    frozenset(("on", "in", "before", "after", "since", "until", "during")),
    frozenset(("with", "between", "against", "to", "for", "by")),
)
TOPIC = re.compile(r"\b(?:about|regarding|concerning)\s+", re.IGNORECASE)
TIME = re.compile(
    r"\b(?:\d{4}|yesterday|today|tomorrow|(?:last|next|this|that)\s+(?:week|month|year|summer|winter)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
# Where the words after a preposition end.
PHRASE_END = re.compile(
    r"""(?<!\s)\s++(?=(?:in|at|on|about|regarding|with|from|to|during|after|before|since|by|for|if|when|that
        |and\s+(?:what|who|how|why|when|where)
        |be|begin|start|end|take|happen|held|meet|move|is|are|was|were|will)\b)
    | [,;?!] | $""",
    re.IGNORECASE | re.VERBOSE,
)


def fragment_of(question: str) -> str | None:
    """What a follow-up such as "What about X?" or "And X?" names, or None if it is another.

    A fragment that opens with neither must open with a preposition ("In Brussels?").
    """
    rest = OPENING.sub("", question)
    inner = ABOUT.sub("", rest)
    fragment = inner.strip().rstrip("?.! ").strip()
    words = fragment.lower().split()
    if not words or len(words) > MOST_WORDS or _is_question(words):
        return None
    if inner != rest:
        return fragment
    if not rest.strip().endswith("?") and rest == question:
        return None
    led_in = rest != question and (PREPOSITION.match(fragment) or len(words) <= 4)
    bare = rest == question and PREPOSITION.match(fragment) and len(words) <= 4
    return fragment if (led_in or bare) and _has_a_noun(words) else None


def _is_question(words: list[str]) -> bool:
    """Whether it is a question of its own: it opens with "what", "did", "by whom", "tell"."""
    asking = names.QUESTION_WORDS | names.AUXILIARIES | {"tell", "list", "explain", "show", "give"}
    return words[0] in asking or bool(set(words) & names.QUESTION_WORDS)


def _has_a_noun(words: list[str]) -> bool:
    return any(word not in names.ORDINARY and len(word) > 1 for word in words[-2:])


def put_in_place(fragment: str, before: str) -> str | None:
    """The question before with the fragment in the place of its like, or None if there is none."""
    preposition = PREPOSITION.match(f"{fragment} ")
    if preposition:
        fragment = fragment[0].lower() + fragment[1:]
        return _replace_phrase(fragment, preposition.group(1).lower(), before)
    inside = names.find(f"x {fragment}")
    named = [name for name in inside if name.end - 2 == len(fragment)]
    if named and len(inside) == 1:
        return _replace_name(fragment, named[0], before)
    return _replace_topic(fragment, before) if not inside else None


def _replace_phrase(fragment: str, preposition: str, before: str) -> str | None:
    """ "in Brussels" in the place of "in Geneva", else at the end."""
    is_time = bool(TIME.search(fragment))
    for match in re.finditer(r"\b(\w+)\s+", before):
        word = match.group(1).lower()
        if not match.start() or not any({word, preposition} <= group for group in ALIKE):
            continue
        end = _phrase_end(before, match.end())
        if bool(TIME.search(before[match.end() : end])) == is_time:
            return before[: match.start()] + fragment + before[end:]
    stem = before.rstrip("?.! ")
    return f"{stem} {fragment}{before[len(stem) :].strip() or '?'}"


def _replace_name(fragment: str, name: Name, before: str) -> str | None:
    """A name in the place of one of its sort; an organisation may also be the new topic."""
    found = [one for one in names.find(before) if one.is_sure and one.sort is not Sort.TIME]
    like = [one for one in found if one.sort is name.sort]
    actors = [one for one in like if one.is_subject] or like
    if not actors and name.sort is not Sort.PERSON:
        topic = _replace_topic(fragment, before)
        if topic:
            return topic
    chosen = (actors or [one for one in found if one.is_subject] or found)[:1]
    if not chosen or (not actors and len(found) > 1 and not chosen[0].is_subject):
        return None
    start = _before_article(before, chosen[0].start) if fragment != name.text else chosen[0].start
    return before[:start] + fragment + before[chosen[0].end :]


def _before_article(question: str, start: int) -> int:
    """Where "the" begins, if it stands before the name: "the Americans" replaces "the Russians"."""
    article = re.search(r"\b(?:the|a|an)\s+$", question[:start], re.IGNORECASE)
    return article.start() if article else start


def _replace_topic(fragment: str, before: str) -> str | None:
    """A topic in the place of what follows "about"."""
    match = TOPIC.search(before)
    if not match:
        return None
    return before[: match.end()] + fragment + before[_phrase_end(before, match.end()) :]


def _phrase_end(question: str, start: int) -> int:
    end = PHRASE_END.search(question, start)
    return end.start() if end else len(question)
