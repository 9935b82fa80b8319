"""What is the page's, what is a heading, and what stays the article's."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import chrome
from index.articles import Kind, Span

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"


def of_kind(text: str, kind: Kind) -> list[str]:
    return [text[s.start : s.end] for s in chrome.mark(text) if s.kind is kind]


def seed(number: str) -> str:
    return next(SEEDS.glob(f"{number}_*.txt")).read_bytes().decode()


def body(*paragraphs: str) -> str:
    """An article of two paragraphs of prose, then `paragraphs`, then one more."""
    return "\n\n".join([*PROSE[:2], *paragraphs, PROSE[2]])


PROSE = (
    "The harbour of Aldmouth was closed for a third day on Tuesday as engineers searched for the "
    "cause of the leak that has stopped all ferries to the islands, the port authority said.",
    "“We cannot tell the islanders when the next boat will leave,” said Ingrid Vale, who runs the "
    "port. She added that two helicopters were carrying medicine across the sound.",
    "The islands have about four hundred inhabitants, most of whom work in the fishery and depend "
    "on the ferry for food, fuel and the post from the mainland.",
)

SEED_CHROME = {
    "000": [
        "Connect with us",
        "Hi, what are you looking for?",
        "You May Also Like",
        "TOP news",
        "Paul Sancya/AP On June 2, Delta will become the first US airline to pay its flight "
        "attendants for boarding time. Previously, flight attendants were...",
        "The EU should play an active role in the upcoming U.S.-Russia talks over security "
        "concerns around Ukraine, the bloc’s top diplomat told German media...",
        "Adeline van Houtte is the Economist Intelligence Unit’s lead analyst on Russia. It looks "
        "like Russia is at it again, after the unusual movement...",
        "Health Care",
        "Former President Donald Trump confirmed he had gotten a booster during a live show with "
        "Bill O’Reilly in Dallas on Sunday.",
        "Сentral Tribune - Politic News",
    ],
    "001": [
        "date 2022-01-07",
        "Russia planning massive military offensive against Ukraine involving 175,000 troops, U.S. "
        "intelligence warns",
    ],
    "002": [
        "Fri. Jan 21st, 2022",
        "US Assistant Secretary of State Wendy Sherman and Russian Deputy Foreign Minister Sergei "
        "Ryabkov",
        "US Assistant Secretary of State Wendy Sherman hopes to de-escalate Ukraine’s crisis as "
        "she begins talks with Russian delegation led by Deputy Foreign Minister Sergei "
        "Ryabkov © AP",
        "Source link",
        "By admin",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
    ],
    "003": ["Press Play to listen to this article", "Leave a Comment"],
    "004": [
        "Europe",
        "With the destiny of Ukraine and maybe post-Cold War European stability on the line, the "
        "US and Russia are holding crucial strategic talks that might influence not only their "
        "relationship",
        "ADVERTISMENT",
        "Related Articles",
        "Leave a Reply",
        "Back to top button",
    ],
}
SEED_HEADINGS = {
    "000": [
        "With Russian guns pointed at Ukraine, West and Moscow dive into talks",
        "What’s on the table — and what’s not",
        "Fighting for a seat at the table",
        "Hitting Russia where it hurts",
    ],
    "001": [],
    "002": [],
    "003": ["Stark disagreements signal dead-end ahead", "Putin’s complaints"],
    "004": ["As the US and Russia prepare to meet over Ukraine, prospects are dimming."],
}
SEED_TEXT = {  # the first words, the last, and the ones easily taken for the page's
    "000": [
        "U.S., European, and NATO officials are adamant",
        "That’s all,” Ryabkov told",
        "Jacopo Barigazzi, Lili Bayer and Nahal Toosi contributed reporting.",
    ],
    "001": [
        "The bilateral talks in Geneva — with Deputy",
        "limits on U.S. missile deployments in parts of Europe that could threaten Moscow",
        "U.S. officials have also said they are proceeding",
        "Members of the OSCE are now discussing new talks.",
        "“Those discussions are ongoing.”",
    ],
    "002": [
        "In Moscow, the hope is for “fairly quick results”",
        "White House press secretary Jen Psaki said this week",
        "“Absolutely nothing in our hands.”",
    ],
    "003": [
        "GENEVA – A day of diplomacy",
        "“None.”",
        "Some European officials and diplomats have speculated",
        "Jacopo Barigazzi and Cristina Gonzalez contributed the reporting.",
    ],
    "004": [
        "With the destiny of Ukraine and maybe post-Cold War European stability on the line, the "
        "US and Russia are holding crucial strategic talks that might influence not only their "
        "relationship, but also",
        "The outlook is grim.",
        "to discuss the next day’s meetings.",
    ],
}


@pytest.mark.parametrize("number", SEED_CHROME)
def test_exactly_these_parts_of_a_seed_article_are_chrome(number: str) -> None:
    assert of_kind(seed(number), Kind.CHROME) == SEED_CHROME[number]


@pytest.mark.parametrize("number", SEED_HEADINGS)
def test_exactly_these_parts_of_a_seed_article_are_headings(number: str) -> None:
    assert of_kind(seed(number), Kind.HEADING) == SEED_HEADINGS[number]


@pytest.mark.parametrize(
    ("number", "words"), [(number, words) for number in SEED_TEXT for words in SEED_TEXT[number]]
)
def test_the_articles_own_words_are_its_sentences(number: str, words: str) -> None:
    text = seed(number)
    at = text.rindex(words)
    covering = [s.kind for s in chrome.mark(text) if s.start < at + len(words) and s.end > at]
    assert set(covering) <= {Kind.SENTENCE, Kind.GAP}


@pytest.mark.parametrize(
    "line",
    [
        "Share on Facebook",
        "Share this:",
        "Tweet",
        "Facebook Twitter WhatsApp Email",
        "Facebook | X | LinkedIn | Copy link",
        "1.2K Shares",
        "12 Comments",
        "5 min read",
        "Reading time: 4 minutes",
        "Page 1 of 3",
        "1 2 3 … 14 Next",
        "Skip to content",
        "Home > World > Islands",
        "Home / World/Europe / Ferry chaos enters a third day",
        "World | Business | Sport | Culture",
        "Advertisement",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "Story continues below advertisement",
        "Read more: Ferry company to be sold for a second time in a year",
        "READ ALSO | Ten islands to see before the sea does",
        "Also read: Why the boats were late.",
        "Watch: the crane that lifts a whole ferry",
        "Explainer: can a bridge replace a ferry?",
        "Sign up for our daily newsletter and get the best of the coast in your inbox.",
        "Subscribe to our YouTube channel for more",
        "Subscribe now",
        "Follow us on Twitter and Instagram",
        "Click here to download the app.",
        "We use cookies to give you the best experience on our website.",
        "This website uses cookies and similar technologies to personalise ads. Learn more",
        "By continuing to use this site you agree to our use of cookies.",
        "© 2022 The Aldmouth Gazette",
        "Copyright 2022 Coast Media Ltd. All rights reserved.",
        "Tags: ferries, harbour, islands",
        "Filed under: News",
        "Photo: Anna Berg/Getty Images",
        "The ferry at its berth on Monday. Photograph: Anna Berg/Reuters",
        "A fisherman mends his net in the harbour (AP Photo/Anna Berg)",
        "FILE - The ferry leaves Aldmouth in 2019.",
        "You must be logged in to post a comment.",
        "Harbour authority chief quits amid ferry chaos, minister to name successor next week",
    ],
)
def test_a_line_of_an_unseen_page_is_chrome_between_paragraphs(line: str) -> None:
    text = body(line)
    assert of_kind(text, Kind.CHROME) == [line]
    assert "".join(of_kind(text, Kind.SENTENCE)).count("ferr") == 2


@pytest.mark.parametrize(
    "line",
    [
        "He asked readers to subscribe to the idea that boats are better than bridges.",
        "“Leave a reply,” she said.",
        "Related articles of the treaty say that no harbour may be closed to medicine.",
        "“Subscribe,” the poster read.",
        "“None.”",
        "He left.",
        "Why?",
        "“Share this,” he told the children, and broke the bread.",
        "Sign up for the lifeboat, they told him, and see the world.",
        "We use cookies as currency here, the islanders joke.",
        "Click here, the message said, and your savings are gone.",
        "All rights reserved to the islands by the charter of 1702 remain in force.",
        "Comments made by the minister on Monday did not help.",
        "Advertisement is the soul of commerce, he liked to say.",
        "She sold the picture to Getty Images.",
        "Most read the notice and went home.",
        "RECOMMENDED: that the council buy a new crane before the winter.",
        "Recommended: That the council buy a new crane before the winter.",
        "Watch: the crane must not lift more than four tonnes.",
        "Related: the bridge, which is older, was mended in 1998.",
        "Recommended by three doctors, the vaccine arrived by helicopter.",
        "Trending upwards since May, prices of fuel reached two crowns a litre.",
        "It was the ferry that everybody on the islands had been waiting for since the storm",
        "- fuel for the generators",
        "1. Medicine goes first.",
        "Q: When will the next boat leave?",
        "Vale: We do not know.",
        "Harbours, ferries, and the end of an age:",
        "Two boats were promised by the minister; none of them had come by the end of the month, "
        "and the people of the islands say that they stopped counting the promises they got",
    ],
)
def test_the_articles_own_line_stays_although_it_looks_like_chrome(line: str) -> None:
    assert line in " ".join(of_kind(body(line), Kind.SENTENCE))


@pytest.mark.parametrize("line", ["What the islanders want", "A bridge too dear", "Tuesday, 6 a.m"])
def test_a_short_line_between_paragraphs_is_a_subhead(line: str) -> None:
    assert of_kind(body(line), Kind.HEADING) == [line]


def test_a_head_of_menu_headline_deck_byline_and_date_is_told_apart() -> None:
    head = [
        "Aldmouth Gazette",
        "Home",
        "News",
        "Ferry chaos enters third day",
        "Two helicopters carry medicine to the islands",
        "By Jane Doe and Li Wei",
        "Tuesday, March 15, 2022 | 10:32 am",
    ]
    text = "\n\n".join([*head, *PROSE])
    assert of_kind(text, Kind.HEADING) == head[3:5]
    assert of_kind(text, Kind.CHROME) == head[:3] + head[5:]


def test_what_is_entered_below_a_headline_is_text() -> None:
    entries = ["Present: Mrs J. Tarrant (Chair), Mr D. Oduya", "Apologies: Mr A. Beck, Dr S. Lal"]
    published = ["Date: 15 March 2022", "Author: Jane Doe"]
    headline, labels = (
        "Minutes: Ferry chaos enters third day",
        ["Words: Jane Doe", "Review: A Ferry"],
    )
    text = "\n\n".join([headline, *published, *entries, *labels, *PROSE])
    assert of_kind(text, Kind.SENTENCE)[:2] == entries
    assert of_kind(text, Kind.HEADING) == [headline, *labels]
    assert of_kind(text, Kind.CHROME) == published


def test_entries_are_no_headlines_where_something_stands_above_them() -> None:
    entries = ["Present: Mrs J. Tarrant (Chair), Mr D. Oduya", "Apologies: Mr A. Beck, Dr S. Lal"]
    text = "\n\n".join(["HARBOUR COUNCIL", *entries, *PROSE])
    assert of_kind(text, Kind.HEADING) == ["HARBOUR COUNCIL"]
    assert of_kind(text, Kind.SENTENCE)[:2] == entries


@pytest.mark.parametrize(
    "tail",
    [
        ["You May Also Like", "Ferry sold", "The ferry was sold on Monday for the second time..."],
        ["Most Read", "1. Ferry sold", "2. Bridge planned", "3. Helicopter lost"],
        ["Leave a Reply", "Name *", "Email *", "Great article, thank you! It made me cry."],
        ["3 Comments", "Anna says", "I was on that boat. It was cold."],
        ["2 thoughts on “Ferry chaos”", "1. Duncan", "They should build a bridge."],
        ["Source link", "By admin", "Harbour", "Leave a Reply"],
    ],
)
def test_everything_after_the_end_of_the_article_is_chrome(tail: list[str]) -> None:
    assert of_kind("\n\n".join([*PROSE, *tail]), Kind.CHROME) == tail


def test_a_box_of_teasers_in_the_middle_does_not_swallow_the_rest() -> None:
    box = ["You May Also Like", "Ferry sold again", "The ferry was sold on Monday for the..."]
    text = "\n\n".join([*PROSE, *box, *PROSE, *PROSE])
    assert of_kind(text, Kind.CHROME) == box
    assert "".join(of_kind(text, Kind.SENTENCE)).count("fishery") == 3


@pytest.mark.parametrize(
    "rows",
    [
        "Year   Lifts   Days\n2022    904    12\n2023    988    41",
        "Year | Lifts | Days\n2022 | 904 | 12\n2023 | 988 | 41",
        "Port | Boats | Master\nKirkhaven | 88 | A Sinclair\nSandwick | 61 | none",
        "Year\tLifts\n2022\t904\n2023\t988",
        "1 2 3\n2 4 6",
        "2022 904 12",
    ],
)
def test_the_rows_of_a_table_are_no_menu_and_no_numbers_of_pages(rows: str) -> None:
    assert of_kind(body(rows), Kind.CHROME) == []


def test_a_table_between_headline_and_prose_is_text_and_the_headline_stays_one() -> None:
    rows = [f"{year}    {year - 1100}    12" for year in range(2013, 2023)]
    text = "\n\n".join(["Ferry chaos enters third day", "\n".join(rows), *PROSE])
    assert of_kind(text, Kind.HEADING) == ["Ferry chaos enters third day"]
    assert of_kind(text, Kind.SENTENCE)[:10] == rows


def test_two_lines_of_a_menu_are_no_table() -> None:
    menu = ["Home | News | Sport", "Europe | Asia | Africa"]
    assert of_kind(body("\n".join(menu)), Kind.CHROME) == menu


@pytest.mark.parametrize("subhead", ["Comments", "Recommended", "Trending", "Related", "More"])
def test_a_word_that_may_be_a_subhead_ends_nothing_if_prose_follows(subhead: str) -> None:
    assert "four hundred inhabitants" in "".join(of_kind(body(subhead), Kind.SENTENCE))


@pytest.mark.parametrize(
    "text",
    [
        "Two roads\nand a wood\n\nnobody came\nby either",
        "Milk\nEggs\nBread",
        "Leave a Reply\nShare this:",
        "Advertisement",
        "***",
    ],
)
def test_a_text_that_is_all_short_lines_is_kept_whole(text: str) -> None:
    assert of_kind(text, Kind.CHROME) == of_kind(text, Kind.HEADING) == []


@pytest.mark.parametrize(("line", "kind"), [("* * *", Kind.CHROME), ("=", Kind.SENTENCE)])
def test_a_rule_is_chrome_and_a_lone_sign_may_be_a_formulas(line: str, kind: Kind) -> None:
    assert line in " ".join(of_kind(body(line), kind))


def test_a_quoted_line_is_no_heading_and_one_without_words_is_nobodys_sentence() -> None:
    text = "\n\n".join(["> The council decided\n>\n> on Monday", *PROSE])
    assert of_kind(text, Kind.SENTENCE)[:2] == ["> The council decided", "> on Monday"]
    assert of_kind(text, Kind.CHROME) == [">"]


def test_a_poem_above_prose_is_no_head() -> None:
    poem = "I went down to the sea\nand the sea was not there\nonly a boat in the grass\nand a bell"
    assert of_kind(poem + "\n\n" + "\n\n".join(PROSE), Kind.HEADING) == []
    assert of_kind(poem + "\n\n" + "\n\n".join(PROSE), Kind.CHROME) == []


def test_the_lines_of_a_hard_wrapped_article_are_no_headings() -> None:
    wrapped = "\n\n".join(
        "\n".join(p[n : n + 60].strip() for n in range(0, len(p), 60)) for p in PROSE
    )
    text = "Ferry chaos enters third day\n\n" + wrapped
    assert of_kind(text, Kind.HEADING) == ["Ferry chaos enters third day"]
    assert of_kind(text, Kind.CHROME) == []


def test_other_scripts_have_headlines_and_sentences_too() -> None:
    prose = "俄罗斯和美国官员星期一在日内瓦举行会谈，双方均未报告取得突破，但同意继续对话。" * 3
    text = f"国际\n\n美俄在日内瓦举行会谈\n\n{prose}\n\n{prose}"
    assert of_kind(text, Kind.HEADING) == ["美俄在日内瓦举行会谈"]


def test_what_the_caller_knows_is_not_judged_again() -> None:
    text = "title: x\nLeave a Reply\n\n" + "\n\n".join(PROSE)
    known = (Span(0, 8, Kind.CHROME), Span(9, 22, Kind.SENTENCE))
    kinds = {s.start: s.kind for s in chrome.mark(text, known)}
    assert kinds[0] is Kind.CHROME
    assert kinds[9] is Kind.SENTENCE


def test_a_byte_order_mark_is_chrome_and_moves_no_offset() -> None:
    text = "\ufeff" + PROSE[0]
    assert chrome.mark(text)[0] == Span(0, 1, Kind.CHROME)
    assert text.index("The harbour") == 1


LINES = st.sampled_from(
    [
        "You May Also Like", "Leave a Reply", "Share this:", "By admin", "Europe", "12 Comments",
        "Jan. 21, 2022", " date 2022-01-07 The", "Photo © AP", "- item", "\ufeff", "…", "“None.”",
        "the ferry was sold on Monday for the second time", *PROSE, "\r", "\x1c", "\u2028", "\t ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=25).flatmap(
        lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", " "]).map(lambda sep: sep.join(lines))
    ),
)


@given(TEXTS)
@example("")
@example(" date 2022-01-07 X")
@settings(deadline=None)
def test_the_spans_cover_any_text_once_and_in_order(text: str) -> None:
    spans = chrome.mark(text)
    assert "".join(text[s.start : s.end] for s in spans) == text
    assert all(s.start < s.end for s in spans)
    assert all(a.end == b.start for a, b in pairwise(spans))


@given(TEXTS)
@settings(deadline=None)
def test_a_gap_is_white_space_and_no_other_span_begins_or_ends_with_it(text: str) -> None:
    for span in chrome.mark(text):
        words = text[span.start : span.end]
        assert words.isspace() if span.kind is Kind.GAP else words == words.strip()


@given(TEXTS)
@settings(deadline=None)
def test_a_text_with_letters_never_becomes_all_chrome(text: str) -> None:
    if any(char.isalnum() for char in text) and not text.lstrip("\ufeff ").startswith("date"):
        assert of_kind(text, Kind.SENTENCE)


@pytest.mark.parametrize(
    "unit",
    [
        PROSE[0] + "\n\n",
        PROSE[0] + " ",
        "a b c\n",
        "You May Also Like\n",
        "we use cookies " * 20 + "\n",
        "a | b " * 50 + "\n",
        "\n",
        "- ",
        " ",
        "x",
    ],
)
def test_time_is_linear_in_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + "end"
        started = time.perf_counter()
        chrome.mark(text)
        return time.perf_counter() - started

    small = min(seconds(50_000) for _ in range(3))
    assert seconds(400_000) < 8 * 3 * small + 0.5


@pytest.mark.parametrize("line", ["Home > " + "a > " * 90, "aa | " * 70 + "!", "a and b · " * 35])
def test_no_line_of_a_menu_takes_long(line: str) -> None:
    text = f"{PROSE[0]}\n\n{line.strip()}.\n\n{PROSE[0]}"
    started = time.perf_counter()
    chrome.mark(text)
    assert time.perf_counter() - started < 2
