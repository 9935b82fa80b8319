"""The parts of the fake Slack in one place, and how the app hears of a message.

Owns the events: what they hold and who gets them. Unlike `delivery`, which brings them to the
app, and `world`, which keeps what they are about.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from slack_workspace.app import EVENT_SCOPES, App
from slack_workspace.clock import Clock
from slack_workspace.delivery import Delivery, Parcel, Receipt
from slack_workspace.shapes import Channel, Json, Message, SlackError, View
from slack_workspace.sockets import Sockets
from slack_workspace.triggers import Rights
from slack_workspace.world import World

FAILURES = {  # what a person reads when the app is not there or too slow
    "dispatch_failed": "dispatch_failed",
    "timeout": "operation_timeout",
}


@dataclass(slots=True)
class Service:
    """What the methods of the Web API and the people share. `address` is that of the server."""

    app: App
    clock: Clock
    world: World
    rights: Rights
    sockets: Sockets
    delivery: Delivery
    address: str = ""
    revoked: bool = False
    enterprise: str | None = None
    """The organisation that the workspace belongs to."""
    is_org: bool = False
    """Whether the app is installed in all of the organisation."""
    names_team: bool = True
    """Whether Slack says of the app of a whole organisation in which workspace something is."""
    lifetimes_s: list[int] = field(default_factory=list)
    """How long the next tokens live, the last for all that follow; empty if tokens are for good."""
    refresh_token: str = ""
    spent_tokens: set[str] = field(default_factory=set)
    """Bot tokens that were renewed, and are good until they run out."""
    codes: dict[str, str] = field(default_factory=dict)
    used_scopes: set[str] = field(default_factory=set)
    failures: dict[str, list[str]] = field(default_factory=dict)
    """What each person was told went wrong with a command or a button."""

    def need(self, *scopes: str) -> None:
        """One of these scopes; the last that is granted counts as used.

        Raises SlackError `missing_scope` with those needed and those provided.
        """
        granted = [scope for scope in scopes if scope in self.app.scopes]
        if not granted:
            provided = ",".join(sorted(self.app.scopes))
            raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)
        self.used_scopes.add(granted[-1])

    def emit(self, event: Json, name: str) -> str | None:
        """Delivers an event if the app hears it. `name` is as in a manifest: "message.im"."""
        if self.revoked or not self.app.hears(name):
            return None
        self.used_scopes |= {EVENT_SCOPES[name]} if name in EVENT_SCOPES else set()
        world = self.world
        authorised = world.team_id if self.names_team else None
        bot = {"team_id": authorised, "user_id": world.bot_user, "is_bot": True}
        envelope: Json = {"type": "event_callback", "token": "none", "team_id": world.team_id}
        envelope |= {"api_app_id": world.app_id, "event_time": int(self.clock.now())}
        bot |= {"enterprise_id": self.enterprise, "is_enterprise_install": self.is_org}
        envelope |= {"authorizations": [bot], "enterprise_id": self.enterprise}
        return self.delivery.send({"event_ts": self.clock.timestamp()} | event, envelope)

    def tell_of(self, message: Message, *, mentions: bool = True) -> None:
        """The events of a new message: `message`, and `app_mention` if it mentions the bot."""
        channel = self.world.channels[message.channel]
        if self.world.bot_user not in channel.members:
            return
        event = message.as_json() | self._where(channel) | {"event_ts": message.ts}
        root = self.world.messages[channel.id].get(message.thread_ts or "")
        if message.is_reply and root is not None:
            event |= {"parent_user_id": root.user}
        self.emit(event | {"channel_type": channel.kind}, self._name(channel))
        if mentions and not channel.im_user and self.mentions_bot(message.text):
            self.tell_of_mention(message)

    def tell_of_mention(self, message: Message) -> None:
        """The `app_mention` of a message, the second event of one post."""
        channel = self.world.channels[message.channel]
        event = message.as_json() | self._where(channel) | {"event_ts": message.ts}
        self.emit(event | {"type": "app_mention"}, "app_mention")

    def remove(self, message: Message) -> None:
        """Deletes a message and tells of it: of the tombstone, where answers keep its place."""
        tombstone = self.world.remove(message)
        self.tell_of_change(message, tombstone)
        bare = self.world.bare_tombstone(message) if message.is_reply else None
        if bare is not None:
            self.remove(bare)

    def tell_of_change(self, before: Message, after: Message | None) -> None:
        """`message_changed`, or `message_deleted` if nothing is there after."""
        channel = self.world.channels[before.channel]
        if self.world.bot_user not in channel.members:
            return
        event: Json = {"type": "message", "hidden": True, "previous_message": before.as_json()}
        event |= self._where(channel) | {"channel_type": channel.kind}
        event |= {"ts": self.clock.timestamp()}
        if after is None:
            event |= {"subtype": "message_deleted", "deleted_ts": before.ts}
        else:
            event |= {"subtype": "message_changed", "message": after.as_json()}
        self.emit(event, self._name(channel))

    def mentions_bot(self, text: str) -> bool:
        """Whether a text mentions the bot."""
        return f"<@{self.world.bot_user}>" in text or f"<@{self.world.bot_user}|" in text

    async def ask(self, user: str, kind: str, payload: Json) -> Receipt:
        """Hands over what a person waits for; what failed is noted among their `failures`."""
        payload |= self._whose_command(user) if kind == "slash_commands" else {}
        payload |= self._whose_click(user, payload) if kind == "interactive" else {}
        payload |= {"api_app_id": self.world.app_id, "token": "none"}
        payload |= {"is_enterprise_install": self.is_org}
        payload |= {"trigger_id": self.rights.give_trigger(user)}
        receipt = await self.delivery.ask(Parcel(kind, payload))
        if not receipt.acknowledged:
            said = FAILURES.get(receipt.reason, receipt.reason)
            self.failures.setdefault(user, []).append(said)
        return receipt

    def view_json(self, view: View) -> Json:
        """A view as payloads and replies give it."""
        team = self.world.team_id if self.names_team else self.enterprise or ""
        body = view.as_json(self.world.app_id, self.world.bot_id, team)
        return body | {"app_installed_team_id": team}

    def response_url(self, name: str) -> str:
        """The whole address of an answer address."""
        return f"{self.address}/response/{name}"

    def open_code(self, user: str) -> str:
        """A one-use OAuth code: the person allowed the app."""
        code = secrets.token_hex(12)
        self.codes[code] = user
        return code

    def _whose_command(self, user: str) -> Json:
        team = self.world.user(user).team or self.world.team_id
        body: Json = {"team_id": team, "user_id": user, "user_name": user.lower()}
        return body | ({"enterprise_id": self.enterprise} if self.enterprise else {})

    def _whose_click(self, user: str, payload: Json) -> Json:
        """Who clicked, and of which workspace: for a guest's form the guest's, else the app's."""
        person, ours = self.world.user(user), self.enterprise
        team, enterprise = person.team or self.world.team_id, person.enterprise or ours
        who = {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team}
        if enterprise != ours and payload["type"] != "view_submission":
            team, enterprise = self.world.team_id, ours
        body: Json = {"user": who, "team": {"id": team, "domain": "fake"}, "enterprise": None}
        if enterprise:
            body["enterprise"] = {"id": enterprise, "name": "Fakes"}
            body["team"] |= {"enterprise_id": enterprise, "enterprise_name": "Fakes"}
        return body if self.names_team or enterprise != ours else body | {"team": None}

    def _where(self, channel: Channel) -> Json:
        return {"channel": channel.id, "team": self.world.team_id}

    @staticmethod
    def _name(channel: Channel) -> str:
        plural = "s" if channel.kind in ("group", "channel") else ""
        return f"message.{channel.kind}{plural}"
