"""What surrounds an answer in Slack: the quote in its article, forms, the home tab, notices."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from slack_shapes import bold_of, buttons, check_message, check_view, pieces_of_quotes, texts

from bot.render.slack import (
    Asked,
    Home,
    Message,
    Settings,
    View,
    article_modal,
    greeting_message,
    home_view,
    notice,
    settings_modal,
    source_value,
    suggested_prompts,
)
from bot.render.slack.ids import Place
from index.articles import Article, Kind, Span

RECORD = "k3x9"
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def words(message: Message | View) -> str:
    return " / ".join(texts(message.blocks))


TITLE, MENU, BEFORE, QUOTED, AFTER = (
    "Talks begin", "You may also like", "They met. ", "He left at once.", " She stayed."
)  # fmt: skip
KINDS = (Kind.HEADING, Kind.CHROME, Kind.SENTENCE, Kind.SENTENCE, Kind.SENTENCE)


def page() -> tuple[Article, int]:
    """An article of a title, a menu and three sentences, and where the second one starts."""
    spans, at = [], 0
    for text, kind in zip((TITLE, MENU, BEFORE, QUOTED, AFTER), KINDS, strict=True):
        spans.append(Span(at, at + len(text), kind))
        at += len(text)
    text = TITLE + MENU + BEFORE + QUOTED + AFTER
    return Article("a1", text, tuple(spans), title=TITLE, outlet="Daily"), text.index(QUOTED)


def modal(number: int = 2) -> View:
    one, start = page()
    quote = one.quote(start, start + len(QUOTED))
    view = article_modal(
        one, quote, record=RECORD, number=number, numbers=[1, 2, 3],
        highlights=((start, start + 7),),
    )  # fmt: skip
    check_view(view.as_json())
    return view


def test_the_modal_shows_the_quote_between_what_stands_around_it() -> None:
    shown = list(texts(modal().blocks))
    assert shown[:6] == [TITLE, "Daily", BEFORE, "He left", " at once.", " She stayed."]
    assert bold_of(pieces_of_quotes(modal().blocks)[0]) == ["He left"]


def test_the_modal_leaves_out_the_page_s_words_and_does_not_repeat_the_title() -> None:
    shown = words(modal())
    assert MENU not in shown
    assert shown.count(TITLE) == 1


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, [("next_quote", "k3x9:2")]),
        (2, [("previous_quote", "k3x9:1"), ("next_quote", "k3x9:3")]),
        (3, [("previous_quote", "k3x9:2")]),
    ],
)  # fmt: skip
def test_the_modal_s_buttons_turn_to_the_quotes_beside_it(
    number: int, expected: list[tuple[str, str]]
) -> None:
    assert [button[1:] for button in buttons(modal(number).blocks)] == expected


def test_the_modal_marks_where_the_article_goes_on() -> None:
    text = "word " * 2_000
    one = Article("a1", text, (Span(0, len(text)),))
    view = article_modal(one, one.quote(5_000, 5_020), record=RECORD, number=1, numbers=[1])
    shown = list(texts(view.blocks))
    assert shown[1] == "[…] "
    assert shown[5] == " […]"
    assert text[:5_000].endswith(shown[2])
    assert text[5_020:].startswith(shown[4])


def test_a_notice_keeps_its_lines() -> None:
    message = notice("Too many questions.\nTry again in 20 s.")
    check_message(message.text, message.blocks)
    assert words(message) == "Too many questions.\nTry again in 20 s."
    assert message.text == "Too many questions. Try again in 20 s."


def test_the_home_tab_says_what_is_there_how_to_ask_and_what_was_asked() -> None:
    asked = Asked("Who leads?", NOW, answered=True, url="https://team.slack.example/p1")
    home = Home(1_200, 34_000, NOW, "2022-01-07", ["Daily", "Herald"], ["Who won?"], [asked])
    view = home_view(home)
    check_view(view.as_json())
    shown = words(view)
    assert (
        "1,200 articles /  with 34,000 sentences. Outlets: Daily and Herald. The newest is" in shown
    )
    assert "/ask and a question" in shown
    assert ("Who won?", "suggested", "Who won?") in buttons(view.blocks)
    assert "Who leads? /  · answered · " in shown


def test_an_empty_home_tab_says_so() -> None:
    view = home_view(Home(0, 0))
    check_view(view.as_json())
    assert "No article is indexed yet" in words(view)
    assert "You have not asked anything yet." in words(view)


def test_the_greeting_offers_at_most_four_questions_each_once() -> None:
    questions = ["Who?", "Who?", " ", "When?", "Where?", "Why?", "How?"]
    names = [text for text, _, _ in buttons(greeting_message(questions).blocks)]
    assert names == ["Who?", "When?", "Where?", "Why?"]
    assert [prompt["message"] for prompt in suggested_prompts(questions)] == names


def test_the_settings_show_what_is_in_force() -> None:
    view = settings_modal(Settings("C1", "off", True, ["Daily"], ["Herald", "Daily"])).as_json()
    check_view(view)
    mode, ephemeral, sources = (block["element"] for block in view["blocks"])
    assert mode["initial_option"]["value"] == "off"
    assert [option["value"] for option in ephemeral["initial_options"]] == ["ephemeral"]
    assert [option["value"] for option in sources["initial_options"]] == ["Daily"]
    assert [option["value"] for option in sources["options"]] == ["Daily", "Herald"]
    assert view["private_metadata"] == "C1"


def test_articles_are_not_asked_for_where_there_is_no_choice() -> None:
    assert len(settings_modal(Settings("C1")).blocks) == 2


def test_a_source_s_value_is_its_name_where_slack_takes_it() -> None:
    assert source_value("Daily") == "Daily"
    assert source_value("x" * 151) != source_value("x" * 152)


def test_a_button_s_value_leads_back_to_its_quote() -> None:
    assert Place.parse(Place("a:b", 12).as_value()) == Place("a:b", 12)


@pytest.mark.parametrize("value", ["", "k3x9", ":1", "k3x9:", "k3x9:-1", "k3x9:²"])
def test_a_value_that_no_button_has_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="names no quote"):
        Place.parse(value)
