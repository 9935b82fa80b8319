"""The heading that a quote stands under: shown beside its source, whatever it is, however long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from slack_shapes import buttons, check_message, check_view, texts

from bot.answer import Answer, Citation, Status
from bot.render.slack import answer_message, article_modal, quotes_message
from bot.render.slack.messages import View
from index.articles import Article, Kind, Span

RECORD = "k3x9w2ab"
MOST = 200  # characters of a heading that is shown at all
TEXT = "The managing editor approves it."
# Each as long as a heading, a title or an outlet may get to be, or longer.
LONG = {
    "words": "travel " * 28,
    "one word": "x" * MOST,
    "Chinese": "差旅费由谁批准" * 28,
    "emoji": "👩‍👩‍👧‍👦 " * 25,
    "ampersands": "& " * 100,
    "pings": "<!channel> <@U1> @here @channel " * 6,
    "links": "<https://evil.example|here> " * 7,
    "bare addresses": "https://evil.example/a @ann " * 7,
    "markup": "*all* _is_ ~well~ `now` " * 8,
    "codes": ":tada: :+1: " * 16,
    "quotation marks": "“so”” · Daily " * 14,
    "overrides": "\u202egnp.exe \u2066x\u2069 " * 13,
    "accents": "a\u0301\u0302 " * 50,
}


def article(heading: str, **stated: str) -> Article:
    """A sentence below a heading that comes after another sentence."""
    first, heading = "It begins.", heading[:MOST].strip()
    spans, at = [], 0
    for text, kind in (
        (first, Kind.SENTENCE), ("\n\n", Kind.GAP), (heading, Kind.HEADING), ("\n\n", Kind.GAP),
        (TEXT, Kind.SENTENCE),
    ):  # fmt: skip
        spans.append(Span(at, at + len(text), kind))
        at += len(text)
    fields = {"id": "a1", "title": "Rules", **stated}
    return Article(text=f"{first}\n\n{heading}\n\n{TEXT}", spans=tuple(spans), **fields)


def cited(one: Article, number: int = 1) -> Citation:
    return Citation(number, one.quote(len(one.text) - len(TEXT), len(one.text)))


def answered(one: Article, count: int = 1) -> Answer:
    quotes = tuple(cited(one, number) for number in range(1, count + 1))
    return Answer("Who?", Status.ANSWERED, "", (), 0.9, "extractive", quotes)


def modal(one: Article) -> View:
    view = article_modal(one, cited(one).quote, record=RECORD, number=1, numbers=[1, 2])
    check_view(view.as_json())
    return view


def lines_under(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines that say under which heading a quote stands."""
    return [text for text in texts(blocks) if "under “" in text]


def marked(part: object) -> list[str]:
    """Every text in which Slack reads markup."""
    if isinstance(part, Mapping):
        own = [str(part["text"])] if part.get("type") == "mrkdwn" else []
        return own + [text for value in part.values() for text in marked(value)]
    return [text for one in part for text in marked(one)] if isinstance(part, list | tuple) else []


def greatest(words: str) -> Article:
    """An article of which all that is stated is very long."""
    return article(
        words, id=words * 20, title=words * 20, outlet=words * 20, published=words * 20,
        url="https://www.news.example/" + "b" * 400,
    )  # fmt: skip


def test_a_quote_s_source_and_its_article_s_view_say_the_heading() -> None:
    one = article("Who approves travel?", outlet="Daily")
    (line,) = lines_under(answer_message(answered(one), record=RECORD).blocks)
    assert line == "[1] Rules · under “Who approves travel?” · Daily"
    (line,) = lines_under(modal(one).blocks)
    assert line == "Quote 1 · a1 [34:66] · sentence 2 of 2 · under “Who approves travel?”"


@pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())
def test_the_longest_headings_titles_and_outlets_are_within_every_limit(words: str) -> None:
    answer = answered(greatest(words), 7)
    for message in (
        answer_message(answer, record=RECORD, shown=5, ephemeral=True),
        answer_message(answer, record=RECORD, shown=5, shared_by="U1"),
        quotes_message(answer, record=RECORD, first=1),
    ):
        check_message(message.text, message.blocks)
        assert len([name for _, name, _ in buttons(message.blocks) if name == "show_quote"]) >= 3
        assert all("under “" in one for one in lines_under(message.blocks))
        assert lines_under(message.blocks)


@pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())
def test_a_heading_ends_within_its_quotation_marks_and_what_follows_is_seen(words: str) -> None:
    one = article(words, id="a1", outlet="Daily", published="2022-01-07")
    (line,) = lines_under(answer_message(answered(one), record=RECORD).blocks)
    assert line.endswith("” · Daily · 7 January 2022")
    (line,) = lines_under(modal(one).blocks)
    assert line.endswith("”")
    (line,) = lines_under(modal(greatest(words)).blocks)
    assert line.endswith("”")


@pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())
def test_nothing_in_a_heading_pings_links_or_formats(words: str) -> None:
    one = greatest(words)
    for blocks in (answer_message(answered(one), record=RECORD).blocks, modal(one).blocks):
        assert marked(blocks) == [f"<{one.url}|Read it at news.example>"]
        (shown,) = lines_under(blocks)
        plain = [part for part in plain_parts(blocks) if part["text"] == shown]
        assert plain and not any(part["emoji"] for part in plain)
        assert not set("\u202e\u2066\u2069") & set(shown)


@pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())
def test_the_head_of_a_table_is_shown_within_every_limit_too(words: str) -> None:
    one, head = greatest(words), f"| City {words[:MOST].strip()} |"
    table = replace(one, text=f"{one.text}\n\n{head}\n|---|\n| {TEXT} |")
    quote = table.quote(len(table.text) - len(TEXT) - 4, len(table.text))
    citations = tuple(Citation(number, quote) for number in range(1, 8))
    answer = Answer("Who?", Status.ANSWERED, "", (), 0.9, "extractive", citations)
    message = answer_message(answer, record=RECORD, shown=5, ephemeral=True)
    check_message(message.text, message.blocks)
    view = article_modal(table, quote, record=RECORD, number=1, numbers=[1, 2])
    check_view(view.as_json())
    for blocks in (message.blocks, view.blocks):
        lines = lines_under(blocks)
        assert lines and all("” · columns “| City " in line for line in lines)
        assert set(marked(blocks)) == {f"<{one.url}|Read it at news.example>"}
    assert lines[0].endswith("”")


def plain_parts(part: object) -> list[Mapping[str, Any]]:
    """Every text in which Slack reads none."""
    if isinstance(part, Mapping):
        own = [part] if part.get("type") == "plain_text" else []
        return own + [one for value in part.values() for one in plain_parts(value)]
    found = part if isinstance(part, list | tuple) else ()
    return [text for one in found for text in plain_parts(one)]
