"""Fitting: what tells evidence from the rest gets the weight, and what is written can be read.

The cases are made up, so that it is known what the fit should find.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeEmbedder

from bot import reading
from bot.calibration.cases import Case, own_cases, squad_cases
from bot.calibration.fitting import fit
from bot.calibration.looks import by_likeness, by_reading
from bot.evaluation.held_back import is_held_back
from bot.evidence import Picker
from bot.features import FEATURES
from bot.likeness import ANSWER_SIGNS, BEST_OF, OWN, SENTENCE_SIGNS, answer_signs
from bot.weights import Weights, bundled
from index.reader import Mark, Text

TELLING = FEATURES.index("coverage")
SENTENCES = 10


def case(rng: np.random.Generator, *, answerable: bool, own: bool) -> Case:
    """Sentences with random features, of which `coverage` alone is high for the gold one."""
    features = rng.normal(size=(SENTENCES, len(FEATURES)))
    features[:, TELLING] = rng.uniform(0.0, 0.4, size=SENTENCES)
    gold = np.zeros(SENTENCES, dtype=bool)
    if answerable:
        gold[rng.integers(SENTENCES)] = True
        features[gold, TELLING] = rng.uniform(0.8, 1.0)
    return Case(features, gold, (gold,) if answerable else (), own=own)


@pytest.fixture(scope="module")
def fitted() -> dict[str, Any]:
    return fit_made_up()


def fit_made_up() -> dict[str, Any]:
    rng = np.random.default_rng(7)
    others = [case(rng, answerable=n % 2 == 0, own=False) for n in range(200)]
    own = [case(rng, answerable=n % 3 > 0, own=True) for n in range(60)]
    return fit(others, own, by_likeness())


@pytest.fixture(scope="module")
def weights(fitted: dict[str, Any]) -> Weights:
    return Weights.read(json.dumps(fitted), FEATURES)


def unseen(*, answerable: bool) -> list[Case]:
    rng = np.random.default_rng(8)
    return [case(rng, answerable=answerable, own=False) for _ in range(100)]


def confidence(weights: Weights, one: Case) -> float:
    scores = one.features @ weights.rank
    signs = answer_signs(one.features, scores, np.argsort(-scores, kind="stable"))
    return float(weights.answer(signs[np.newaxis])[0])


def test_the_feature_that_tells_gets_the_weight(fitted: dict[str, Any]) -> None:
    assert int(np.argmax(np.abs(fitted["rank"]))) == TELLING
    assert fitted["rank"][TELLING] > 0


def test_evidence_that_was_not_fitted_on_comes_first(weights: Weights) -> None:
    first = [int(np.argmax(one.features @ weights.rank)) for one in unseen(answerable=True)]
    right = [bool(c.gold[n]) for n, c in zip(first, unseen(answerable=True), strict=True)]
    assert np.mean(right) >= 0.95


def test_what_is_answerable_is_surer_than_what_is_not(weights: Weights) -> None:
    sure = [confidence(weights, one) for one in unseen(answerable=True)]
    unsure = [confidence(weights, one) for one in unseen(answerable=False)]
    assert np.mean([s > u for s in sure for u in unsure]) >= 0.95


def test_a_confidence_is_how_often_the_quotes_answer_not_how_often_they_could() -> None:
    def misread(one: Case) -> Case:
        """The same, but the sentence that looks right is another one than the one that is."""
        gold = np.roll(one.gold, 1)
        return replace(one, gold=gold, groups=(gold,))

    rng = np.random.default_rng(9)
    others = [case(rng, answerable=n % 2 == 0, own=False) for n in range(200)]
    own = [case(rng, answerable=True, own=True) for _ in range(40)]
    own = [misread(one) if n % 4 == 0 else one for n, one in enumerate(own)]
    own += [case(rng, answerable=False, own=True) for _ in range(20)]
    fitted = fit(others, own, by_likeness())
    weights = Weights.read(json.dumps(fitted), FEATURES)
    answerable = [confidence(weights, one) for one in own[:40]]
    assert np.mean(answerable) == pytest.approx(0.75, abs=0.05)


def test_the_thresholds_are_probabilities(fitted: dict[str, Any]) -> None:
    assert 0.0 <= fitted["show"] <= 1.0
    assert 0.0 <= fitted["answer_from"] <= 1.0


def test_it_says_what_it_gave(fitted: dict[str, Any]) -> None:
    assert list(fitted["gave"]) == [
        "evidence_found", "quotes_that_are_evidence", "first_quote_right", "answered", "declined",
    ]  # fmt: skip
    assert fitted["gave"]["first_quote_right"] >= 0.95
    assert fitted["gave"]["declined"] >= 0.9


def test_the_same_cases_give_the_same_weights(fitted: dict[str, Any]) -> None:
    again = fit_made_up()
    assert np.allclose(again["rank"], fitted["rank"])
    assert again["answer_from"] == pytest.approx(fitted["answer_from"])


def test_what_is_written_is_read_back(fitted: dict[str, Any], weights: Weights) -> None:
    assert weights.rank.tolist() == fitted["rank"]
    assert weights.sentence.weights.tolist() == fitted["sentence"]["weights"]
    assert weights.answer.bias == fitted["answer"]["bias"]
    assert (weights.show, weights.answer_from) == (fitted["show"], fitted["answer_from"])


# The weights that ship


def test_the_shipped_weights_fit_this_versions_features() -> None:
    text = resources.files("bot").joinpath("evidence.json").read_text("utf-8")
    shipped = Weights.read(text, FEATURES)
    assert shipped.rank.shape == (len(FEATURES),)
    assert shipped.sentence.weights.shape == (len(SENTENCE_SIGNS),)
    assert shipped.answer.weights.shape == (len(ANSWER_SIGNS) + len(OWN) + len(BEST_OF),)
    assert 0.0 < shipped.show < 1.0
    assert 0.0 < shipped.answer_from < 1.0
    assert isinstance(Picker.bundled(), Picker)


def test_the_shipped_weights_are_numbers() -> None:
    shipped = bundled("evidence.json", FEATURES)
    fitted = (shipped.rank, shipped.sentence.weights, shipped.answer.weights)
    assert all(np.isfinite(values).all() for values in fitted)
    assert np.isfinite([shipped.sentence.bias, shipped.answer.bias]).all()


def test_the_shipped_weights_of_the_reader_fit_its_signs() -> None:
    shipped = bundled(reading.WEIGHTS, reading.SIGNS)
    signs = len(reading.ANSWER_SIGNS) + len(reading.OF_BEST) + len(reading.HIGHEST)
    assert shipped.rank.shape == (len(reading.SIGNS),)
    assert shipped.sentence.weights.shape == (len(SENTENCE_SIGNS),)
    assert shipped.answer.weights.shape == (signs,)
    assert shipped.short is not None
    assert shipped.short.weights.shape == (len(reading.SHORT_SIGNS),)
    assert 0.0 < shipped.show < 1.0
    assert 0.0 < shipped.answer_from < 1.0
    assert 0.5 <= shipped.short_from < 1.0


# Cases


ARTICLE = "The alpha river rose in Riga.\n\nThe bridge was opened in 1981.\n\nAnna Berg saw it."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "riga.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "articles"


def test_own_cases_are_of_the_tuning_half_only(articles: Path, tmp_path: Path) -> None:
    def line(name: str, *evidence: str) -> str:
        return json.dumps(
            {
                "id": name,
                "question": "Which river rose?",
                "kind": "what",
                "answerable": bool(evidence),
                "evidence": [list(evidence)] if evidence else [],
            }
        )

    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join([line("q1", "riga|alpha"), line("q2", "riga|Anna"), line("q3")]))
    found = list(own_cases(file, articles, FakeEmbedder(), by_likeness().look))
    assert [one.answerable for one in found] == [True, False]
    assert all(one.own for one in found)
    assert [int(one.gold.sum()) for one in found] == [1, 0]


def test_a_squad_question_is_asked_with_and_without_its_paragraph(tmp_path: Path) -> None:
    paragraphs = [
        {
            "context": paragraph,
            "qas": [
                {
                    "id": str(n),
                    "question": "Which river rose?",
                    "answers": [{"text": paragraph[:3], "answer_start": 0}],
                }
            ],
        }
        for n, paragraph in enumerate(ARTICLE.split("\n\n"))
    ]
    file = tmp_path / "wiki.json"
    file.write_text(json.dumps({"data": [{"title": "Riga", "paragraphs": paragraphs}]}))
    found = list(squad_cases(file, FakeEmbedder(), by_likeness().look))
    assert [one.answerable for one in found] == [True, False] * 3
    assert [len(one.gold) for one in found] == [3, 2] * 3
    assert not any(one.own for one in found)
    assert all(one.features.shape == (len(one.gold), len(FEATURES)) for one in found)


class FindsRivers:
    """A reader that marks the first two words of each sentence, surely if they name a river."""

    name, calibrated = "made up", True

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Mark]]:
        return [[self._mark(text.text, *place) for place in text.sentences] for text in texts]

    def _mark(self, text: str, start: int, end: int) -> Mark:
        sure = 3.0 if "river" in text[start:end] else -3.0
        return Mark(sure, sure, sure, (start, text.index(" ", start + 4)))


def test_what_a_reader_marks_is_held_against_the_answers(tmp_path: Path) -> None:
    answer = {"text": "The alpha", "answer_start": 0}
    asked = {"id": "1", "question": "Which river rose?", "answers": [answer]}
    paragraphs = [{"context": ARTICLE, "qas": [asked]}]
    file = tmp_path / "wiki.json"
    file.write_text(json.dumps({"data": [{"title": "Riga", "paragraphs": paragraphs}]}))
    weights = bundled("evidence.json", FEATURES)
    way = by_reading(FindsRivers(), weights)
    (found,) = squad_cases(file, FakeEmbedder(), way.look)
    assert way.features == reading.SIGNS
    assert found.features.shape == (3, len(reading.SIGNS))
    assert found.short is not None
    assert found.short_right is not None
    best = int(np.argmax(found.features[:, reading.SIGNS.index("relevant")]))
    assert found.gold[best]
    assert found.short_right.tolist() == [n == best for n in range(3)]


def test_of_held_back_paragraphs_questions_are_asked_with_a_word_changed_too(
    tmp_path: Path,
) -> None:
    contexts = [
        f"In {1900 + n} the Daugava froze near Riga. The Venta did not, in bridge year {n}."
        for n in range(80)
    ]
    held = [context for context in contexts if is_held_back(context)]
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": str(n),
                    "question": f"Which river froze in {1900 + n}?",
                    "answers": [{"text": "the Daugava", "answer_start": 8}],
                }
            ],
        }
        for n, context in enumerate(contexts)
    ]
    file = tmp_path / "wiki.json"
    file.write_text(json.dumps({"data": [{"title": "Rivers", "paragraphs": paragraphs}]}))
    found = list(squad_cases(file, FakeEmbedder(), by_likeness().look, held_back=True))
    assert sum(one.answerable for one in found) == len(held)
    assert len(found) > 2 * len(held)


def test_a_question_about_a_whole_article_is_asked_as_it_is_only(tmp_path: Path) -> None:
    answer = {"text": ARTICLE[:3], "answer_start": 0}
    asked = [
        {"id": "1", "question": "Which river rose?", "answers": [answer]},
        {"id": "2", "question": "Which river fell?", "answers": [], "is_impossible": True},
    ]
    articles = [
        {"title": str(n), "paragraphs": [{"context": ARTICLE, "qas": asked}]} for n in range(2)
    ]
    file = tmp_path / "news.json"
    file.write_text(json.dumps({"data": articles}))
    found = list(squad_cases(file, FakeEmbedder(), by_likeness().look))
    assert [one.answerable for one in found] == [True, False] * 2
