"""A fake Slack on loopback, as strict as the real one, for conversations as tests.

    people ─ post, click, submit ─► World ─ events ─► Delivery ─► socket or signed HTTP ─► the app
                                      ▲                                                      │
                       Misbehaviour ─ Web API ◄───────────── slack_sdk and Bolt, unpatched ◄─┘

Start with `workspace`: its `Workspace` is all that a test needs.

    async with Workspace() as workspace:
        workspace.channel("#news", members=["U1"])
        ts = await workspace.post("U1", "#news", "<@BOT> who leads the US delegation?")
        await workspace.until(lambda: len(workspace.thread("#news", ts)) == 2)

Reading order
     1. workspace     what a test holds;  people  what it lets people do
     2. shapes        messages, channels, views, calls;  world  keeps them
     3. service       the events of what happened;  delivery  until they are acknowledged
     4. sockets       Socket Mode;  signed_http  events over HTTP;  triggers  and answer addresses
     5. web           the Web API; then methods_…, streams, arguments, responses
     6. blocks        what Slack takes; then elements, rich_text, views, checking
     7. misbehaviour  what goes wrong on purpose;  clock  the time that tests can advance
     8. app           scopes and events, from a manifest;  reading  whom a message pings
     9. bench         many people at once, and a kill (`make bench-slack`);  bench_report  its table
"""

from slack_workspace.app import App, read_manifest
from slack_workspace.delivery import Receipt
from slack_workspace.shapes import Attempt, Call, Channel, Message, View
from slack_workspace.workspace import Workspace, conversation

__all__ = [
    "App",
    "Attempt",
    "Call",
    "Channel",
    "Message",
    "Receipt",
    "View",
    "Workspace",
    "conversation",
    "read_manifest",
]
