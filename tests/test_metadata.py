"""What a text states about itself is found, and nothing else is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import chrome, dates, metadata
from index.metadata import Metadata

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
PROSE = (
    "The harbour of Aldmouth was closed for a third day on Tuesday as engineers searched for the "
    "cause of the leak that has stopped all ferries to the islands, the port authority said.\n\n"
    "On 13 January 2022 the port had promised that the ferry would sail again within a week, and "
    "the minister repeated that promise on Jan. 20, 2022, in a letter to the islanders."
)
TITLE = "Ferry chaos enters third day"


def found(text: str) -> Metadata:
    return metadata.find(text, chrome.mark(text))


def page(head: str = "", tail: str = "", body: str = PROSE) -> str:
    return "\n\n".join(part for part in (TITLE, head, body, tail) if part)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            "000",
            Metadata(
                title="With Russian guns pointed at Ukraine, West and Moscow dive into talks",
                outlet="Сentral Tribune",
            ),
        ),
        ("001", Metadata(published="2022-01-07")),
        ("002", Metadata(published="2022-01-21")),
        ("003", Metadata(title="Stark disagreements signal dead-end ahead")),
        (
            "004",
            Metadata(
                title="As the US and Russia prepare to meet over Ukraine, prospects are dimming."
            ),
        ),
    ],
)
def test_a_seed_article_states_exactly_this(number: str, expected: Metadata) -> None:
    assert found(next(SEEDS.glob(f"{number}_*")).read_bytes().decode()) == expected


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("Fri. Jan 21st, 2022", "2022-01-21"),
        ("Published: 5 March 2022", "2022-03-05"),
        ("Published on March 5, 2022 at 10:32 am", "2022-03-05"),
        ("By Jane Doe | Mar. 5, 2022", "2022-03-05"),
        ("By Jane Doe, 5th of March, 2022", "2022-03-05"),
        ("Tuesday, 15 March 2022 10:32 GMT", "2022-03-15"),
        ("2022-03-15", "2022-03-15"),
        ("*By Jane Doe, published 5 March 2022*", "2022-03-05"),
        ("The Evening Compass, 5 March 2022", "2022-03-05"),
        ("Ridgemont, Vermont, March 5, 2022", None),
        ("Present: Mrs J. Tarrant (Chair)\n\nPublished March 5, 2022", "2022-03-05"),
        ("2022-03-15T10:32:00Z", "2022-03-15"),
        ("13/04/2022", "2022-04-13"),
        ("04/13/2022", "2022-04-13"),
        ("Posted 13.04.2022", "2022-04-13"),
        ("13. März 2022", "2022-03-13"),
        ("Published: 1. Mai 2022", "2022-05-01"),
        ("13 Dez. 2022", "2022-12-13"),
        ("04/04/2022", "2022-04-04"),
        ("March 5, 2022\n\nUpdated March 9, 2022", "2022-03-05"),
        ("Published March 5, 2022 | Updated March 9, 2022", "2022-03-05"),
        ("March 9, 2022\n\nPublished: March 5, 2022", "2022-03-05"),
        ("03/04/2022", None),
        ("Published 03.04.2022", None),
        ("Updated March 9, 2022", None),
        ("March 5, 2022\n\nMarch 9, 2022", None),
        ("February 30, 2022", None),
        ("March 2022", None),
        ("5 March", None),
        ("March 5, 22", None),
        ("", None),
    ],
)
def test_the_date_of_publication_is_a_full_date_at_the_head(
    head: str, published: str | None
) -> None:
    assert found(page(head)).published == published


def test_a_date_in_running_text_or_below_it_is_not_the_date_of_publication() -> None:
    assert found(page(tail="Related Articles\n\nJan. 3, 2021\n\nBridge planned")).published is None
    assert found("On 2022-01-07 the port closed. " + PROSE).published is None


@pytest.mark.parametrize(
    ("head", "tail", "outlet"),
    [
        ("", "Originally published by The Aldmouth Gazette", "The Aldmouth Gazette"),
        ("", "Originally published on Coast Weekly.", "Coast Weekly"),
        ("", "This article was originally published in The Coast on 5 March 2022.", "The Coast"),
        (
            "",
            "This article first appeared in Coast Weekly and is reused by permission.",
            "Coast Weekly",
        ),
        ("", "The post Ferry chaos appeared first on Coast Weekly.", "Coast Weekly"),
        ("", "Source: Reuters", "Reuters"),
        ("", "© 2022 The Guardian", "The Guardian"),
        ("", "© 2021-2022 Coast Media Ltd. All rights reserved.", "Coast Media Ltd"),
        ("", "Copyright 2022 The Associated Press. All rights reserved.", "The Associated Press"),
        ("", "Copyright © 2022 by Coast Weekly", "Coast Weekly"),
        ("", "Leave a Reply\n\nAldmouth Gazette - News from the coast", "Aldmouth Gazette"),
        ("", "© 2022 All rights reserved", None),
        ("", "Source link", None),
        ("", "Source: https://example.org/ferry", None),
        ("", "Source: own calculations", None),
        ("", "The ferry at its berth © AP", None),
        ("", "Leave a Reply\n\nContact - About", None),
        ("", "Health - Travel", None),
        ("", "", None),
    ],
)
def test_the_outlet_is_a_name_that_the_page_states(
    head: str, tail: str, outlet: str | None
) -> None:
    assert found(page(head, tail)).outlet == outlet


@pytest.mark.parametrize(
    ("start", "outlet"),
    [
        ("ALDMOUTH (Reuters) - ", "Reuters"),
        ("ALDMOUTH, Jan. 12 (Reuters) — ", "Reuters"),
        ("Aldmouth (AFP) – ", "AFP"),
        ("ALDMOUTH — ", None),
        ("Aldmouth (pictured) - ", None),
        ("The port (Aldmouth) was closed - ", None),
    ],
)
def test_a_dateline_names_the_agency(start: str, outlet: str | None) -> None:
    assert found(page(body=start + PROSE)).outlet == outlet


@pytest.mark.parametrize(
    ("start", "published"),
    [
        ("TORRANCE, N.M. – June 17, 2025 – ", "2025-06-17"),
        ("ALDMOUTH, 12 Jan. 2022 (Reuters) — ", "2022-01-12"),
        ("ALDMOUTH (2022-01-12) - ", "2022-01-12"),
        ("ALDMOUTH, Jan. 12 (Reuters) — ", None),
        ("ALDMOUTH – June 31, 2025 – ", None),
        ("Aldmouth was closed on – June 17, 2025 – ", None),
        ("ALDMOUTH was closed on June 17, 2025. ", None),
    ],
)
def test_a_dateline_states_the_date_in_full(start: str, published: str | None) -> None:
    assert found(page(body=start + PROSE)).published == published


def test_a_newspapers_name_with_the_day_is_outlet_and_date_and_no_title() -> None:
    expected = Metadata(title=TITLE, outlet="Aldmouth Evening Gazette", published="2022-03-05")
    masthead = "Aldmouth Evening Gazette, 5 March 2022"
    assert found(page(masthead)) == found(f"{masthead}\n\n{page()}") == expected
    flood = "The Great Flood, 5 March 2022"
    assert found(f"{flood}\n\n{PROSE}") == Metadata(title=flood)


@pytest.mark.parametrize("subject", ["Budget for the ferry", "Can we go?", "Re: a\n ferry"])
def test_an_e_mail_states_its_subject_and_its_date(subject: str) -> None:
    head = (
        f"From: Jane Doe <jane@example.org>\nSubject: {subject}\nDate: Mon, 5 Mar 2022 16:22 +0100"
    )
    expected = Metadata(title=" ".join(subject.split()), published="2022-03-05")
    assert found(f"{head}\n\n{PROSE}") == expected


@pytest.mark.parametrize(
    ("tail", "url"),
    [
        ("Source: https://example.org/ferry?id=3", "https://example.org/ferry?id=3"),
        ("Original article: http://example.org/ferry.", "http://example.org/ferry"),
        ("Originally published at https://example.org/ferry", "https://example.org/ferry"),
        ("Source: javascript:alert(1)", None),
        ("Follow us on https://example.org", None),
        ("https://example.org/other", None),
    ],
)
def test_the_address_is_one_that_is_called_the_articles(tail: str, url: str | None) -> None:
    assert found(page(tail=tail)).url == url


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (page(), TITLE),
        (page("By Jane Doe"), TITLE),
        ("== Ferry chaos ==\n\n" + PROSE, "Ferry chaos"),
        (PROSE, None),
        (PROSE + "\n\nWhat the islanders want\n\n" + PROSE, None),
        ("“No boats today”\n\n" + PROSE, "“No boats today”"),
        ("Ferry   chaos\u200b enters\tthird day\n\n" + PROSE, TITLE),
        (f"Title: {TITLE}\n\n{PROSE}", TITLE),
    ],
)
def test_the_title_is_the_heading_above_the_first_sentence(text: str, title: str | None) -> None:
    assert found(text).title == title


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("## Travel ##", "Travel"),
        ("== Travel  ==", "Travel"),
        ("C #", "C"),
        ("C#", "C#"),
        ("**Travel**", "Travel"),
        (
            "The *Bombus* of _Aldmouth_, and [its **ferry**](https://example.org)",
            "The Bombus of Aldmouth, and its ferry",
        ),
        ("2 * 3 * 4 snake_case_name", "2 * 3 * 4 snake_case_name"),
        ("Travel" + " " * 100_000 + "by rail", "Travel"),
        ("Travel" + " =" * 50_000 + "!", "Travel" + " =" * 146 + "…"),
    ],
)
def test_a_headings_marks_are_no_words_and_white_space_costs_no_time(
    heading: str, words: str
) -> None:
    started = time.perf_counter()
    assert metadata.without_marks(heading) == words
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org", "javascript:alert(1)", "//example.org", "https://", "http://[::1",
        "https://example.org/a b", "https://example.org/\u202e", "https://example.org/<x>", "", 3,
        "https://example.org/" + "a" * 2000,
    ],
)  # fmt: skip
def test_an_address_that_is_not_plain_http_is_refused(address: object) -> None:
    assert metadata.web_address(address) is None


def test_a_title_is_one_bounded_line_without_control_characters() -> None:
    assert metadata.one_line(" a\x00b\n\u202ec\u2028d ", 300) == "a b c d"
    cut = metadata.one_line("word " * 200, 300)
    assert cut is not None
    assert len(cut) <= 300
    assert cut.endswith("…")
    assert metadata.one_line("\u200b", 300) is None
    assert metadata.one_line(["no"], 300) is None


@given(st.text(max_size=200))
@settings(deadline=None)
def test_metadata_of_any_text_is_clean(text: str) -> None:
    stated = found(text)
    assert stated.title is None or stated.title == metadata.one_line(stated.title, 300)
    assert stated.outlet is None or len(stated.outlet) <= 120
    assert stated.published is None or dates.find(stated.published) == [stated.published]
    assert stated.url is None
