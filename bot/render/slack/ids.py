"""The names by which Slack says what was clicked, typed or submitted.

Owns the names alone. Unlike the modules beside it, which put them into blocks, nothing is drawn
here; the app listens for the same names. Buttons carry `RECORD:NUMBER` as their value, so that one
of them works after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass

# Buttons of an answer
SHOW = "show_quote"
MORE = "more_quotes"
HELPED = "helped"
NOT_HELPED = "not_helped"
SHARE = "share_answer"

# Buttons elsewhere
PREVIOUS = "previous_quote"
NEXT = "next_quote"
PROMPT = "suggested"  # its value is the question

# Modals
ARTICLE_MODAL = "article_modal"
FEEDBACK_MODAL = "feedback_modal"
SETTINGS_MODAL = "settings_modal"

# Fields of the modals: each name is both the block's and the element's
REASON = "reason"
DETAILS = "details"
MODE = "mode"
EPHEMERAL = "ephemeral"  # one checkbox, whose value is this name too
SOURCES = "sources"

# What people start elsewhere in Slack
CHECK = "check_with_articles"
COMMAND = "/ask"


@dataclass(frozen=True, slots=True)
class Place:
    """What a button is about: an answer that is kept, and the number of one of its quotes."""

    record: str
    number: int

    def as_value(self) -> str:
        """The button's value."""
        return f"{self.record}:{self.number}"

    @classmethod
    def parse(cls, value: str) -> Place:
        """The other way round. Raises ValueError if it is not such a value.

        >>> Place.parse("k3x9:2")
        Place(record='k3x9', number=2)
        """
        record, colon, number = value.rpartition(":")
        if not colon or not record or not number.isascii() or not number.isdigit():
            raise ValueError(f"{value[:40]!r} names no quote: it takes RECORD:NUMBER")
        return cls(record, int(number))
