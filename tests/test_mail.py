"""An e-mail saved as text: who sent it to whom and when can be quoted, by which machines cannot."""

from __future__ import annotations

import time
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


@pytest.mark.parametrize("sent", ["Gesendet: Dienstag, 14. Mai 2024 09:12", "Datum: 14.05.2024"])
def test_the_fields_may_have_german_names(sent: str, tmp_path: Path) -> None:
    head = f"Von: Rui Costa\n{sent}\nAn: Ann Lee\nCc: Vorstand\nBetreff: AW: Kran 7\n"
    one = read(f"{head}\n{BODY}", tmp_path)
    assert (one.title, one.published) == ("AW: Kran 7", "2024-05-14")
    assert said(one)[:5] == head.splitlines()


@pytest.mark.parametrize(
    "above",
    [
        "\n \n",
        "---------- Forwarded message ---------\n",
        "-------- Weitergeleitete Nachricht --------\n\n",
        "From ann@harbour.example Mon May  6 16:01:00 2024\n",
        "\ufeffFrom ann@harbour.example Mon May  6 16:01:00 2024\r\nReceived: by mx.example;\r\n",
    ],
)
def test_what_stands_above_a_head_in_a_saved_mail_is_passed_over(
    above: str, tmp_path: Path
) -> None:
    one = read(f"{above}{HEAD}\n{BODY}", tmp_path)
    assert (one.title, one.published) == ("New gate at the north quay", "2024-05-14")
    assert said(one)[0] == "From: Clara Whitlock <clara@harbour.example>"


def test_those_for_people_may_have_white_lines_between_them(tmp_path: Path) -> None:
    one = read(f"From: Rui Costa\n\nSent: May 14, 2024\n\nSubject: Crane 7\n\n{BODY}", tmp_path)
    assert (one.title, one.published) == ("Crane 7", "2024-05-14")
    assert said(one)[:3] == ["From: Rui Costa", "Sent: May 14, 2024", "Subject: Crane 7"]


@pytest.mark.parametrize(
    "line",
    [
        "Message: The crane has stopped.",
        "Received: 5 tonnes of gravel.",
        "List: see the page behind this one.",
        "References: Mrs Tarrant and Mr Beck.",
        "*Name:* Ann Lee",
    ],
)
def test_a_field_that_people_name_is_none_for_machines(line: str, tmp_path: Path) -> None:
    head = f"From: web@harbour.example\nTo: office@harbour.example\nSubject: Form\n{line}\n"
    assert line in said(read(f"{head}\n{BODY}", tmp_path))


@pytest.mark.parametrize(
    "line",
    ["References: <2@harbour.example>", "Received: from mx.example by y", "Delivered-To: a@b.c"],
)
def test_a_field_for_machines_is_never_quoted(line: str, tmp_path: Path) -> None:
    assert line not in said(read(f"{line}\n{HEAD}\n{BODY}", tmp_path))


def test_a_head_may_have_a_hundred_fields_for_machines(tmp_path: Path) -> None:
    long = "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: 192.0.2.1\n"
    traces = "".join(f"X-Trace-{n}: mx{n}.example\n{long}" for n in range(50))
    assert said(read(f"{traces}{HEAD}\n{BODY}", tmp_path))[0].startswith("From: Clara")


def test_what_machines_say_is_not_what_the_mail_states(tmp_path: Path) -> None:
    traces = "X-Received-Date: 17 May 2024\nX-Source: Reuters\nDelivery-Date: 18 May 2024\n"
    one = read(f"{traces}{HEAD}\n{BODY}", tmp_path)
    assert (one.published, one.outlet) == ("2024-05-14", None)


def test_a_long_field_does_not_run_into_the_next_line(tmp_path: Path) -> None:
    head = (
        "From: Clara Whitlock, Head of Port Operations <clara@harbour.example>\n"
        "To: Ann Lee <ann@harbour.example>, Bo Park <bo@harbour.example>, Rui\n"
        "Subject: New gate at the north quay, and what it means for the lorries\n"
    )
    wrapped = "The gate opens on Monday at seven in the morning, and it will be open\nevery day.\n"
    assert said(read(f"{head}{wrapped * 4}", tmp_path))[:3] == head.splitlines()


ANSWERED = """

> -----Original Message-----
> From: Rui Costa
> Sent: Monday, May 6, 2024 4:01 PM
> Subject: Crane 7
>
> The crane at the north quay has stopped, and no ship can be unloaded until it is repaired.

Subject: The crane
From: Bo Park
To: Rui Costa
It has stopped.
"""


def test_the_heads_of_mails_that_it_answers_can_be_quoted(tmp_path: Path) -> None:
    one = read(f"{HEAD}\n{BODY}{ANSWERED}", tmp_path)
    assert (one.title, one.published) == ("New gate at the north quay", "2024-05-14")
    assert said(one)[-9:] == [
        "Clara",
        "> From: Rui Costa",
        "> Sent: Monday, May 6, 2024 4:01 PM",
        "> Subject: Crane 7",
        "> The crane at the north quay has stopped, and no ship can be unloaded until it is "
        "repaired.",
        *ANSWERED.splitlines()[-4:],
    ]


def test_two_heads_one_below_the_other_are_two() -> None:
    text = "From: Ann\nTo: Bo\nSubject: a\n\nFrom: Bo\nTo: Ann\nSubject: b\n"
    assert [head.fields[0]["words"] for head in mail.heads(text)] == ["Ann", "Bo"]
    assert mail.fields(text) == {"from": "Ann", "to": "Bo", "subject": "a"}


@pytest.mark.parametrize(
    "text",
    [
        "From: the editor\n\nThe ferry is sold.",
        "To: all\nSubject: the ferry\n\nIt is sold.",
        "The ferry\n\nFrom: Ann\nTo: Bo\n\nIt is sold.",
        "The ferry\n\nFrom: London\nIt sailed.\nSubject: to tides",
        "From: Ann\n> To: Bo\n\nIt is sold.",
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
            st.sampled_from(
                ["Subject: e", "> From: f", "> Subject: g", " --Original--", "-- Fwd --"]
            ),
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


@pytest.mark.parametrize(
    "text",
    [
        "From: a\nSubject: b\n\n" * 20_000,
        ("> " * 19 + "From: a\n") * 20_000,
        "A: b\n" * 100_000 + "From: a\n",
        "From: a\n" + " b\n" * 100_000,
        "-" * 200_000 + "\nFrom: a\nSubject: b\n",
    ],
)
def test_a_long_text_of_fields_is_looked_through_in_time(text: str) -> None:
    began = time.process_time()
    mail.read(text)
    assert time.process_time() - began < 5
