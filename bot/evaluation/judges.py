"""Which judge says whether quotes support a statement.

Owns the choice by name. Unlike `judging`, which has the judges themselves, it judges nothing, and
a model is loaded only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.judging.models import EntailmentJudge
from bot.evaluation.judging.offline import OfflineJudge
from bot.evaluation.judging.verdict import Judge, Verdict
from index.articles import Quote
from index.errors import UsageError

__all__ = ["Judge", "Remembering", "Verdict", "judge"]

OFFLINE = "offline"
ENTAILMENT = "nli"


def judge(spec: str = OFFLINE) -> Judge:
    """The judge that `spec` names: "offline", or "nli:MODEL" for a cross-encoder.

    >>> judge("offline").name
    'offline'

    A language model is a judge too, as `judging.models.LanguageModelJudge` of any LlamaIndex `LLM`.
    Raises UsageError if the spec is unknown or its package is not installed, ModelError if the
    model cannot be loaded or does not judge entailment.
    """
    if spec == OFFLINE:
        return OfflineJudge()
    kind, _, model = spec.partition(":")
    if kind == ENTAILMENT and model:
        return EntailmentJudge.load(model)
    raise UsageError(f"Unknown judge {spec!r}. Use one of: {OFFLINE}, {ENTAILMENT}:MODEL.")


class Remembering:
    """A judge that asks another one only once for the same statement and evidence.

    Models are slow, and some cost money; recall, precision and the reasons ask for the same thing.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._known: dict[tuple[str, tuple[tuple[str, int, str], ...]], Verdict] = {}
        self.name = judge.name

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        """The other judge's verdict."""
        key = statement, tuple((quote.article.id, quote.start, quote.text) for quote in evidence)
        if key not in self._known:
            self._known[key] = self._judge.supports(statement, evidence)
        return self._known[key]
