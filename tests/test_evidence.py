"""Which sentences are picked, in which order, and when they do not answer.

The weights are made by hand so that a sentence's score is its lexical share and the probability
that it is evidence falls by how much it is below the best: everything can be worked out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence import MAX_QUOTES, Evidence, Picker
from bot.features import FEATURES
from bot.likeness import (
    ANSWER_SIGNS,
    BEST_OF,
    CONSIDERED,
    OWN,
    SENTENCE_SIGNS,
    answer_signs,
    sentence_signs,
)
from bot.weights import Floats, Logistic, Weights
from index.articles import Article, Passage, Span
from index.catalog import Entry
from index.search import Findings, Hit

DIMENSIONS = 16
SIGNS = len(ANSWER_SIGNS) + len(OWN) + len(BEST_OF)
BIAS = 3.0  # the best sentence has the probability 1 / (1 + e^-3), one 3 below it one half


@dataclass(frozen=True)
class Said:
    """A sentence, how well its words match, and which direction its meaning has."""

    text: str
    lexical: float
    meaning: tuple[float, float] | None = None


def weights(*, show: float = 0.5, answer_from: float = 0.5) -> Weights:
    """The score is `lexical`; a score of 2 gives the confidence one half."""
    return Weights(
        rank=one_hot(FEATURES, "lexical"),
        sentence=Logistic(one_hot(SENTENCE_SIGNS, "below_best"), BIAS),
        answer=Logistic(np.eye(SIGNS)[ANSWER_SIGNS.index("score")], -2.0),
        show=show,
        answer_from=answer_from,
    )


def one_hot(names: Sequence[str], name: str) -> Floats:
    return np.array([float(one == name) for one in names])


def entry(name: str, said: Sequence[Said]) -> Entry:
    text, spans, vectors = "", [], np.eye(DIMENSIONS)[: len(said)]
    for n, sentence in enumerate(said):
        spans.append(Span(len(text), len(text) + len(sentence.text)))
        text += sentence.text + " "
        if sentence.meaning:
            vectors[n] = np.pad(sentence.meaning, (DIMENSIONS - 2, 0))
    article = Article(name, text, tuple(spans))
    none = np.zeros((0, 2), dtype=np.int8)
    counts = np.zeros(len(said), dtype=np.int32)
    passages = (Passage(article, tuple(spans)),)
    return Entry(article, passages, vectors.astype(np.float16), none, counts, "", "", name)


def found(*, stems: tuple[str, ...] = ("leader",), **articles: Sequence[Said]) -> Findings:
    """Findings with one passage an article, which has all its sentences."""
    entries = [entry(name, said) for name, said in articles.items()]
    hits = [Hit(one.passages[0], one, 0, 0.5, 0.5, 1.0) for one in entries]
    sizes = [len(said) for said in articles.values()]
    lexical = [sentence.lexical for said in articles.values() for sentence in said]
    return Findings(
        question="Who?",
        stems=stems,
        weights=np.ones(len(stems), dtype=np.float32),
        vector=np.zeros(DIMENSIONS, dtype=np.float32),
        stem_vectors=np.zeros((len(stems), 2), dtype=np.int8),
        hits=tuple(hits),
        owners=np.repeat(np.arange(len(sizes)), sizes),
        numbers=np.concatenate([np.arange(size) for size in (*sizes, 0)]).astype(np.int64),
        lexical=np.array(lexical, dtype=np.float32),
        cosines=np.zeros(len(lexical), dtype=np.float32),
        generation="1",
    )


def texts(evidence: Evidence) -> list[str]:
    return [pick.article.text[pick.span.start : pick.span.end] for pick in evidence.picks]


NOUNS = (
    "River", "Bread", "Stone", "Wall", "Table", "House", "Garden", "Window", "Letter", "Bridge",
    "Tower",
)  # fmt: skip


def distinct(*scores: float) -> list[Said]:
    """Sentences that share no word, with these scores."""
    return [Said(f"{NOUNS[n]} {n}.", score) for n, score in enumerate(scores)]


# The order, the threshold, the limit


def test_the_best_comes_first() -> None:
    evidence = Picker(weights()).pick(found(a=distinct(1.0, 3.0), b=distinct(0, 0, 2.0)[2:]))
    assert texts(evidence) == ["Bread 1.", "Stone 2.", "River 0."]


def test_of_equals_the_first_found_comes_first() -> None:
    evidence = Picker(weights()).pick(found(a=distinct(2.0, 2.0, 2.0)))
    assert texts(evidence) == ["River 0.", "Bread 1.", "Stone 2."]


def test_a_further_one_needs_the_probability_to_be_shown() -> None:
    evidence = Picker(weights(show=0.5)).pick(found(a=distinct(5.0, 2.1, 1.9, 0.0)))
    assert texts(evidence) == ["River 0.", "Bread 1."]


def test_the_best_is_shown_whatever_its_probability() -> None:
    assert texts(Picker(weights(show=1.0)).pick(found(a=distinct(1.0, 0.9)))) == ["River 0."]


def test_a_probability_is_what_the_model_says_of_it() -> None:
    evidence = Picker(weights()).pick(found(a=distinct(5.0, 3.0)))
    wanted = [1 / (1 + np.exp(-BIAS)), 1 / (1 + np.exp(-BIAS + 2.0))]
    assert [pick.probability for pick in evidence.picks] == pytest.approx(wanted)


def test_four_are_shown_at_most() -> None:
    evidence = Picker(weights(show=0.0)).pick(found(a=distinct(*[2.0] * 11)))
    assert len(evidence.picks) == MAX_QUOTES == 4


def test_only_the_best_few_are_looked_at() -> None:
    same = [Said(f"The river rose{'.' * n}", 2.0) for n in range(1, CONSIDERED + 1)]
    evidence = Picker(weights(show=0.0)).pick(found(a=[*same, Said("Bread.", 1.0)]))
    assert texts(evidence) == ["The river rose."]


@given(st.lists(st.floats(-5, 5, width=16), min_size=1, max_size=11))
def test_picks_are_best_first_and_each_is_likely_enough(scores: list[float]) -> None:
    picks = Picker(weights()).pick(found(a=distinct(*scores))).picks
    assert 1 <= len(picks) <= MAX_QUOTES
    assert all(one.probability >= other.probability >= 0.5 for one, other in pairwise(picks))


# Repeats


def test_of_two_sentences_of_an_article_with_the_same_words_one_is_shown() -> None:
    said = [Said("Sherman leads the talks.", 2.0), Said("The talks: Sherman leads!", 1.9)]
    assert texts(Picker(weights()).pick(found(a=said))) == ["Sherman leads the talks."]


def test_of_two_sentences_of_an_article_with_the_same_meaning_one_is_shown() -> None:
    said = [
        Said("No deadline was set.", 2.0, (1, 0)),
        Said("The end stays open.", 1.9, (0.95, 0.3)),
    ]
    assert texts(Picker(weights()).pick(found(a=said))) == ["No deadline was set."]


def test_two_sentences_of_an_article_with_another_meaning_are_both_shown() -> None:
    said = [Said("No deadline was set.", 2.0, (1, 0)), Said("The end stays open.", 1.9, (0.6, 0.8))]
    assert len(Picker(weights()).pick(found(a=said)).picks) == 2


def test_the_same_fact_in_the_words_of_two_articles_is_shown_twice() -> None:
    one, other = Said("No deadline was set.", 2.0, (1, 0)), Said("The end is open.", 1.9, (1, 0))
    evidence = Picker(weights()).pick(found(a=[one], b=[other]))
    assert [pick.article.id for pick in evidence.picks] == ["a", "b"]


@pytest.mark.parametrize("text", ["Sherman leads the talks.", "So it is.", "— 😀 —"])
def test_a_copy_in_another_article_is_not_shown(text: str) -> None:
    evidence = Picker(weights()).pick(found(a=[Said(text, 1.9)], b=[Said(text, 2.0)]))
    assert [pick.article.id for pick in evidence.picks] == ["b"]


def test_sources_that_differ_in_a_number_are_both_shown() -> None:
    said = "Russia moved {} soldiers with tanks and guns to the Ukrainian border in winter."
    one, other = (
        [Said(said.format(count), score)] for count, score in (("100,000", 2.0), ("175,000", 1.0))
    )
    assert len(Picker(weights(show=0.0)).pick(found(a=one, b=other)).picks) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fourteen people were killed in the explosion at the Almaty power station, the mayor "
         "said.", "Twelve people were killed in the explosion at the Almaty power station, the "
         "mayor said."),
        ("Ryabkov did not rule out a deployment to Cuba.", "Ryabkov did rule out a deployment to "
         "Cuba."),
        ("Russia will attend the talks in Geneva.", "Russia won’t attend the talks in Geneva."),
        ("Russia will attend the talks in Geneva.", "Russia refused to attend the talks in "
         "Geneva."),
        ("The talks in Geneva begin on Monday evening.", "The talks in Geneva begin on Tuesday "
         "evening."),
        ("The talks between Russia and the United States in Geneva begin.", "The talks between "
         "Russia and the United States in Geneva begin on Monday."),
        ("Deputy Foreign Minister Sergei Lavrov leads the Russian delegation.", "Foreign Minister "
         "Sergei Lavrov leads the Russian delegation."),
        ("NATO rejected the Russian demand at the talks.", "NATO accepted the Russian demand at "
         "the talks."),
        ("The talks begin before the summit.", "The talks begin after the summit."),
        ("Russian troops fired at Ukrainian troops.", "Ukrainian troops fired at Russian troops."),
        ("Sherman said that she was ready.", "Sherman said that he was ready."),
        ("The storm killed a farmer and his cows in Millford.", "The storm killed a farmer and two "
         "of his cows in Millford."),
        ("Karl Holm murdered the mayor of Varna.", "Karl Holm allegedly murdered the mayor of "
         "Varna."),
        ("The ministry confirmed the sale of the dam.", "The ministry reportedly confirmed the "
         "sale of the dam."),
        ("The army of Zembla shelled the town.", "The rebel army of Zembla shelled the town."),
        ("Mayor Karl Holm stole the silver of the town.", "The son of mayor Karl Holm stole the "
         "silver of the town."),
        ("The council opposes the plan of Acme.", "The council opposes critics of the plan of "
         "Acme."),
        ("Karl Holm was arrested for the murder of Ann Lee.", "Karl Holm was arrested for the "
         "attempted murder of Ann Lee."),
    ],
)  # fmt: skip
def test_sources_that_may_contradict_each_other_are_both_shown(one: str, other: str) -> None:
    findings = found(a=[Said(one, 2.0)], b=[Said(other, 1.9)])
    assert texts(Picker(weights()).pick(findings)) == [one, other]


@pytest.mark.parametrize(
    "other",
    [
        "Wendy Sherman, the diplomat, leads the U.S. delegation at the talks in Geneva!",
        "Wendy Sherman is leading an American delegation at talks in Geneva.",
        "Wendy Sherman leads the American delegation in Geneva.",
    ],
)
def test_what_another_source_tells_in_the_same_words_is_shown_once(other: str) -> None:
    said = "Wendy Sherman leads the American delegation at the talks in Geneva."
    findings = found(a=[Said(said, 2.0)], b=[Said(other, 1.9)])
    assert texts(Picker(weights()).pick(findings)) == [said]


def test_a_question_without_a_word_is_declined_however_sure() -> None:
    evidence = Picker(weights(answer_from=0.0)).pick(found(stems=(), a=distinct(9.0)))
    assert not evidence.answers


def test_different_sentences_without_a_word_are_no_repeats() -> None:
    evidence = Picker(weights()).pick(found(a=[Said("So it is.", 2.0)], b=[Said("Not so.", 1.9)]))
    assert len(evidence.picks) == 2


def test_a_repeat_leaves_its_room_to_the_next() -> None:
    said = [Said("Sherman leads.", 2.5), Said("Sherman leads!", 2.4), *distinct(2.0, 1.9, 1.8)]
    evidence = Picker(weights()).pick(found(a=said))
    assert texts(evidence) == ["Sherman leads.", "River 0.", "Bread 1.", "Stone 2."]


# Questions in articles


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Who do I call about lost luggage?", "Who do I call about lost luggage?"),
        ("Q: Who do I call about lost luggage?", "Whom do I contact about lost luggage?"),
        ("“Why should we trust them?”", "Why should we trust them?"),
        ("MS. PRICE: Dr. Voss, is it true that you left the board in 2019?", "Did Voss leave?"),
        ("**Q:** Do you blame yourself, Dr. Voss?", "Does Voss blame herself?"),
        ("You cannot claim:", "What can I not claim?"),
    ],
)
def test_what_only_asks_what_was_asked_is_no_evidence(sentence: str, question: str) -> None:
    findings = found(a=[Said(sentence, 5.0), Said("Call the desk.", 3.0)], b=distinct(1.0))
    evidence = Picker(weights()).pick(replace(findings, question=question))
    assert texts(evidence) == ["Call the desk.", "River 0."]
    alone = replace(found(a=[Said(sentence, 5.0)]), question=question)
    assert Picker(weights()).pick(alone) == Evidence((), 0.0, answers=False)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("“Why should we trust them?”", "Who asked why we should trust them?"),
        ("“Why should we trust them?” he asked.", "Why should we trust them?"),
        ("Why did you leave Riga in 2019?", "When did Voss leave Riga?"),
        ("What if it leaks?", "What worries Gray about the dam?"),
        ("PRICE: Is it true that you left in 2019?", "Who asked whether Voss left?"),
        ("PRICE: Did the crane fall?", "Why was Voss dismissed by the water board?"),
    ],
)
def test_a_question_that_says_something_may_be_evidence(sentence: str, question: str) -> None:
    findings = found(a=[Said(sentence, 5.0), Said("Call the desk.", 3.0)])
    evidence = Picker(weights()).pick(replace(findings, question=question))
    assert texts(evidence)[0] == sentence


# Answered or declined


def test_with_nothing_found_it_declines_without_confidence() -> None:
    assert Picker(weights()).pick(found()) == Evidence((), 0.0, answers=False)


@pytest.mark.parametrize(("score", "answers"), [(1.9, False), (2.0, True), (2.1, True)])
def test_it_answers_from_the_threshold_on(score: float, answers: bool) -> None:
    evidence = Picker(weights(answer_from=0.5)).pick(found(a=distinct(score)))
    assert evidence.confidence == pytest.approx(1 / (1 + np.exp(2.0 - score)))
    assert evidence.answers is answers


@pytest.mark.parametrize(("answer_from", "answers"), [(0.0, True), (1.0, False)])
def test_the_bundled_picker_takes_a_threshold_of_ones_own(
    answer_from: float, answers: bool
) -> None:
    assert Picker.bundled(answer_from).pick(found(a=distinct(2.0))).answers is answers


def test_declined_it_still_has_the_closest() -> None:
    evidence = Picker(weights(answer_from=0.99)).pick(found(a=distinct(1.0, 0.5)))
    assert not evidence.answers
    assert texts(evidence) == ["River 0.", "Bread 1."]


@given(st.floats(-5, 5, width=16), st.floats(-5, 5, width=16))
def test_a_higher_score_is_no_less_sure(one: float, other: float) -> None:
    picker = Picker(weights())
    low, high = sorted((one, other))
    sure = [picker.pick(found(a=distinct(score))).confidence for score in (low, high)]
    assert 0.0 <= sure[0] <= sure[1] <= 1.0


@given(st.lists(st.floats(-600, 600), min_size=2, max_size=9))
def test_a_probability_grows_with_its_sign(signs: list[float]) -> None:
    rows = np.sort(np.array(signs))[:, np.newaxis]
    probabilities = Logistic(np.array([1.0]), 0.0)(rows)
    assert np.all(np.diff(probabilities) >= 0)
    assert np.all((probabilities >= 0) & (probabilities <= 1))


# Signs


def test_the_signs_of_a_sentence_are_its_share_its_log_its_distance_and_its_rank() -> None:
    scores = np.log(np.array([1.0, 3.0]))
    rows = sentence_signs(scores, np.array([1, 0]))
    assert rows == pytest.approx(
        np.array([[0.75, np.log(0.75), 0.0, 0.0], [0.25, np.log(0.25), -np.log(3.0), 1.0]])
    )


def test_the_signs_of_an_answer_are_its_best_sentences_and_the_highest_of_all() -> None:
    features = np.zeros((2, len(FEATURES)))
    features[0, FEATURES.index("coverage")] = 0.25
    features[1, FEATURES.index("coverage")] = 0.75
    scores = np.log(np.array([3.0, 1.0]))
    signs = answer_signs(features, scores, np.array([0, 1]))
    assert signs[:3] == pytest.approx([np.log(3.0), 0.75, np.log(3.0)])
    assert signs[3 + OWN.index("coverage")] == 0.25
    assert signs[3 + len(OWN) + BEST_OF.index("coverage")] == 0.75
    assert signs.shape == (SIGNS,)


def test_a_sentence_found_alone_has_a_margin_too() -> None:
    signs = answer_signs(np.zeros((1, len(FEATURES))), np.array([1.5]), np.array([0]))
    assert signs[:3] == pytest.approx([1.5, 1.0, 3.0])


# Weights


def written(**changes: object) -> str:
    model = {"weights": [0.0], "bias": 0.0}
    fields = {"features": FEATURES, "rank": [0.0], "sentence": model, "answer": model}
    return json.dumps({**fields, "show": 0.2, "answer_from": 0.4, **changes})


def test_weights_are_read_from_json() -> None:
    read = Weights.read(written(rank=[1.0] * len(FEATURES)), FEATURES)
    assert read.rank.sum() == len(FEATURES)
    assert (read.show, read.answer_from, read.answer.bias) == (0.2, 0.4, 0.0)


@pytest.mark.parametrize(
    "features", [FEATURES[1:], [*FEATURES, "more"], FEATURES[::-1], []], ids=str
)
def test_weights_for_other_features_are_refused(features: Sequence[str]) -> None:
    with pytest.raises(ValueError, match="fitted for other features: run make calibrate"):
        Weights.read(written(features=features), FEATURES)
