"""The invented news: well formed, and apart from what the reader that learned it is measured on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.held_back import EVERY, is_held_back

FOLDER = Path(__file__).parents[1] / "seeds" / "invented_news"
ROUNDS = ("first_round", "second_round", "third_round", "fourth_round", "fifth_round")
ASIDE = ("set_aside", "third_set_aside", "fourth_set_aside", "fifth_set_aside")
FILES = (*ROUNDS, *ASIDE)
# Of the questions, how many have no answer; of the first two rounds nearly half.
SHARES = {"third": (0.25, 0.35), "fourth": (0.25, 0.35), "fifth": (0.35, 0.45)}
Story = dict[str, Any]


def stories(name: str) -> list[Story]:
    read: list[Story] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["data"]
    return read


def asked(story: Story) -> list[dict[str, Any]]:
    (paragraph,) = story["paragraphs"]
    questions: list[dict[str, Any]] = paragraph["qas"]
    return questions


def text(story: Story) -> str:
    return str(story["paragraphs"][0]["context"])


@pytest.mark.parametrize("name", FILES)
def test_every_answer_stands_where_it_is_said_to_stand(name: str) -> None:
    for story in stories(name):
        for question in asked(story):
            for answer in question["answers"]:
                start = answer["answer_start"]
                assert text(story)[start : start + len(answer["text"])] == answer["text"]


@pytest.mark.parametrize("name", FILES)
def test_many_of_the_questions_have_no_answer(name: str) -> None:
    questions = [question for story in stories(name) for question in asked(story)]
    impossible = [question for question in questions if question["is_impossible"]]
    at_least, at_most = SHARES.get(name.split("_", maxsplit=1)[0], (0.4, 0.6))
    assert at_least < len(impossible) / len(questions) < at_most
    assert {question["kind"] for question in impossible} == {"near", "false", "swap"}
    assert all(bool(q["answers"]) is not q["is_impossible"] for q in questions)
    assert len({question["id"] for question in questions}) == len(questions)


def test_what_is_set_aside_is_not_trained_on() -> None:
    trained = [story for name in ROUNDS for story in stories(name)]
    aside = [story for name in ASIDE for story in stories(name)]
    assert not {text(story) for story in trained} & {text(story) for story in aside}
    assert not {story["title"] for story in trained} & {story["title"] for story in aside}


def test_one_story_in_seven_is_left_for_the_calibration() -> None:
    held_back = [is_held_back(text(story)) for name in ROUNDS for story in stories(name)]
    assert sum(held_back) / len(held_back) == pytest.approx(1 / EVERY, rel=0.4)


@pytest.mark.parametrize("name", FILES)
def test_it_is_not_about_what_the_five_articles_are_about(name: str) -> None:
    about = re.compile(r"Russia|Ukrain|\bNATO\b|\bOSCE\b|Kremlin|Putin|Moscow|Kyiv")
    assert not [story["title"] for story in stories(name) if about.search(text(story))]
