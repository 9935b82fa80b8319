"""Answers and what surrounds them, as Slack's blocks: plain dictionaries, which nothing sends.

    Answer ─ answer ─► Message        quote in its place ─ article ─► View
    what is indexed ─ home ─► View, Message        forms ─► View

Owns what Slack shows. Unlike `bot.slack`, which talks to Slack, it imports nothing of it. Below the
modules of whole messages are `telling`, what stands above the quotes, `excerpt`, which cuts a
quote, `parts`, single blocks, `texts`, which makes any text fit to be shown, and `limits`, Slack's
numbers; `ids` has the names that come back when something is clicked.
"""

from bot.render.slack.answer import answer_message, quotes_message
from bot.render.slack.article import article_modal
from bot.render.slack.forms import Settings, feedback_modal, settings_modal, source_value
from bot.render.slack.home import Asked, Home, greeting_message, home_view, suggested_prompts
from bot.render.slack.messages import Message, View, notice
from bot.render.slack.texts import escape

__all__ = [
    "Asked",
    "Home",
    "Message",
    "Settings",
    "View",
    "answer_message",
    "article_modal",
    "escape",
    "feedback_modal",
    "greeting_message",
    "home_view",
    "notice",
    "quotes_message",
    "settings_modal",
    "source_value",
    "suggested_prompts",
]
