"""The methods about the app itself: its tokens, its installation, its socket.

Owns what a token proves. Unlike `web`, which checks a token before every method.
"""

from __future__ import annotations

from slack_workspace.arguments import Arguments
from slack_workspace.service import Service
from slack_workspace.shapes import Json, SlackError


def test(slack: Service, given: Arguments) -> Json:
    """auth.test."""
    world = slack.world
    body: Json = {"url": "https://fake.slack.com/", "team": "Fake", "user": "pullquote"}
    body |= {"team_id": world.team_id, "user_id": world.bot_user, "bot_id": world.bot_id}
    return body | {"is_enterprise_install": False}


def bot_info(slack: Service, given: Arguments) -> Json:
    """bots.info."""
    world = slack.world
    found = {world.bot_id: world.bot_user} | {u.bot_id: u.id for u in world.users.values()}
    bot = given.text("bot") or world.bot_id
    if bot not in found:
        raise SlackError("bot_not_found")
    body = {"id": bot, "user_id": found[bot], "name": "pullquote", "deleted": False}
    return {"bot": body | {"app_id": world.app_id}}


def team_info(slack: Service, given: Arguments) -> Json:
    """team.info."""
    return {"team": {"id": slack.world.team_id, "name": "Fake", "domain": "fake"}}


def revoke(slack: Service, given: Arguments) -> Json:
    """auth.revoke: the token is no good from now on."""
    slack.revoked = True
    return {"revoked": True}


def open_connection(slack: Service, given: Arguments) -> Json:
    """apps.connections.open: the address of a socket, good for one connection."""
    address = slack.address.replace("http://", "ws://")
    ticket = slack.sockets.give_ticket()
    return {"url": f"{address}/link?ticket={ticket}&app_id={slack.world.app_id}"}


def exchange_code(slack: Service, given: Arguments) -> Json:
    """oauth.v2.access: a one-use code for the bot's token."""
    if given.text("client_id") != slack.app.client_id:
        raise SlackError("invalid_client_id")
    if given.text("client_secret") != slack.app.client_secret:
        raise SlackError("bad_client_secret")
    user = slack.codes.pop(given.text("code") or "", None)
    if user is None:
        raise SlackError("invalid_code")
    slack.revoked = False
    world = slack.world
    body: Json = {"access_token": slack.app.bot_token, "token_type": "bot"}
    body |= {"scope": ",".join(sorted(slack.app.scopes)), "bot_user_id": world.bot_user}
    body |= {"app_id": world.app_id, "team": {"id": world.team_id, "name": "Fake"}}
    body |= {"enterprise": None, "is_enterprise_install": False}
    return body | {"authed_user": {"id": user}}
