"""What becomes of a text on its way to Slack, character for character."""

from __future__ import annotations

import pytest

from bot.render.slack.texts import clip, escape, safe, web_address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", "a\ufffdb"),
        ("<\u2060!channel>", "<\ufffd!channel>"),
        ("gnp\u202e.exe", "gnp\ufffd.exe"),
        ("1\u200f2", "1\ufffd2"),
        ("\U000e0041", "\ufffd"),
        ("\x1b[31m", "␛[31m"),
        ("\ud83d", "\ufffd"),
        ("\u200d\u200d", "\ufffd\ufffd"),
    ],
)
def test_what_cannot_be_seen_becomes_a_symbol(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "👩‍🚀", "❤️", "שלום\u200f!", "Donau\u00addampfer", "a\tb\n"]
)
def test_what_words_and_emoji_are_made_with_stays(text: str) -> None:
    assert safe(text) == text


def test_an_emoji_or_accent_is_not_cut_apart() -> None:
    assert clip("👩‍🚀" * 10, 12) == "👩‍🚀" * 2 + "…"
    assert clip("xe\u0301e\u0301e\u0301", 5) == "xe\u0301…"


def test_a_text_ends_at_a_word_where_it_is_cut() -> None:
    assert clip("one two three", 11) == "one two…"


def test_escaped_text_has_nothing_that_slack_obeys() -> None:
    assert escape("<!here> _a_ *b* ~c~ `d` & e") == "&lt;!here&gt; ˍaˍ ∗b∗ ∼c∼ ˋdˋ &amp; e"


def test_an_address_that_no_browser_reads_is_no_link() -> None:
    assert web_address("http://[::1") is None
    assert web_address("https://") is None
