"""Threads of e-mails: whose words a quote has, and that no passage has those of two."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.wording import place
from index import formats, passages, threads
from index.articles import Article
from index.sections import MAX_CHARS, heading

OUTLOOK = """From: Rui Costa
Sent: Tuesday, May 14, 2024 9:12 AM
Subject: RE: Crane 7

The crane is repaired, and it lifted nine tonnes.

-----Original Message-----
From: Ann Lee <ann@harbour.example>
Sent: Monday, May 6, 2024 4:01 PM
To: Rui Costa
Subject: Crane 7

Please have its cable looked at.

Von: Bo Park
Betreff: Kran 7
An: Ann Lee

I have closed the quay.
"""
REPLIES = """The crane is repaired.

On Mon, May 6, 2024 at 4:01 PM Ann Lee <ann@harbour.example>
wrote:

> Please have its cable looked at, before the next ship
> comes in.
>
> Am 03.05.2024 um 18:45 schrieb Bo Park:
>> I have closed the quay.
>
> Thank you.

The bill is attached.
"""
ANN = "From: Ann Lee <ann@harbour.example>, Sent: Monday, May 6, 2024 4:01 PM"
WROTE = "On Mon, May 6, 2024 at 4:01 PM Ann Lee <ann@harbour.example> wrote:"


def read(text: str, folder: Path, name: str = "mail.txt") -> Article:
    file = folder / name
    file.write_text(text)
    return formats.read(file)


@pytest.mark.parametrize(
    ("text", "words", "above"),
    [
        (OUTLOOK, "From: Rui", ""),
        (OUTLOOK, "The crane", ""),
        (OUTLOOK, "From: Ann", "Subject: Crane 7"),
        (OUTLOOK, "Sent: Monday", ANN),
        (OUTLOOK, "Please", ANN),
        (OUTLOOK, "Von: Bo", "Betreff: Kran 7"),
        (OUTLOOK, "I have", "Von: Bo Park"),
        (REPLIES, "The crane", ""),
        (REPLIES, "On Mon", ""),
        (REPLIES, "> Please", WROTE),
        (REPLIES, "comes in", WROTE),
        (REPLIES, "> Am 03", WROTE),
        (REPLIES, ">> I have", "Am 03.05.2024 um 18:45 schrieb Bo Park:"),
        (REPLIES, "> Thank", WROTE),
        (REPLIES, "The bill", ""),
        (REPLIES.replace("\n> ", "\n").replace("\n>", "\n"), "Please", WROTE),
    ],
)
def test_a_quote_is_shown_with_who_wrote_its_mail(
    text: str, words: str, above: str, tmp_path: Path
) -> None:
    one = read(text, tmp_path)
    assert heading(one, one.text.index(words)) == above


def test_a_reader_is_told_whose_words_they_are(tmp_path: Path) -> None:
    one = read(OUTLOOK, tmp_path)
    start = one.text.index("Please")
    assert place(one.quote(start, start + 32)).endswith(f"under “{ANN}”")


@pytest.mark.parametrize("text", [OUTLOOK, REPLIES])
def test_no_passage_has_the_words_of_two_mails(text: str, tmp_path: Path) -> None:
    found = [passage.text for passage in passages.split(read(text, tmp_path))]
    for words in ("The crane", "Please", "I have"):
        (one,) = [passage for passage in found if words in passage]
        assert sum(other in one for other in ("The crane", "Please", "I have")) == 1
    assert any(one.startswith(("-----", "From: Ann", "On Mon")) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "On Monday she wrote:\n> We go.\n",
        "On 5 May the ferry sank.\n\nShe wrote:\n\n> We go.\n",
        "On 5 May she wrote:\n\nWe go.\n",
        "She sent this:\n\nFrom: Ann\nTo: Bo\nSubject: the ferry\n\nWe go.\n",
    ],
)
def test_where_an_article_tells_of_a_mail_nobody_else_has_its_words(text: str) -> None:
    assert threads.above(text, text.index("We go")) is None


def test_a_mail_ends_at_a_heading(tmp_path: Path) -> None:
    text = f"{OUTLOOK}\n## The bill\n\nIt was paid in June.\n"
    one = read(text, tmp_path, "mail.md")
    assert heading(one, text.index("It was")) == "The bill"


def test_of_a_long_line_the_beginning_is_shown(tmp_path: Path) -> None:
    one = read(OUTLOOK.replace("Ann Lee <", f"{'Ann ' * 99}Lee <"), tmp_path)
    above = heading(one, one.text.index("Please"))
    assert above.startswith("From: Ann Ann") and above.endswith("…") and len(above) <= MAX_CHARS


LINES = ["On 1 a@b wrote:", "> On 1 we wrote:", "> x", ">> x", "x", "", "From: a", "> From: b"]


@given(st.lists(st.sampled_from([*LINES, "Subject: c", "> Subject: d"]), max_size=12))
def test_whatever_stands_above_a_place_stands_in_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    for start in range(len(text)):
        found = threads.above(text, start)
        assert found is None or (found.start <= start and found.said in text)


@pytest.mark.parametrize(
    "text",
    [
        "On Mon, May 6, 2024 a@b wrote:\n> x\n" * 20_000,
        f"On 5 May {'x' * 180}\n" * 10_000 + "wrote:",
        f"On 1 schrieb{' ' * 200_000}\nwrote:",
        "On 1 wrote:\n" + " \n" * 200_000,
        ("> " * 19 + "On 1 a@b wrote:\n") * 20_000,
        "From: a\nSubject: b\n\n" * 20_000,
    ],
)
def test_a_long_thread_is_looked_through_in_time(text: str) -> None:
    began = time.process_time()
    threads.starts(text)
    for _ in range(1000):
        threads.above(text, len(text) - 1)
    assert time.process_time() - began < 5
