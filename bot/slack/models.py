"""What a language model changes about answering in Slack: it is waited for.

Owns that whoever waits for a model keeps nobody else from being answered, and where a model is not
asked at all. Unlike `pool`, it knows of models; unlike `bot.writing`, not what they are asked.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answering import Answerer
from bot.llm.model import Completion, Model
from bot.slack.known import Answers
from bot.slack.pool import Pool

AFAR = 8  # questions at once for which a model is waited for, beside those that are worked on


class Lending:
    """A model. While it is waited for, another question is worked on."""

    def __init__(self, model: Model, pool: Pool) -> None:
        self._model, self._pool = model, pool

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        """The model's own reply."""
        with self._pool.lent():
            return self._model.complete(system, prompt, within_s=within_s)


def asks_model(answers: Answers) -> bool:
    """Whether a model writes the answers."""
    return isinstance(answers, Answerer) and answers.writer is not None


def lending(answers: Answers, pool: Pool) -> Answers:
    """The same answers; a thread of the pool lends its slot while it waits for their model."""
    if not isinstance(answers, Answerer) or answers.writer is None:
        return answers
    return replace(
        answers, writer=replace(answers.writer, model=Lending(answers.writer.model, pool))
    )


def without_model(answers: Answers) -> Answers:
    """The same answers without a model: what nobody asked should cost nothing."""
    return replace(answers, writer=None) if isinstance(answers, Answerer) else answers
