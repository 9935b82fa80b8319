"""The choice of a judge, and the judges that ask a model: stand-ins for the models themselves."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from evaluation_cases import quoted

from bot.evaluation.judges import Remembering, Verdict, judge
from bot.evaluation.judging.models import EntailmentJudge, LanguageModelJudge
from bot.evaluation.judging.offline import OfflineJudge
from index import chrome, markdown
from index.articles import Article, Quote
from index.errors import ModelError, UsageError

LABELS = ("contradiction", "entailment", "neutral")


class Encoder:
    """Gives the same row for every pair, and keeps the pairs."""

    def __init__(self, row: object) -> None:
        self.pairs: list[tuple[str, str]] = []
        self._row = row

    def predict(self, pairs: list[tuple[str, str]], /) -> object:
        self.pairs += pairs
        return np.array([self._row])


@dataclass
class Completion:
    text: str


class Completer:
    """Says the same to every prompt, and keeps the prompts."""

    def __init__(self, says: str) -> None:
        self.prompts: list[str] = []
        self._says = says

    def complete(self, prompt: str, /) -> Completion:
        self.prompts.append(prompt)
        return Completion(self._says)


def test_the_offline_judge_is_the_one_unless_another_is_named() -> None:
    assert isinstance(judge(), OfflineJudge)
    assert judge("offline").name == "offline"


@pytest.mark.parametrize("spec", ["", "nli", "nli:", "Offline", "gpt:4", "offline:x"])
def test_an_unknown_judge_is_refused_with_those_there_are(spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        judge(spec)
    assert str(caught.value) == f"Unknown judge {spec!r}. Use one of: offline, nli:MODEL."


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is not None,
    reason="sentence-transformers is installed",
)
def test_a_judge_whose_package_is_not_installed_says_what_to_install() -> None:
    with pytest.raises(UsageError, match=r"nli:some/model needs .* pip install sentence-transf"):
        judge("nli:some/model")


def test_entailment_is_support_with_its_probability_as_the_score() -> None:
    encoder = Encoder([0.0, math.log(8), 0.0])
    verdict = EntailmentJudge("m", encoder, LABELS).supports(
        "It rains.", quoted("It is wet.", "It rains.")
    )
    assert verdict.supported
    assert verdict.score == pytest.approx(0.8)
    assert encoder.pairs == [("It is wet.\nIt rains.", "It rains.")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([math.log(8), 0.0, 0.0], "the model finds contradiction (0.80)"),
        ([0.0, 0.0, math.log(8)], "the model finds neutral (0.80)"),
    ],
)
def test_what_is_not_entailed_is_not_supported(row: list[float], why: str) -> None:
    verdict = EntailmentJudge("m", Encoder(row), LABELS).supports("It rains.", quoted("It is dry."))
    assert (verdict.supported, verdict.reason) == (False, why)
    assert verdict.score == pytest.approx(0.1)


def test_labels_may_come_in_another_order_and_number() -> None:
    two = EntailmentJudge("m", Encoder([1.0, 2.0]), ("not_entailment", "ENTAILMENT"))
    assert two.supports("It rains.", quoted("It rains.")).supported


def test_a_model_without_a_label_for_entailment_is_refused() -> None:
    with pytest.raises(ModelError, match="only label_0"):
        EntailmentJudge("m", Encoder([0.5]), ("LABEL_0",))


@pytest.mark.parametrize("row", [[0.1], 0.5, [0.1, 0.2, math.nan], [0.1, 0.2, 0.3, 0.4]])
def test_a_model_that_gives_no_number_for_each_label_is_refused(row: object) -> None:
    with pytest.raises(ModelError, match="one number for each of its labels"):
        EntailmentJudge("m", Encoder(row), LABELS).supports("It rains.", quoted("It rains."))


@pytest.mark.parametrize("said", ["yes", "Yes.", " YES! \n"])
def test_a_plain_yes_of_a_language_model_is_support(said: str) -> None:
    model = Completer(said)
    verdict = LanguageModelJudge(model, "llm").supports("It {rains}.", quoted("Wet.", "It rains."))
    assert (verdict.supported, verdict.score) == (True, 1.0)
    assert "[1] Wet.\n[2] It rains." in model.prompts[0]
    assert "It {rains}." in model.prompts[0]


CLAIMS = "# Expenses\n\n## Fines\n\nYou cannot claim:\n\n- parking [fines]\n\nAsk first.\n"


def claims() -> list[Quote]:
    """An item of a list, a sentence below a heading, and one below none."""
    marked = markdown.read(CLAIMS)
    one = Article("a", CLAIMS, chrome.mark(CLAIMS, marked.spans), title="Expenses")
    at = [CLAIMS.index(words) for words in ("- parking", "Ask")]
    return [one.quote(at[0], at[0] + 17), one.quote(at[1], at[1] + 10), *quoted("It rains.")]


def test_a_language_model_is_shown_quotes_under_their_headings() -> None:
    model = Completer("yes")
    LanguageModelJudge(model, "llm").supports("You can claim fines.", claims())
    shown = (
        '<section heading="Fines / You cannot claim:">\n[1] - parking (fines)\n</section>\n'
        '<section heading="Fines">\n[2] Ask first.\n</section>\n[3] It rains.'
    )
    assert shown in model.prompts[0]


def test_a_model_of_entailment_reads_quotes_below_their_headings() -> None:
    encoder = Encoder([0.0, 9.0, 0.0])
    EntailmentJudge("m", encoder, LABELS).supports("You can claim fines.", claims()[:1])
    assert encoder.pairs[0][0] == "Fines\nYou cannot claim:\n- parking [fines]"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("No", "the model says no"),
        ("no: the quotes do not name Lavrov.", "the quotes do not name Lavrov"),
        ("Yes, but only partly", "the model says neither yes nor no: “Yes, but only partly”"),
        ("Yesterday", "the model says neither yes nor no: “Yesterday”"),
        ("not sure", "the model says neither yes nor no: “not sure”"),
        ("nothing", "the model says neither yes nor no: “nothing”"),
        ("yes\nno", "the model says neither yes nor no: “yes\nno”"),
        ("", "the model says neither yes nor no: “”"),
    ],
)
def test_whatever_else_a_language_model_says_is_no_support(said: str, why: str) -> None:
    verdict = LanguageModelJudge(Completer(said), "llm").supports("It rains.", quoted("It rains."))
    assert (verdict.supported, verdict.reason) == (False, why)


@pytest.mark.parametrize("evidence", [[], [""], [" ", "\n"]])
def test_no_model_is_asked_without_evidence(evidence: list[str]) -> None:
    encoder, model = Encoder([0.0, 9.0, 0.0]), Completer("yes")
    for asked in (EntailmentJudge("m", encoder, LABELS), LanguageModelJudge(model, "llm")):
        assert asked.supports("It rains.", quoted(*evidence)) == Verdict(False, "there is no quote")
    assert (encoder.pairs, model.prompts) == ([], [])


class Counting:
    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        self.asked += 1
        return Verdict(statement in [quote.text for quote in evidence])


def test_a_remembering_judge_asks_once_for_the_same_and_again_for_another() -> None:
    counting = Counting()
    remembering = Remembering(counting)
    assert remembering.name == "counting"
    asked = (quoted("a"), quoted("a"), quoted("b"))
    assert [remembering.supports("a", e).supported for e in asked] == [True, True, False]
    assert counting.asked == 2
