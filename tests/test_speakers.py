"""Who says a sentence is who the article says; where it leaves a doubt it is nobody."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.speakers import meant_by, speaker_of
from index import chrome
from index.articles import Article, Kind, Span
from index.formats import read

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"

# By the article's first three digits and the beginning of the sentence.
SAID = {
    ("000", "“Sometimes when someone takes a hostage"): "Samuel Charap",
    ("000", "“We are not going there with an outstretched"): "Sergei Ryabkov",
    ("000", "“If we walk in circles"): "Sergei Ryabkov",
    ("000", "“I don’t think we’re going to see any"): "Antony Blinken",
    ("000", "“We’re going to listen to Russia’s"): "Antony Blinken",
    ("000", "“They’re going to have to listen"): "Antony Blinken",
    ("000", "But Blinken said he saw limited"): "Antony Blinken",
    ("000", "“Today’s meeting demonstrated"): "Jens Stoltenberg",
    ("000", "“We need to be prepared for that"): "Jens Stoltenberg",
    ("000", "“And that’s exactly why we are sending"): "Jens Stoltenberg",
    ("000", "“It first and foremost handed a win"): "one EU diplomat",
    ("000", "Noting the disregard for France"): "one EU diplomat",
    ("000", "“On this one, I’m fully with Borrell"): "a second EU diplomat",
    ("000", "“But there are multiple tracks"): "a third diplomat",
    ("000", "After Moscow’s Ryabkov and Washington’s"): "Ned Price",
    ("000", "“The United States will discuss certain"): "the State Department",
    ("000", "“They are trying to break our spirit"): "Maria Zakharova",
    ("000", "But despite U.S. requests"): "a senior U.S. State Department official",
    ("000", "“The Russian military build-up"): "Jens Stoltenberg",  # of the aside before it
    ("001", "“Our intention is to have an open"): "Michael Carpenter",
    ("001", "“The way the Russians think"): "a U.S. government official",
    ("001", "“If the Russians come on Monday"): "Andrea Kendall-Taylor",
    ("001", "“We’ve seen this gaslighting before"): "Antony Blinken",
    ("001", "“The challenge with the Russians"): "a European official",
    ("001", "Putin has also said that military"): "Vladimir Putin",
    ("002", "“Putin is entering these talks"): "Judy Dempsey",
    ("002", "Russia viewed Europe through"): "Judy Dempsey",
    ("002", "“How [the Americans] this circle"): "Judy Dempsey",
    ("002", "“The very fact. . . that security"): "Tatiana Stanovaya",
    ("002", "White House press secretary"): "Jen Psaki",
    ("002", "“We do not know what next week’s"): "Jen Psaki",
    ("002", "“In reality, no one knows"): "Stanovaja",
    ("002", "“Absolutely nothing in our hands"): "Judy Dempsey",
    ("003", "For his part, Ryabkov said"): "Sergei Ryabkov",
    ("003", "“We don’t talk for months or weeks"): "Sergei Ryabkov",
    ("003", "“None.”"): "Sergei Ryabkov",
    ("003", "She said the US is ready"): "Wendy Sherman",
    ("003", "But she said, “We were determined"): "Wendy Sherman",
    ("003", "“These are fundamental principles"): "Wendy Sherman",
    ("004", "Secretary of State Antony Blinken stated"): "Antony Blinken",
    ("004", "“Demands from the United States"): "Sergei Ryabkov",
    ("004", "“We fully expect the Russian side"): "a senior US official",
    ("004", "“To the degree that there is progress"): "Antony Blinken",
    ("004", "“They’ve pushed us to a point"): "Vladimir Putin",
    ("004", "According to a US official"): "a US official",
}
# The article's own words, and sentences in which it is open who is meant.
NOT_SAID = (
    ("000", "Putin will not discuss his invasion"),
    ("000", "In Geneva, the U.S. delegation will be led"),
    ("000", "Such concessions include even"),
    ("000", "Officials from the U.S. and other allied"),
    ("001", "The bilateral talks in Geneva"),
    ("001", "On Friday, Secretary of State"),
    ("002", "In Moscow, the hope is for"),
    ("003", "In perhaps the greatest divide"),
    ("003", "Moscow’s ongoing allegations"),
    ("003", "The raw anger the Kremlin"),
    ("003", "“We underline that it is absolutely"),  # after Putin and Ryabkov’s remarks
    ("004", "Blinken has accused Russia of"),
    ("004", "They’ve gotten to the point"),
)


@cache
def seeds(name: str) -> Article:
    (path,) = SEEDS.glob(f"{name}_*.txt")
    return read(path)


def said_by(name: str, beginning: str) -> str | None:
    article = seeds(name)
    (span,) = [s for s in article.sentences if article.text.startswith(beginning, s.start)]
    return speaker_of(article, span)


@pytest.mark.parametrize(("where", "speaker"), SAID.items())
def test_what_the_five_articles_quote_or_report_is_said_by_who_they_say(
    where: tuple[str, str], speaker: str
) -> None:
    assert said_by(*where) == speaker


@pytest.mark.parametrize("where", NOT_SAID)
def test_the_articles_own_words_and_doubtful_ones_are_said_by_nobody(
    where: tuple[str, str],
) -> None:
    assert said_by(*where) is None


def speakers(text: str) -> list[str | None]:
    """Who says each sentence."""
    article = Article("a", text, chrome.mark(text))
    return [speaker_of(article, span) for span in article.sentences]


INTRODUCED = "The mayor, Ada Brook, met the press on Monday in the hall.\n\n"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will rebuild it,” said Ada Brook.", "Ada Brook"),
        ("Ada Brook said: “We will rebuild it.”", "Ada Brook"),
        ("“We,” Ada Brook told reporters, “will rebuild it.”", "Ada Brook"),
        ("According to Ada Brook, the bridge will be rebuilt.", "Ada Brook"),
        ("The bridge will be rebuilt, according to Ada Brook.", "Ada Brook"),
        ("The bridge will be rebuilt, Brook said.", "Ada Brook"),
        ("Brook has repeatedly warned that the bridge is old.", "Ada Brook"),
        ("“It is old,” a senior engineer said.", None),
        ("“It is old,” a city official said.", "a city official"),
        ("“It is old,” she said.", "Ada Brook"),
        ("The bridge is old.", None),
        ("Hours after Ada Brook said that the bridge was safe, it fell.", None),
        ("The bridge — Brook says it is safe — fell.", None),
        ("Ada Brook said it was safe, and Tom Hill said that it was not.", None),
        ("Ada Brook never said that it was safe.", None),
        ("Nobody said that it was safe.", None),
        ("They said that it was safe.", None),
        ("The “old bridge” fell.", None),
        ("The Baltic states want it, and so does the mayor.", None),
    ],
)
def test_the_forms_of_a_speech_tag(text: str, speaker: str | None) -> None:
    assert speakers(f"{INTRODUCED}{text}\n\nIt was the third bridge to fall.")[1] == speaker


def test_he_is_nobody_where_two_could_be_meant() -> None:
    text = "Tom Hill met Dan Moor in Millford.\n\n“We will rebuild it,” he said. It rained."
    assert speakers(text)[1] is None


def test_he_is_nobody_where_the_article_calls_the_person_she() -> None:
    text = (
        "Ada Brook came late. She wore boots.\n\nBrook said that the bridge was safe.\n\n"
        "“It was never safe,” he said. It rained."
    )
    assert speakers(text)[3] is None


def test_a_sentence_of_quotation_alone_belongs_to_the_only_speaker_of_its_paragraph() -> None:
    one = "“We will rebuild it,” said Ada Brook. “It will take years.” It rained."
    assert speakers(one) == ["Ada Brook", "Ada Brook", None]
    two = "“We will,” said Ada Brook. “It will take years.” “It will not,” said Tom Hill."
    assert speakers(two)[1] is None


@pytest.mark.parametrize(
    "beginning",
    [
        # Named behind a verb, and somebody without a name acts.
        "The pope blamed Hill for the flood, and nobody else.",
        "A city official met Hill in Millford.",
        "The mayor’s spokesman dismissed Hill.",
        "The critics attacked Hill.",
        # What opens a sentence may be a name, though its capital is seen nowhere else.
        "Ostrova met Hill in Millford.",
        # Somebody else has acted since one spoke.
        "Ada Brook said it was old. Hill dismissed that.",
        "Hill said that it was old. The mayor of Millford laughed.",
    ],
)
def test_he_is_nobody_where_somebody_else_acts(beginning: str) -> None:
    text = f"{beginning} “We will rebuild it,” he said.\n\nIn May, Tom Hill and Ada Brook left."
    article = Article("a", text, chrome.mark(text))
    (span,) = [s for s in article.sentences if text.startswith("“We", s.start)]
    assert speaker_of(article, span) is None


@pytest.mark.parametrize(
    "beginning",
    [
        "The mayor, Tom Hill, was tired.",
        "The mayor of the old town, Tom Hill, met the press.",
        "Tom Hill, the mayor, was tired.",
        "On Monday the exiled mayor Tom Hill spoke.",
        "The new mayor is Tom Hill.",
        "“It fell,” replied the mayor, Tom Hill, in Millford.",
        "Rivers rose, and Hill lost his brother.",
    ],
)
def test_he_is_the_one_who_acts_whatever_he_is_called_beside_his_name(beginning: str) -> None:
    text = f"{beginning} “We will rebuild it,” he said.\n\nIn May, Tom Hill left."
    article = Article("a", text, chrome.mark(text))
    (span,) = [s for s in article.sentences if text.startswith("“We", s.start)]
    assert speaker_of(article, span) == "Tom Hill"


def test_he_may_be_named_in_his_own_sentence() -> None:
    text = (
        "Dan Moor slept.\n\nHill was tired, but he said that it would do.\n\nIn May, Tom Hill left."
    )
    assert speakers(text)[1] == "Tom Hill"
    told = "Dan Moor slept.\n\nHill was tired, he said, and old.\n\nIn May, Tom Hill left."
    assert speakers(told)[1] == "Dan Moor"


@pytest.mark.parametrize(
    "text",
    [
        "Hill was blunt. “It fell.” Brook said that the city was ready.",
        "Hill was blunt. “It fell.” “We are ready,” Brook said.",
        "The mayor was blunt. “It fell.” “We are ready,” Brook said.",
        "Brook said that she was ready. Hill was not. “It fell.”",
        "Officials denied it. “It fell.” Brook said that the city was ready.",
    ],
)
def test_a_quotation_alone_is_nobody_s_where_somebody_else_stands_between(text: str) -> None:
    whole = f"{text}\n\nIn May, Tom Hill met Ada Brook."
    article = Article("a", whole, chrome.mark(whole))
    (span,) = [s for s in article.sentences if text.startswith("“It fell.”", s.start)]
    assert speaker_of(article, span) is None


def test_a_last_name_that_two_people_share_stays_a_last_name() -> None:
    text = "Ada Brook and Tom Brook met.\n\n“We will rebuild it,” Brook said. It rained all day."
    assert speakers(text)[1] == "Brook"


def test_a_quote_over_sentences_of_two_speakers_is_nobody_s() -> None:
    text = "“We will,” said Ada Brook. “It fell,” Ada Brook said. “No,” said Tom Hill."
    article = Article("a", text, chrome.mark(text))
    first, second, third = article.sentences
    assert speaker_of(article, Span(first.start, second.end)) == "Ada Brook"
    assert speaker_of(article, Span(first.start, third.end)) is None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=()), max_size=40),
            st.sampled_from(
                [
                    *("“", "”", " he said. ", "said Ada Brook, ", "\n\n", "that ", "Brook "),
                    *("\nBROOK: I ", "\nTom Hill: We? ", "\n[10:03] Mr. Hill (X) (Y): I "),
                ]
            ),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_has_speakers_that_stand_in_it_or_none(parts: list[str]) -> None:
    text = "".join(parts) or "x"
    half = len(text) // 2
    spans = (Span(0, half), Span(half, len(text), Kind.SENTENCE)) if half else (Span(0, len(text)),)
    article = Article("a", text, spans)
    for span in article.sentences:
        speaker = speaker_of(article, span)
        plain = " ".join(text.lower().split())
        assert speaker is None or " ".join(speaker.lower().split()) in plain


def test_a_long_article_is_read_quickly() -> None:
    text = "\n\n".join(f"“It is {n},” he said. Brook said that it is {n}." for n in range(2_000))
    article = Article("a", text, chrome.mark(text))
    started = time.perf_counter()
    speaker_of(article, article.sentences[-2])
    assert time.perf_counter() - started < 1


def test_an_article_of_one_long_paragraph_is_read_quickly() -> None:
    text = "Brook left. It is so. " * 4_000 + "He said so."
    article = Article("a", text, chrome.mark(text))
    started = time.perf_counter()
    meant_by(article, article.sentences[-1], "he")
    assert time.perf_counter() - started < 10


def test_a_long_paragraph_in_which_he_speaks_again_and_again_is_read_quickly() -> None:
    text = "“It is,” he said. Brook said that it is. " * 60
    article = Article("a", text, chrome.mark(text))
    started = time.perf_counter()
    speaker_of(article, article.sentences[-1])
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("unit", ["9", "a.", "A_", "'", "“", "’"])
def test_whom_he_means_is_looked_for_quickly_in_words_that_are_none(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + " He left."
    article = Article("a", text, chrome.mark(text))
    started = time.perf_counter()
    meant_by(article, article.sentences[-1], "he")
    assert time.perf_counter() - started < 2
