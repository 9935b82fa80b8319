"""What people do: write, edit, ask, click, fill in, look around.

Owns how an act becomes an event or a payload, and what no person could do, which is a ValueError
or LookupError in the test. Unlike the methods of the Web API, which are the app's acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from slack_workspace import responses
from slack_workspace.clicking import Clicked, find_clicked
from slack_workspace.delivery import Receipt
from slack_workspace.methods_views import check_view
from slack_workspace.service import Service
from slack_workspace.shapes import Channel, Json, Message, View
from slack_workspace.triggers import Address
from slack_workspace.views import Value, filled_in


class People:
    """The people of a workspace. Texts are as Slack sends them: `<@U1>` is a mention, `&lt;` a <.

    In what they write "<@BOT>" means the bot. Everything they do to a bot that does not answer in
    time is noted among `failures`.
    """

    slack: Service

    async def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Writes a message, in a thread or not; returns its `ts`."""
        place = self._may_write(user, channel)
        other = self.slack.world.user(user)
        message = Message(
            channel=place.id,
            ts=self.slack.clock.timestamp(),
            user=user,
            text=self._spell(text),
            thread_ts=thread_ts,
            bot_id=other.bot_id,
            subtype="bot_message" if other.bot_id else None,
        )
        self.slack.world.put(message)
        self.slack.tell_of(message)
        return message.ts

    async def direct_message(self, user: str, text: str, thread_ts: str | None = None) -> str:
        """Writes to the bot alone; returns the message's `ts`."""
        return await self.post(user, self.slack.world.direct(user).id, text, thread_ts)

    async def edit(self, channel: str, ts: str, text: str) -> None:
        """Changes a message of one's own; with a mention in it, that is an `app_mention` too."""
        before = self._message(channel, ts)
        edited_ts = self.slack.clock.timestamp()
        after = replace(before, text=self._spell(text), edited_ts=edited_ts)
        self.slack.world.put(after)
        self.slack.tell_of_change(before, after)
        is_mention = self.slack.mentions_bot(after.text)
        if is_mention and not self.slack.world.channels[after.channel].im_user:
            self.slack.tell_of_mention(after)

    async def delete(self, channel: str, ts: str) -> None:
        """Deletes a message. The answers to it stay, below a tombstone."""
        before = self._message(channel, ts)
        self.slack.remove(before)

    async def join(self, user: str, channel: str) -> None:
        """Enters a channel; the bot can be the one who does."""
        place = self.slack.world.channel(channel)
        members = place.members | {self.slack.world.user(user).id}
        place = self.slack.world.add(replace(place, members=members))
        ts, text = self.slack.clock.timestamp(), f"<@{user}> has joined the channel"
        message = Message(place.id, ts, user, text, subtype="channel_join")
        self.slack.world.put(message)
        self.slack.tell_of(message, mentions=False)
        event: Json = {"type": "member_joined_channel", "user": user, "channel": place.id}
        event |= {"channel_type": "G" if place.private else "C", "team": self.slack.world.team_id}
        self.slack.emit(event, "member_joined_channel")

    async def invite_bot(self, user: str, channel: str, ts: str) -> None:
        """Adds the bot to a channel, as Slack offers whoever mentions it in vain."""
        self._may_write(user, channel)
        await self.join(self.slack.world.bot_user, channel)
        message = self._message(channel, ts)
        if self.slack.mentions_bot(message.text):
            self.slack.tell_of_mention(message)

    async def slash(self, user: str, channel: str, command: str, text: str = "") -> Receipt:
        """Types a command, wherever the person is a member; what comes back is shown to them."""
        if command not in self.slack.app.commands:
            raise LookupError(f"{command} is not a valid command: the manifest has no such")
        self.slack.need("commands")
        place = self._may_write(user, channel)
        name = {"im": "directmessage", "group": "privategroup"}.get(place.kind, place.name)
        address = self.slack.rights.give_address(user, place.id)
        payload: Json = {"command": command, "text": text, "team_domain": "fake"}
        payload |= {"channel_id": place.id, "channel_name": name}
        payload |= {"response_url": self.slack.response_url(address)}
        receipt = await self.slack.ask(user, "slash_commands", payload)
        if receipt.reply:
            until_s = self.slack.clock.now()
            responses.answer(self.slack, Address(user, place.id, until_s), receipt.reply)
        return receipt

    async def shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Receipt:
        """Takes a shortcut from the menu of a message."""
        if callback_id not in self.slack.app.shortcuts:
            raise LookupError(f"no shortcut {callback_id} in the manifest")
        self.slack.need("commands")
        place, message = self._may_write(user, channel), self._message(channel, ts)
        address = self.slack.rights.give_address(user, place.id)
        payload: Json = {"type": "message_action", "callback_id": callback_id}
        payload |= {"message": message.as_json(), "message_ts": ts}
        payload |= {"channel": {"id": place.id, "name": place.name}}
        payload |= {"response_url": self.slack.response_url(address)}
        payload |= {"action_ts": self.slack.clock.timestamp()}
        return await self.slack.ask(user, "interactive", payload)

    async def click(
        self, user: str, where: Message | View, action_id: str, value: str | None = None
    ) -> Receipt:
        """Clicks what has that `action_id`; where several have it, `value` says which.

        Raises LookupError if nothing there has it, or the person does not see it.
        """
        clicked = find_clicked(self._as_seen(user, where), action_id, value)
        action = clicked.as_json() | {"action_ts": self.slack.clock.timestamp()}
        payload: Json = {"type": "block_actions", "actions": [action]}
        if isinstance(where, View):
            payload |= self._in_view(self.slack.world.views[where.id])
        else:
            payload |= self._in_message(user, where, clicked)
        return await self.slack.ask(user, "interactive", payload)

    async def submit(
        self, user: str, view: View, values: Mapping[str, Value] | None = None
    ) -> dict[str, str]:
        """Fills in a modal and sends it. Returns the errors that it shows, by block, if any.

        Otherwise it closes, or changes as the app says. For `values` see `views.filled_in`.
        """
        self._as_seen(user, view)
        shown = self.slack.world.views[view.id]
        filled = replace(shown, values=filled_in(shown, values or {}))
        payload: Json = {"type": "view_submission", "view": self.slack.view_json(filled)}
        receipt = await self.slack.ask(user, "interactive", payload | {"response_urls": []})
        return self._after_submission(shown, receipt) if receipt.acknowledged else {}

    async def close(self, user: str, view: View) -> None:
        """Closes a modal, of which the app hears only if it asked to."""
        self._as_seen(user, view)
        self.slack.world.close_view(view)
        if view.body.get("notify_on_close"):
            payload = {"type": "view_closed", "view": self.slack.view_json(view)}
            await self.slack.ask(user, "interactive", payload | {"is_cleared": False})

    async def open_home(self, user: str) -> None:
        """Opens the app's home tab."""
        self._open_tab(user, "home")

    async def open_messages_tab(self, user: str) -> None:
        """Opens the app's messages tab."""
        self._open_tab(user, "messages")

    def _open_tab(self, user: str, tab: str) -> None:
        channel = self.slack.world.direct(user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
        shown = self.slack.world.homes.get(user)
        if shown is not None and tab == "home":
            event |= {"view": self.slack.view_json(self.slack.world.views[shown])}
        self.slack.emit(event, "app_home_opened")

    def _after_submission(self, view: View, receipt: Receipt) -> dict[str, str]:
        act = receipt.reply.get("response_action")
        if act == "errors":
            return {str(key): str(value) for key, value in receipt.reply["errors"].items()}
        if act in ("update", "push"):
            body = check_view(receipt.reply["view"], "modal")
            if act == "update":
                self.slack.world.keep_view(replace(view, body=body))
            else:
                self.slack.world.show_modal(view.user, body, on_top=True)
            return {}
        self.slack.world.close_view(view, all_of_them=act == "clear")
        return {}

    def _as_seen(self, user: str, where: Message | View) -> Message | View:
        """It, as it stands now. Raises LookupError if the person does not see it."""
        world = self.slack.world
        if isinstance(where, View):
            seen = [*world.stacks.get(user, [])[-1:], world.homes.get(user)]
            if where.id not in seen:
                raise LookupError(f"{user} does not see the view {where.id} now")
            return world.views[where.id]
        if where.ephemeral_to is not None:
            mine = [m for m in world.ephemeral if (m.ts, m.ephemeral_to) == (where.ts, user)]
        else:
            is_member = user in world.channels[where.channel].members
            found = world.messages[where.channel].get(where.ts)
            mine = [found] if is_member and found is not None else []
        if not mine:
            raise LookupError(f"{user} does not see the message {where.ts}")
        return mine[0]

    def _in_message(self, user: str, where: Message, clicked: Clicked) -> Json:
        place, is_ephemeral = self.slack.world.channels[where.channel], where.ephemeral_to
        seen = self._as_seen(user, where)
        about = seen if isinstance(seen, Message) else where
        container: Json = {"type": "message", "message_ts": where.ts, "channel_id": place.id}
        container |= {"is_ephemeral": bool(is_ephemeral)}
        container |= {"thread_ts": about.thread_ts} if about.thread_ts else {}
        name = self.slack.rights.give_address(user, place.id, about, about.thread_ts)
        body: Json = {"container": container, "channel": {"id": place.id, "name": place.name}}
        body |= {"response_url": self.slack.response_url(name), "state": {"values": clicked.state}}
        return body if is_ephemeral else body | {"message": about.as_json()}

    def _in_view(self, view: View) -> Json:
        return {
            "container": {"type": "view", "view_id": view.id},
            "view": self.slack.view_json(view),
        }

    def _may_write(self, user: str, name: str) -> Channel:
        place = self.slack.world.channel(name)
        if user not in place.members:
            raise LookupError(f"{user} is not in {name}")
        if place.archived:
            raise ValueError(f"{name} is archived")
        return place

    def _message(self, channel: str, ts: str) -> Message:
        return self.slack.world.message(self.slack.world.channel(channel).id, ts)

    def _spell(self, text: str) -> str:
        return text.replace("<@BOT>", f"<@{self.slack.world.bot_user}>")
