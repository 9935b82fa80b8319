"""A follow-up question made whole by a model, if what it makes of it can be trusted.

Owns what is taken for a whole question: one question, short, with no name and no number that is
not in the questions asked, and with mostly their words. Unlike `bot.conversation`, whose rules are
used where this gives nothing, it finds no names itself. Only questions are shown to the model,
never answers: a wrong answer must not steer the next question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Usage
from bot.conversation import EMPTY_WORDS, REMEMBERED, content_words
from bot.llm.model import Model, ModelFailed
from bot.names import ORDINARY
from bot.prompting import Prompts
from bot.writing.plain import plain, tidy, unfit
from bot.writing.sheet import neutral
from bot.writing.wrapped import without_thoughts
from index.lexical import stems

MAX_CHARS = 300
MAX_LINES = 5  # looked through for the question: some say a word before it
MIN_SHARE = 0.5  # of the words that carry meaning: they have to be in the questions asked

_LABEL = re.compile(
    r"^(?:(?:the )?(?:rewritten|whole|standalone|final|last)? ?(?:question|answer|output)"
    r"(?: is)?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_NUMERAL = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|dozens?|hundreds?|thousands?|millions?"
    r"|billions?|first|second|third|fourth|fifth|half|twice)",
    re.IGNORECASE,
)


def rewrite(
    model: Model,
    prompts: Prompts,
    question: str,
    earlier: Sequence[str],
    *,
    within_s: float | None = None,
) -> tuple[str | None, Usage]:
    """The question as it would be asked without the ones before it, and what that used.

    `earlier` are the questions before it, oldest first; without any the model is not asked. None
    if the model fails, or its question cannot be trusted.
    """
    remembered = list(earlier[-REMEMBERED:])
    if not remembered:
        return None, Usage()
    prompt = prompts["follow_up"]
    asked = prompt.render(
        question=neutral(question), earlier="\n".join(f"- {neutral(one)}" for one in remembered)
    )
    try:
        completion = model.complete(prompt.system, asked, within_s=within_s)
    except ModelFailed as failed:
        return None, failed.usage
    whole = None if completion.cut_off else _question_in(completion.text)
    trusted = whole is not None and _stands_in(whole, [question, *remembered])
    return (whole if trusted else None), completion.usage


def _question_in(text: str) -> str | None:
    """The one question of a reply, on one line; None if there is none, or more than one."""
    said = plain(without_thoughts(text))
    lines = [tidy(_LABEL.sub("", tidy(line))) for line in said.splitlines()]
    full = [line.strip("\"“”'‘’ ") for line in lines if line]
    asking = [line for line in full if line.endswith(("?", "？"))]
    if len(asking) != 1 or len(full) > MAX_LINES:
        return None
    whole = asking[0]
    is_one = whole.count("?") + whole.count("？") == 1 and not re.search(r"[.!]\s+[A-Z]", whole)
    return whole if is_one and len(whole) <= MAX_CHARS and not unfit(whole) else None


def _stands_in(whole: str, asked: Sequence[str]) -> bool:
    """Whether its names, its numbers and most of its words are those of the questions asked."""
    known = {word for one in asked for word in _words(one)}
    words = [match.group() for match in _WORD.finditer(whole)]
    for at, word in enumerate(words):
        if _has_to_be_known(word, at) and _bare(word) not in known:
            return False
    theirs = {stem for one in asked for stem in stems(one)}
    own = [stem for word in content_words(whole) for stem in stems(word)]
    return bool(own) and sum(stem in theirs for stem in own) >= MIN_SHARE * len(own)


def _has_to_be_known(word: str, at: int) -> bool:
    """Whether it may be a name or a number. A first word has its capital from standing there."""
    if any(char.isdigit() for char in word) or _NUMERAL.fullmatch(word):
        return True
    opens = at == 0 and word.lower() in ORDINARY | EMPTY_WORDS and not word.isupper()
    return word[:1].isupper() and not opens


def _words(text: str) -> set[str]:
    return {_bare(match.group()) for match in _WORD.finditer(text)}


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).casefold()
