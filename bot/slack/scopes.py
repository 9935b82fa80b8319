"""The permissions that the bot asks for, each with what it is for.

Owns the list; a test holds `slack-manifest.json` to it. Unlike `workspaces`, it knows no token.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "app_mentions:read": "questions that mention the bot",
        "assistant:write": "the status while it works, and suggested questions",
        "channels:history": "follow-ups in threads of channels, and answers that are there already",
        "channels:read": "who made a channel, for its settings",
        "chat:write": "answers",
        "commands": "/ask and “Check with the articles”",
        "groups:history": "follow-ups in threads of private channels it was invited to",
        "groups:read": "who made a private channel, for its settings",
        "im:history": "questions in direct messages",
        "mpim:history": "follow-ups in threads of group messages it was invited to",
        "mpim:read": "who made a group message, for its settings",
    }
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
