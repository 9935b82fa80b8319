"""Where people start: the home tab, and the greeting in the messages tab.

Owns what is said about the articles and how to ask. Unlike `answer`, it answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.render.slack import ids, limits, parts
from bot.render.slack.messages import Message, View, notification
from bot.render.slack.parts import Block, Element, Run, bullets, paragraph, rich
from bot.render.slack.texts import line, web_address
from bot.render.wording import count, spoken

MAX_SUGGESTIONS = limits.PROMPTS
MAX_QUESTIONS = 10
MAX_OUTLETS = 5
GREETING = (
    "Ask me about the articles. I answer with passages quoted word for word, and say where each "
    "one stands. Where the articles do not answer, I say so."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that this person asked. `url` leads to the answer, where there is one to show."""

    question: str
    when: datetime
    answered: bool
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What a home tab shows.

    `newest` is the ISO date of the newest article, if any states one. `questions` are this
    person's last, newest first. Times have a time zone.
    """

    articles: int
    sentences: int
    indexed_at: datetime | None = None
    newest: str | None = None
    outlets: Sequence[str] = ()
    suggestions: Sequence[str] = ()
    questions: Sequence[Asked] = ()


def home_view(home: Home) -> View:
    """What is indexed and how fresh it is, how to ask, and what this person asked last."""
    return View(
        blocks=(
            parts.header("What is here"),
            rich(paragraph(_stock(home))),
            parts.divider(),
            parts.header("How to ask"),
            rich(bullets(_ways())),
            *_suggestions(home.suggestions, "For instance:"),
            parts.divider(),
            parts.header("Your last questions"),
            rich(*_questions(home.questions)),
        )
    )


def refusal_view(reason: str) -> View:
    """Why nobody here is answered, and nothing of what is indexed."""
    return View(blocks=(rich(paragraph([Run(reason)])),))


def greeting_message(questions: Sequence[str]) -> Message:
    """What greets whoever opens the messages tab, with questions to begin with."""
    return Message(
        notification(GREETING),
        (rich(paragraph([Run(GREETING)])), *_suggestions(questions, "For instance:")),
    )


def suggested_prompts(questions: Sequence[str]) -> list[dict[str, str]]:
    """The same questions, as `assistant.threads.setSuggestedPrompts` takes them: at most 4."""
    return [
        {"title": line(question, limits.BUTTON_TEXT), "message": line(question, 1_000)}
        for question in _usable(questions)
    ]


def _stock(home: Home) -> Iterator[Run | Element]:
    if not home.articles:
        yield Run("No article is indexed yet. Whoever runs Pullquote can add some.")
        return
    yield Run(count(home.articles, "article"), bold=True)
    yield Run(f" with {count(home.sentences, 'sentence')}.")
    if home.outlets:
        yield Run(f" Outlets: {_outlets(home.outlets)}.")
    if home.newest:
        yield Run(f" The newest is of {line(spoken(home.newest), 40)}.")
    if home.indexed_at:
        yield Run("\nIndexed ")
        yield parts.moment(home.indexed_at)


def _outlets(outlets: Sequence[str]) -> str:
    names = [line(outlet, 80) for outlet in outlets[:MAX_OUTLETS]]
    left = len(outlets) - len(names)
    names = [*names, f"{left:,} more"] if left else names
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _ways() -> list[list[Run]]:
    return [
        [Run("Mention me in a channel", bold=True), Run(" that I am in: I answer in the thread.")],
        [Run("Write to me", bold=True), Run(" under Messages, above.")],
        [Run(f"{ids.COMMAND} and a question", bold=True), Run(": only you see the answer.")],
        [
            Run("Check with the articles", bold=True),
            Run(", among a message’s shortcuts: what the articles say to it."),
        ],
    ]


def _suggestions(questions: Sequence[str], lead: str) -> Iterator[Block]:
    """A button for each question: whoever clicks it asks it."""
    usable = _usable(questions)
    if usable:
        yield parts.context(parts.small(lead))
    for question in usable:
        # One row each: a button's name has to be its own within a row only.
        yield parts.actions([parts.button(question, ids.PROMPT, line(question, 1_000))])


def _usable(questions: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(q for q in questions if q.strip()))[:MAX_SUGGESTIONS]


def _questions(questions: Sequence[Asked]) -> Iterator[Element]:
    if not questions:
        yield paragraph([Run("You have not asked anything yet.")])
        return
    yield bullets(_asked(asked) for asked in questions[:MAX_QUESTIONS])


def _asked(asked: Asked) -> Iterator[Run | Element]:
    words, url = line(asked.question, 200), web_address(asked.url)
    yield {"type": "link", "url": url, "text": words} if url else Run(words)
    yield Run(" · answered · " if asked.answered else " · not in the articles · ")
    yield parts.moment(asked.when)
