"""The methods about the app itself: its tokens, its installation, its socket.

Owns what a token proves. Unlike `web`, which checks a token before every method.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from slack_workspace.app import App
from slack_workspace.arguments import Arguments
from slack_workspace.service import Service
from slack_workspace.shapes import Json, SlackError


def test(slack: Service, given: Arguments) -> Json:
    """auth.test."""
    world = slack.world
    body: Json = {"url": "https://fake.slack.com/", "team": "Fake", "user": "pullquote"}
    body |= {"team_id": world.team_id, "user_id": world.bot_user, "bot_id": world.bot_id}
    return body | {"enterprise_id": slack.enterprise, "is_enterprise_install": slack.is_org}


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
    """oauth.v2.access: a one-use code, or a one-use refresh token, for the bot's token."""
    if given.text("client_id") != slack.app.client_id:
        raise SlackError("invalid_client_id")
    if given.text("client_secret") != slack.app.client_secret:
        raise SlackError("bad_client_secret")
    if given.text("grant_type") == "refresh_token":
        return _renew(slack, given.text("refresh_token") or "")
    user = slack.codes.pop(given.text("code") or "", None)
    if user is None:
        raise SlackError("invalid_code")
    slack.revoked = False
    world = slack.world
    body: Json = {"access_token": slack.app.bot_token, "token_type": "bot"}
    body |= {"scope": ",".join(sorted(slack.app.scopes)), "bot_user_id": world.bot_user}
    team = None if slack.is_org else {"id": world.team_id, "name": "Fake"}
    body |= {"app_id": world.app_id, "team": team, "is_enterprise_install": slack.is_org}
    body |= {"enterprise": {"id": slack.enterprise, "name": "Fakes"} if slack.enterprise else None}
    return body | {"authed_user": {"id": user}} | _lifetime(slack)


def _renew(slack: Service, refresh_token: str) -> Json:
    """Another bot token; the one before is good until it runs out."""
    if not slack.refresh_token or refresh_token != slack.refresh_token:
        raise SlackError("invalid_refresh_token")
    slack.spent_tokens.add(slack.app.bot_token)
    slack.app = replace(slack.app, bot_token=App().bot_token)
    body: Json = {"access_token": slack.app.bot_token, "token_type": "bot"}
    body |= {"scope": ",".join(sorted(slack.app.scopes)), "bot_user_id": slack.world.bot_user}
    return body | {"app_id": slack.world.app_id} | _lifetime(slack)


def _lifetime(slack: Service) -> Json:
    """How long the token is good, and with what another one is had; nothing if it is for good."""
    if not slack.lifetimes_s:
        return {}
    rest = slack.lifetimes_s[1:] or slack.lifetimes_s
    lasts_s, slack.lifetimes_s = slack.lifetimes_s[0], rest
    slack.refresh_token = f"xoxe-1-{secrets.token_hex(12)}"
    return {"refresh_token": slack.refresh_token, "expires_in": lasts_s}
