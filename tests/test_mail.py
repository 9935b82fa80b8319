"""An e-mail saved as text: who sent it to whom and when can be quoted, by which machines cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import formats, mail
from index.articles import Article, Kind
from index.metadata import Metadata

HEAD = """Received: from mx.example by mail.example; Tue, 14 May 2024 09:12:04 +0200
From: Clara Whitlock <clara@harbour.example>
To: Ann Lee <ann@harbour.example>,
 Bo Park <bo@harbour.example>
Cc: Board
Bcc:
Date: Tue, 14 May 2024 09:12:00 +0200
Subject: New gate at the north quay
Message-ID: <1@harbour.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
X-Mailer: Sailor 2
"""
BODY = """Dear colleagues,

The new gate at the north quay opens on Monday at seven in the morning. Please use the old gate
until then, and mind the lorries that bring the parts of the crane from the station.

Clara
"""


def read(text: str, folder: Path) -> Article:
    file = folder / "mail.txt"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    return formats.read(file)


def said(one: Article) -> list[str]:
    return [one.text[span.start : span.end] for span in one.sentences]


def test_what_people_read_of_an_e_mail_s_head_can_be_quoted(tmp_path: Path) -> None:
    one = read(f"{HEAD}\n{BODY}", tmp_path)
    assert said(one)[:8] == [
        "From: Clara Whitlock <clara@harbour.example>",
        "To: Ann Lee <ann@harbour.example>,",
        "Bo Park <bo@harbour.example>",
        "Cc: Board",
        "Date: Tue, 14 May 2024 09:12:00 +0200",
        "Subject: New gate at the north quay",
        "Dear colleagues,",
        "The new gate at the north quay opens on Monday at seven in the morning.",
    ]
    assert not [line for line in said(one) if line.startswith(("Received", "Message", "MIME", "X"))]


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_title_and_date_are_still_those_of_the_head(start: str, tmp_path: Path) -> None:
    one = read(f"{start}{HEAD}\n{BODY}", tmp_path)
    assert (one.title, one.published) == ("New gate at the north quay", "2024-05-14")


def test_the_date_of_an_outlook_mail_is_that_of_sent(tmp_path: Path) -> None:
    head = "From: Rui Costa\nSent: Tuesday, May 14, 2024 9:12 AM\nTo: Ann Lee\nSubject: Crane 7\n"
    one = read(f"{head}\n{BODY}", tmp_path)
    assert (one.title, one.published) == ("Crane 7", "2024-05-14")
    assert said(one)[:4] == head.splitlines()


def test_a_mail_without_a_subject_is_one_by_whom_it_is_to(tmp_path: Path) -> None:
    one = read(f"From: Rui Costa\nTo: Ann Lee\n\n{BODY}", tmp_path)
    assert said(one)[:2] == ["From: Rui Costa", "To: Ann Lee"]
    assert one.title is None


@pytest.mark.parametrize(
    "text",
    [
        "From: the editor\n\nThe ferry is sold.",
        "To: all\nSubject: the ferry\n\nIt is sold.",
        "The ferry\n\nFrom: Ann\nTo: Bo\n\nIt is sold.",
        "",
    ],
)
def test_other_texts_have_no_such_head(text: str) -> None:
    assert mail.fields(text) == {}
    assert mail.read(text) == ()


def test_a_wiki_s_marks_below_the_head_are_still_known(tmp_path: Path) -> None:
    one = read(f"{HEAD}\n{BODY}\n== Lorries ==\n\nThey come by night.\n", tmp_path)
    assert "Lorries" not in " ".join(said(one))


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["From: a", "To: b", "X-A: c", "Cc:", " == d ==", "\t{|", "|}", ""]),
            st.text(max_size=20),
        ),
        max_size=9,
    )
)
def test_spans_cover_a_text_that_begins_like_a_mail(lines: list[str]) -> None:
    text = "\n".join(["From: a", "To: b", *lines])
    one = formats._article(Path("a.txt"), text, Metadata(), formats._marked(text))
    assert "".join(text[span.start : span.end] for span in one.spans) == text
    assert {Kind.SENTENCE} <= {span.kind for span in one.spans}
