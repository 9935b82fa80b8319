"""Slack's limits on messages and views, each with its source, and how a text is measured.

Owns the numbers. Unlike `texts`, which cuts, nothing is changed here. Where Slack does not say what
it counts, the widest reading is taken: UTF-16 units of the text as it is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Checked by slack_sdk's models (`models/blocks`, `models/views`)
SECTION_TEXT = 3_000
HEADER_TEXT = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_LABEL = 75
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
IDENTIFIER = 255  # block_id, action_id, callback_id
VIEW_TITLE = 24
VIEW_METADATA = 3_000
INPUT_LABEL = 2_000

# Written in docs.slack.dev
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
INPUT_CHARS = 3_000  # what a person may type into a field
OPTION_CHOICES = 10  # radio buttons and checkboxes
PROMPTS = 4  # suggested prompts of an assistant thread

# Reported of the running Slack
BLOCKS_TEXT = 10_000  # refused at 11,341 (slackapi/bolt-js#2867) and 13,200 (#2509): stay below
NOTIFICATION_BYTES = 4_000  # `chat.update` refuses a longer `text`

# No limit is known of the text in one rich text block: a section's is a safe one.
RICH_TEXT = SECTION_TEXT


def size(text: str) -> int:
    """How long Slack may think that a text is.

    >>> size("a"), size("😀"), size("<")
    (1, 2, 4)
    """
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def weigh(part: object) -> int:
    """The size of a block or of several as they are sent, names, quotation marks and all.

    Whether Slack counts more than the texts is not known: the widest reading is taken here too.
    """
    if isinstance(part, str):
        return size(part) + 2
    if isinstance(part, (list, tuple)):  # before abstract kinds, which take long to ask
        return 2 + sum(weigh(value) + 2 for value in part)
    if isinstance(part, (dict, Mapping)):
        return 2 + sum(len(key) + 6 + weigh(value) for key, value in part.items())
    if isinstance(part, Sequence):
        return 2 + sum(weigh(value) + 2 for value in part)
    return 5
