"""One story republished is one source, whatever its headline; two reports of one event are two."""

from __future__ import annotations

import time
from itertools import combinations
from pathlib import Path

import pytest

from bot.sources import independent, is_one_story, stories
from index import chrome
from index.articles import Article
from index.formats import read

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
STORY = """The river rose by two metres in the night and reached the old bridge at dawn.
Farmers in the valley had moved their cattle to the hills on Sunday, before the rain began.
“We have never seen the water come this fast,” said Ada Brook, the mayor of Millford.
The army sent forty soldiers with boats, and the school opened its hall for those without a home.
Forecasters expect another storm by the end of the week, though a weaker one."""
OTHER = """Millford was under water on Monday after the heaviest rain in thirty years.
“We have never seen the water come this fast,” said Ada Brook, the mayor of Millford.
Insurers put the damage at eleven million, and the railway to the coast will stay closed until May.
Ministers met in the capital to talk about money for new dams, which the opposition has long wanted.
Nobody was hurt, the fire brigade said, although three people had to be taken from a roof."""


def article(name: str, text: str) -> Article:
    return Article(name, text, chrome.mark(text))


def test_a_story_under_another_headline_and_with_the_web_page_s_words_is_one_story() -> None:
    paper = article("paper", f"Flood in Millford\n\n{STORY}")
    blog = article("blog", f"Share this\n\nWater everywhere!\n\n{STORY}\n\nLeave a Reply")
    assert independent([paper, blog]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        STORY.replace("two metres", "three metres").replace("forty", "fifty"),
        "\n".join(STORY.splitlines()[:3]),
        f"MILLFORD — {STORY} Our reporter adds that the bridge was built by the Romans.",
        STORY.upper(),
        STORY.replace("\n", " "),
    ],
)
def test_a_changed_line_a_cut_end_and_another_setting_make_no_other_story(changed: str) -> None:
    assert is_one_story(article("a", STORY), article("b", changed))


def test_two_reports_of_one_event_that_share_a_quotation_are_two_stories() -> None:
    assert independent([article("a", STORY), article("b", OTHER)]) == 2


def test_the_five_articles_are_five_stories() -> None:
    articles = [read(path) for path in sorted(SEEDS.glob("*.txt"))]
    assert independent(articles) == 5
    assert not any(is_one_story(*pair) for pair in combinations(articles, 2))


def test_an_article_republished_with_a_tenth_of_its_words_changed_is_the_same_story() -> None:
    original = read(SEEDS / "001_8047bd74757c77e9.txt")
    words = original.text.split(" ")
    changed = " ".join("changed" if n % 10 == 9 else word for n, word in enumerate(words))
    assert is_one_story(original, article("copy", changed))


def test_the_same_article_twice_is_one_and_none_are_none() -> None:
    one = article("a", STORY)
    assert independent([one, one]) == 1
    assert independent([]) == 0


def test_articles_that_both_tell_what_a_third_tells_in_full_are_one_story() -> None:
    first, second = article("a", STORY), article("b", OTHER)
    both = article("c", f"{STORY}\n{OTHER}")
    assert stories([first, second, both]) == [[first, second, both]]


def test_texts_of_a_sentence_or_two_are_too_short_to_be_one_story() -> None:
    line = "The river rose by two metres in the night and reached the bridge."
    assert independent([article("a", line), article("b", line)]) == 2


def test_of_articles_that_were_read_before_it_takes_less_than_a_millisecond() -> None:
    articles = [read(path) for path in sorted(SEEDS.glob("*.txt"))][:4]
    independent(articles)
    times = []
    for _ in range(20):
        started = time.perf_counter()
        independent(articles)
        times.append(time.perf_counter() - started)
    assert sorted(times)[10] < 0.001
