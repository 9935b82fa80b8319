"""Training examples: what a window is, what it answers, and what nothing is trained on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from bot.evaluation.held_back import EVERY, is_held_back
from bot.evaluation.questions import Place
from bot.training.__main__ import main
from bot.training.asides import GIBBERISH, aside, phrases
from bot.training.examples import ASIDES, IMPOSSIBLE_EACH, examples
from bot.training.windows import Window, cut, without_answer
from index.articles import Article, Span

TEXT = "One rose. Two fell in Riga. Three slept."
SPANS = (Span(0, 9), Span(10, 27), Span(28, 40))
ARTICLE = Article("a", TEXT, SPANS)


def window(*places: Place, first: int = 0) -> Window:
    return cut(ARTICLE, SPANS[first:], "Where?", places, kind="answer", source="here")


def test_offsets_of_a_window_are_in_its_own_text() -> None:
    made = window(Place("a", 22, 26), first=1)
    assert [made.text[slice(*place)] for place in made.sentences] == [
        "Two fell in Riga.",
        "Three slept.",
    ]
    assert [made.text[slice(*place)] for place in made.answers] == ["Riga"]


@pytest.mark.parametrize("place", [Place("b", 22, 26), Place("a", 5, 12), Place("a", 0, 3)])
def test_an_answer_outside_of_a_window_is_none_of_its(place: Place) -> None:
    assert window(place, first=1).answers == ()


def test_without_its_answer_a_window_keeps_the_other_sentences() -> None:
    rest = without_answer(window(Place("a", 22, 26)))
    assert rest is not None
    assert rest.text == "One rose. Three slept."
    assert [rest.text[slice(*place)] for place in rest.sentences] == ["One rose.", "Three slept."]
    assert (rest.answers, rest.kind) == ((), "removed")


def test_nothing_is_left_of_a_window_that_is_all_answer() -> None:
    assert without_answer(window(Place("a", 28, 33), first=2)) is None


def test_a_window_that_says_the_answer_again_is_no_example() -> None:
    article = Article("a", "Riga won. They love Riga.", (Span(0, 9), Span(10, 25)))
    made = cut(article, article.spans, "Who?", [Place("a", 0, 4)], kind="answer", source="here")
    assert without_answer(made) is None


def test_about_one_paragraph_in_seven_is_held_back_whatever_its_white_space() -> None:
    held = [is_held_back(f"Paragraph {n}.") for n in range(2_000)]
    assert sum(held) == pytest.approx(2_000 / EVERY, rel=0.2)
    assert held[:50] == [is_held_back(f"  Paragraph\n{n}. ") for n in range(50)]


def test_files_become_examples(tmp_path: Path) -> None:
    contexts = [f"In {1900 + n} the mayor of Riga opened bridge {n}. It rained." for n in range(12)]
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": str(n),
                    "question": f"Who opened bridge {n} in {1900 + n}?",
                    "answers": [{"text": "the mayor of Riga", "answer_start": 8}],
                },
                {"id": f"{n}x", "question": "Who shut it?", "answers": [], "is_impossible": True},
            ],
        }
        for n, context in enumerate(contexts)
    ]
    file = tmp_path / "wiki.json"
    file.write_text(json.dumps({"data": [{"title": "Riga", "paragraphs": paragraphs}]}))
    main(["--squad", str(file), "--out", str(tmp_path / "out.jsonl")])
    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    kept = [context for context in contexts if not is_held_back(context)]
    assert 0 < len(kept) < len(contexts)
    assert sum(one["kind"] == "answer" for one in made) == len(kept)
    assert sum(one["kind"] == "impossible" for one in made) == len(kept)
    assert {one["kind"] for one in made} >= {"answer", "impossible", "changed"}
    held_back = [context for context in contexts if is_held_back(context)]
    assert not any(context in one["text"] for one in made for context in held_back)
    for one in made:
        answers = [one["text"][a:b] for a, b in one["answers"]]
        assert answers == (["the mayor of Riga"] if one["kind"] == "answer" else [])


def test_of_a_whole_article_the_passages_that_do_not_answer_are_learned_from(
    tmp_path: Path,
) -> None:
    rivers = ("Daugava", "Venta", "Gauja", "Salaca", "Lielupe", "Ogre")
    filling = " ".join(["The water was cold and it stayed so for a long while."] * 9)
    context = "\n\n".join(f"The {river} froze at bridge {river}. {filling}" for river in rivers)
    answer = {"text": "Gauja", "answer_start": context.index("Gauja")}
    asked = [
        {"id": "1", "question": "Which river froze at bridge Gauja?", "answers": [answer]},
        {"id": "2", "question": "Who froze?", "answers": [], "is_impossible": True},
    ]
    assert not is_held_back(context)
    paragraphs = [{"context": context, "qas": asked}]
    file = tmp_path / "news.json"
    file.write_text(json.dumps({"data": [{"title": "Rivers", "paragraphs": paragraphs}]}))
    others: list[str] = []
    for draw in range(12):
        made = list(examples(file, draw))
        impossible = [one for one in made if one.kind == "impossible"]
        assert len(impossible) == IMPOSSIBLE_EACH
        assert len({one.text for one in impossible}) == IMPOSSIBLE_EACH
        assert not any(one.answers for one in impossible)
        others += [one.text for one in made if one.kind == "other passage"]
    assert len(others) == 12  # one of each draw: the same article, where it does not answer
    assert not any("Gauja" in text for text in others)


def test_of_some_windows_the_question_asks_nothing_of_the_articles(tmp_path: Path) -> None:
    context = "The Gauja froze at the old bridge. The water was cold, and it rained."
    answer = {"text": "Gauja", "answer_start": 4}
    asked = [{"id": str(n), "question": f"Which {n}?", "answers": [answer]} for n in range(40)]
    file = tmp_path / "news.json"
    data = [{"title": "Rivers", "paragraphs": [{"context": context, "qas": asked}]}]
    file.write_text(json.dumps({"data": data}))
    assert not is_held_back(context)
    asides = [one for one in examples(file) if one.kind == "aside"]
    assert len(asides) == ASIDES * len(asked)
    assert {one.text for one in asides} == {context}
    assert not any(one.answers for one in asides)


def test_an_aside_is_one_of_the_phrases_or_letters_that_mean_nothing() -> None:
    random = Random(3)  # noqa: S311 - the same each time
    said = [aside(random) for _ in range(500)]
    known = [one for one in said if one in phrases()]
    assert len(known) / len(said) == pytest.approx(1 - GIBBERISH, abs=0.06)
    assert len(set(known)) > 100
    assert all(re.fullmatch(r"[a-z]+( [a-z]+){0,2}", one) for one in said if one not in phrases())
    assert len(set(phrases())) == len(phrases())
