"""Questions to begin with, made of the articles that are indexed and tried on them.

Owns how a question is made: of who is said to have spoken. Only questions that the articles answer
are kept, from different articles as far as possible. Unlike `home`, it shows nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.answer import Answer
from bot.slack.known import Answers
from index.articles import Article

MOST = 4
ARTICLES_READ = 60
PER_ARTICLE = 4
TRIED = 30
SURE = 0.5
SPEAKER = re.compile(
    r"\b([A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ’'-]+){1,2}),? (said|warned|announced|proposed|argued)\b"
)
VERBS = {
    "said": "say",
    "warned": "warn of",
    "announced": "announce",
    "proposed": "propose",
    "argued": "argue",
}
NO_NAMES = frozenset(["The", "In", "On", "At", "He", "She", "They", "It", "This", "But", "As"])


def suggest(articles: Iterable[Article], answers: Answers) -> list[str]:
    """At most four questions that the articles answer; it takes some seconds."""
    kept: dict[str, str] = {}
    tried = 0
    for article, question in _candidates(articles):
        if len(kept) == MOST or tried == TRIED:
            break
        if article in kept:
            continue
        tried += 1
        if _is_good(answers.answer(question, earlier=[])):
            kept[article] = question
    return list(kept.values())


def _is_good(answer: Answer) -> bool:
    return answer.answered and answer.confidence >= SURE


def _candidates(articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Article and question, the likeliest of each article first."""
    for number, article in enumerate(articles):
        if number == ARTICLES_READ:
            return
        for (name, verb), _ in Counter(_speakers(article)).most_common(PER_ARTICLE):
            yield article.id, f"What did {name} {VERBS[verb]}?"


def _speakers(article: Article) -> Iterator[tuple[str, str]]:
    for span in article.sentences:
        for match in SPEAKER.finditer(article.text, span.start, span.end):
            name, verb = match.groups()
            if name.split()[0] not in NO_NAMES:
                yield name, verb
