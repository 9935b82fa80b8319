"""Evidence -> an answer in a model's words, or the plain answer with the reason.

    plain answer ─ declined ─► as it is            (a model may not answer what the gate does not)
                 └ sheet ─ kept? ─ ask ─ hold ─ ask once more for what failed ─ hold ─► compose

Owns the order of these steps, the time for them, and what is said when there is nothing to show.
Unlike `bot.answering`, it is one step of an answer; unlike `bot.llm`, it makes no call itself.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.answer import Answer, Usage, Writing
from bot.evidence import Evidence
from bot.llm.model import Completion, Model, ModelFailed
from bot.prompting import Prompts
from bot.speakers import speaker_of
from bot.tracing import span
from bot.writing import follow_up
from bot.writing.cache import Cache, Kept
from bot.writing.composing import compose, fit
from bot.writing.holding import Failed, Held, hold, recalled
from bot.writing.reply import MAX_SENTENCES, READS_AS_NO, Draft, Reply, Said, parse
from bot.writing.sheet import MAX_TOKENS, Sheet, lay_out, neutral, place_of
from index.articles import Article, Span

WITHIN_S = 60.0
MIN_CALL_S = 1.0  # with less time than this a call is not begun
MAX_REASONS = 12  # told; a model that rambles has dozens of them, and the others are counted
EXCERPT_CHARS = 80
RULES = 2  # raised when the same reply would be read otherwise: what is kept is not used then
NONE = "(none)"

WITHOUT = "so this is the answer without a model"
NOTHING_HELD = "Nothing that {model} wrote stood up to the check, " + WITHOUT + "."
NOTHING_SAID = "{model} wrote nothing that could be read as an answer, " + WITHOUT + "."
SAID_NO = "{model} found no answer in the sentences that it was shown, " + WITHOUT + "."
FAILED = "This is the answer without a model: {why}"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of asking. `failure` is the model's own error, before a word was said or after;
    `is_final` says that asking again would not be any better: nothing failed, nothing was cut off,
    and there was time."""

    said: Said
    held: tuple[Held, ...] = ()
    dropped: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    failure: str = ""
    is_final: bool = True
    from_cache: bool = False


@dataclass(frozen=True)
class Writer:
    """Writes answers with a model. Threads may share it.

    `within_s` is the time for an answer, `evidence_tokens` the size of the sheet. `asks_always`:
    the model is asked even where the plain answer is declined, only to say whether it would have
    answered; that is for evaluation. `server` tells models of one name apart that are served at
    different addresses: what one said is not kept for the other.
    """

    model: Model
    prompts: Prompts
    cache: Cache | None = None
    within_s: float = WITHIN_S
    evidence_tokens: int = MAX_TOKENS
    asks_always: bool = False
    server: str = ""

    def write(
        self,
        question: str,
        found: Sequence[tuple[Article, Span]],
        evidence: Evidence,
        plain: Answer,
        *,
        within_s: float | None = None,
        spent: Usage | None = None,
    ) -> Answer:
        """The answer in the model's words, or the plain one with `writing.fallback` set.

        `question` is the whole question, `found` are the sentences that search found for it, best
        first, and `plain` is the answer without a model. `within_s` is what is left of the time for
        the answer, and `spent` what was used for it before, such as by `rewrite`. A declined answer
        stays declined, and without `asks_always` it is returned as it is, but for what was spent.
        Raises nothing because of the model.
        """
        if not (plain.answered or self.asks_always) or not evidence.picks:
            return self._with_spent(plain, spent)
        until = time.monotonic() + (self.within_s if within_s is None else within_s)
        sheet = lay_out(found, evidence, speaker_of, self.evidence_tokens)
        key = self._key(question, sheet, evidence)
        outcome = self._recalled(key, sheet, question)
        if outcome is None:
            outcome = self._asked(question, sheet, until)
            self._keep(key, outcome)
        return self._with_spent(self._answer(question, plain, outcome), spent)

    def rewrite(
        self, question: str, earlier: Sequence[str], *, within_s: float | None = None
    ) -> tuple[str | None, Usage]:
        """A follow-up question made whole, and what that used: see `follow_up.rewrite`."""
        left_s = self.within_s if within_s is None else within_s
        return follow_up.rewrite(self.model, self.prompts, question, earlier, within_s=left_s)

    @property
    def versions(self) -> dict[str, str]:
        """The versions of the prompts that answers are written with."""
        return {name: self.prompts[name].version for name in ("answer", "again")}

    def _with_spent(self, answer: Answer, spent: Usage | None) -> Answer:
        """The answer with what it took to make its question whole."""
        if spent is None or not spent.calls:
            return answer
        writing = answer.writing or Writing(self.model.name)
        prompts = {"follow_up": self.prompts["follow_up"].version, **writing.prompts}
        told = replace(writing, prompts=prompts, usage=spent + writing.usage)
        return replace(answer, writing=told)

    def _asked(self, question: str, sheet: Sheet, until: float) -> _Outcome:
        """The model's answer, held to the sheet; what fails is asked for once more."""
        started = time.monotonic()
        asked = {"question": neutral(question), "sheet": sheet.text}
        try:
            first = self._complete("answer", until, asked)
        except ModelFailed as failed:
            return _Outcome(Said.NOTHING, usage=failed.usage, failure=str(failed), is_final=False)
        reply = parse(first.text, cut_off=first.cut_off)
        held, failed_ones = _sorted(reply.drafts, sheet, question)
        outcome = _Outcome(
            reply.said, held, _reasons(failed_ones, reply.left_out), first.usage,
            failure=first.failure, is_final=not first.cut_off,
        )  # fmt: skip
        took_s = time.monotonic() - started
        failed_ones = tuple(one for one in failed_ones if one.reason != READS_AS_NO)
        if not failed_ones:
            return outcome
        if until - time.monotonic() < max(MIN_CALL_S, took_s):
            return replace(outcome, is_final=False)
        values = asked | {"kept": _kept(held), "failed": _listed(failed_ones)}
        return self._asked_again(
            outcome, reply, values=values, sheet=sheet, question=question, until=until
        )

    def _asked_again(
        self,
        outcome: _Outcome,
        first: Reply,
        *,
        values: dict[str, str],
        sheet: Sheet,
        question: str,
        until: float,
    ) -> _Outcome:
        """The outcome with what the second reply adds; what it only repeats is known already."""
        try:
            second = self._complete("again", until, values)
        except ModelFailed as failed:
            return replace(outcome, usage=outcome.usage + failed.usage, is_final=False)
        reply = parse(second.text, cut_off=second.cut_off)
        new_drafts = [draft for draft in reply.drafts if draft not in first.drafts]
        held, failed_ones = _sorted(new_drafts, sheet, question)
        known = {one.text for one in outcome.held}
        new = tuple(one for one in held if one.text not in known)
        return replace(
            outcome,
            held=(outcome.held + new)[:MAX_SENTENCES],
            dropped=_distinct(outcome.dropped + _reasons(failed_ones, reply.left_out)),
            usage=outcome.usage + second.usage,
            failure=second.failure,
            is_final=outcome.is_final and not second.cut_off,
        )

    def _complete(self, name: str, until: float, values: dict[str, str]) -> Completion:
        prompt = self.prompts[name]
        within_s = max(0.0, until - time.monotonic())
        return self.model.complete(prompt.system, prompt.render(**values), within_s=within_s)

    def _answer(self, question: str, plain: Answer, outcome: _Outcome) -> Answer:
        fitted = fit(plain, outcome.held, question)
        dropped = outcome.dropped + _reasons(fitted.failed)
        writing = Writing(
            model=self.model.name,
            prompts=self.versions,
            dropped=dropped[:MAX_REASONS],
            dropped_more=max(0, len(dropped) - MAX_REASONS),
            usage=outcome.usage,
            from_cache=outcome.from_cache,
        )
        if not plain.answered:
            vetoed = bool(fitted.held)
            return replace(plain, writing=replace(writing, vetoed=vetoed))
        if fitted.held:
            return compose(plain, fitted, writing)
        overruled = outcome.said is Said.DECLINED
        told = replace(writing, fallback=self._fallback(outcome), overruled=overruled)
        return replace(plain, writing=told)

    def _fallback(self, outcome: _Outcome) -> str:
        if outcome.said is Said.DECLINED:
            return SAID_NO.format(model=self.model.name)
        if outcome.failure:
            return FAILED.format(why=outcome.failure)
        held = NOTHING_HELD if outcome.said is Said.SENTENCES else NOTHING_SAID
        return held.format(model=self.model.name)

    def _key(self, question: str, sheet: Sheet, evidence: Evidence) -> str:
        picks = [(p.article.id, p.span.start, p.span.end) for p in evidence.picks]
        parts = [
            RULES, question, sheet.fingerprint, picks, self.versions, self.model.name,
            self.server, self.evidence_tokens,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _recalled(self, key: str, sheet: Sheet, question: str) -> _Outcome | None:
        """What is kept of this question, if all of it still holds."""
        kept = self.cache.get(key) if self.cache else None
        if kept is None:
            return None
        held = [recalled(text, places, sheet, question) for text, places in kept.sentences]
        whole = tuple(one for one in held if one is not None)
        if len(whole) < len(held):
            return None
        return _Outcome(kept.said, whole, kept.dropped, from_cache=True)

    def _keep(self, key: str, outcome: _Outcome) -> None:
        if self.cache and outcome.is_final:
            sentences = tuple(
                (one.text, tuple(place_of(quote) for quote in one.quotes)) for one in outcome.held
            )
            self.cache.put(key, Kept(outcome.said, sentences, outcome.dropped))


def _sorted(
    drafts: Iterable[Draft], sheet: Sheet, question: str
) -> tuple[tuple[Held, ...], tuple[Failed, ...]]:
    """The drafts that hold, and those that do not."""
    with span("check"):
        results = [hold(draft, sheet, question) for draft in drafts]
    held = tuple(one for one in results if isinstance(one, Held))
    return held, tuple(one for one in results if isinstance(one, Failed))


def _reasons(failed: Iterable[Failed], left_out: int = 0) -> tuple[str, ...]:
    reasons = [f"“{_excerpt(one.text)}”: {one.reason}" for one in failed]
    if left_out:
        reasons.append(f"{left_out} more: an answer has at most {MAX_SENTENCES} sentences")
    return _distinct(reasons)


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT_CHARS else f"{text[: EXCERPT_CHARS - 1].rstrip()}…"


def _distinct(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))


def _kept(held: Sequence[Held]) -> str:
    return "\n".join(f"- {neutral(one.text)}" for one in held) or NONE


def _listed(failed: Sequence[Failed]) -> str:
    """What failed, with the reasons, for the model to read."""
    return "\n".join(
        f"- {neutral(one.text)}\n  Reason: {neutral(one.reason)}" for one in failed[:MAX_REASONS]
    )
