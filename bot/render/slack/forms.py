"""The modals that people fill in: why an answer did not help, and a channel's settings.

Owns their fields and what may be chosen. Unlike the app, which keeps what was chosen and decides
who may choose, nothing is kept here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.render.slack import ids, limits, parts
from bot.render.slack.messages import View
from bot.render.slack.parts import Block, Element, plain, small
from bot.render.slack.texts import line
from bot.render.wording import count

MAX_DETAILS_CHARS = 1_000

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "wrong": "It is wrong",
        "unsupported": "The quote does not support it",
        "outdated": "It is outdated",
        "missing": "A source is missing",
        "other": "Something else",
    }
)

MENTIONS, FOLLOW_UPS, OFF = "mentions", "follow_ups", "off"
MODES: Mapping[str, str] = MappingProxyType(
    {
        MENTIONS: "When it is mentioned",
        FOLLOW_UPS: "When it is mentioned, and follow-ups in the thread",
        OFF: "Never",
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """A channel's settings, as the modal shows them.

    `mode` is one of MODES. `sources` are the folders or outlets answered from, none for all of
    them, and `offered` those that can be chosen.
    """

    channel: str
    mode: str = MENTIONS
    ephemeral: bool = False
    sources: Sequence[str] = ()
    offered: Sequence[str] = ()


def feedback_modal(record: str) -> View:
    """Asks why an answer did not help: one of REASONS, and words if one likes."""
    options = [_option(label, value) for value, label in REASONS.items()]
    choice = {"type": "radio_buttons", "action_id": ids.REASON, "options": options}
    words = {
        "type": "plain_text_input",
        "action_id": ids.DETAILS,
        "multiline": True,
        "max_length": MAX_DETAILS_CHARS,
        "placeholder": plain("What would have been right, and where does it stand?", 150),
    }
    return View(
        blocks=(
            _input(ids.REASON, "What was not right?", choice),
            _input(ids.DETAILS, "More about it", words, optional=True),
            parts.context(small("It is kept with the question, the answer and its quotes.")),
        ),
        title="What went wrong?",
        callback_id=ids.FEEDBACK_MODAL,
        metadata=record,
        submit="Send",
        close="Cancel",
    )


def settings_modal(settings: Settings) -> View:
    """Asks when to answer in a channel, to whom, and from which articles."""
    modes = [_option(label, value) for value, label in MODES.items()]
    mode: dict[str, Any] = {
        "type": "radio_buttons",
        "action_id": ids.MODE,
        "options": modes,
    }
    if settings.mode in MODES:
        mode["initial_option"] = _option(MODES[settings.mode], settings.mode)
    only = _option("Show answers only to the person who asked", ids.EPHEMERAL)
    private: dict[str, Any] = {
        "type": "checkboxes",
        "action_id": ids.EPHEMERAL,
        "options": [only],
    }
    if settings.ephemeral:
        private["initial_options"] = [only]
    return View(
        blocks=(
            _input(ids.MODE, "Answer in this channel", mode),
            _input(ids.EPHEMERAL, "Who sees an answer", private, optional=True),
            *_sources(settings),
        ),
        title="Settings",
        callback_id=ids.SETTINGS_MODAL,
        metadata=settings.channel,
        submit="Save",
        close="Cancel",
    )


def source_value(name: str) -> str:
    """The value that stands for a folder or outlet in the modal: its name, if Slack takes it.

    Names that differ have values that differ.
    """
    is_plain = name.isprintable() and name == name.strip() and "~" not in name
    if is_plain and 0 < limits.size(name) <= limits.OPTION_VALUE:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"~{digest[:32]}"


def _sources(settings: Settings) -> list[Block]:
    """Which articles, where any can be chosen. Those chosen come first: at most 100 are offered."""
    chosen = list(dict.fromkeys(settings.sources))
    names = list(dict.fromkeys([*chosen, *settings.offered]))
    if not names:
        return []
    shown, left = names[: limits.OPTIONS], names[limits.OPTIONS :]
    element: dict[str, Any] = {
        "type": "multi_static_select",
        "action_id": ids.SOURCES,
        "options": [_option(name, source_value(name)) for name in shown],
        "placeholder": plain("All articles", 150),
    }
    if chosen:
        element["initial_options"] = element["options"][: len(chosen)]
    note = f"{count(len(left), 'more source')} cannot be offered here."
    return [
        _input(ids.SOURCES, "Answer only from", element, optional=True),
        *([parts.context(small(note))] if left else []),
    ]


def _option(label: str, value: str) -> Element:
    return {"text": plain(label, limits.OPTION_TEXT), "value": value}


def _input(block_id: str, label: str, element: Element, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": line(label, 200), "emoji": False},
        "element": element,
        "optional": optional,
    }
