"""What the app asked for when it was made: scopes, events, commands, shortcuts.

Owns what a manifest grants and which scope each event needs. Unlike `world`, which is the
workspace's, this is the app's.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

SCOPES = (
    "app_mentions:read assistant:write channels:history channels:read chat:write commands"
    " groups:history groups:read im:history im:read im:write mpim:history mpim:read"
    " reactions:write users:read"
)
EVENTS = (
    "app_home_opened app_mention app_uninstalled member_joined_channel message.channels"
    " message.groups message.im message.mpim tokens_revoked"
)
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
}


@dataclass(frozen=True, slots=True)
class App:
    """The app as it is installed. Its secrets are new each time and in no repr."""

    scopes: frozenset[str] = frozenset(SCOPES.split())
    events: frozenset[str] = frozenset(EVENTS.split())
    commands: frozenset[str] = frozenset({"/ask"})
    shortcuts: frozenset[str] = frozenset({"check_with_articles"})
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(16)}", repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(16)}", repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    client_id: str = "1111.2222"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    def hears(self, event: str) -> bool:
        """Whether an event, such as "message.im", is subscribed to and its scope granted."""
        needed = EVENT_SCOPES.get(event)
        return event in self.events and (needed is None or needed in self.scopes)


def read_manifest(path: Path) -> App:
    """The app that a manifest in JSON makes. Raises ValueError if Slack would refuse it."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    app = App(
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=frozenset(one["command"] for one in features.get("slash_commands", ())),
        shortcuts=frozenset(one["callback_id"] for one in features.get("shortcuts", ())),
    )
    missing = {EVENT_SCOPES[e] for e in app.events if e in EVENT_SCOPES} - app.scopes
    missing |= {"commands"} - app.scopes if app.commands or app.shortcuts else set()
    if missing:
        raise ValueError(f"{path.name} lacks the scopes {sorted(missing)} that its features need")
    return app
