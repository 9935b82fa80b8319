"""Which workspace something came from, where Bolt can't say.

Bolt reads it from what Slack has authorised. An app that all of an organisation (Enterprise Grid)
has may be authorised for the organisation, without a workspace: an answer still belongs in one.
Owns where else it is said. Unlike `installations`, it knows nothing of tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

Body = Mapping[str, Any]


def of_event(body: Body) -> str:
    """The workspace of an event that names none as authorised; "" if nothing says it."""
    authorised, event = (body.get("authorizations") or [{}])[0], body.get("event") or {}
    # What a guest wrote (Slack Connect) names the guest's workspace first, and ours only here.
    is_ours = body.get("context_enterprise_id") == authorised.get("enterprise_id")
    ours = body.get("context_team_id") if is_ours else None
    return str(ours or body.get("team_id") or event.get("team") or "")


def of_click(body: Body, context: AsyncBoltContext) -> str:
    """The workspace of a click, a form or a command; "" if nothing says it."""
    found = context.team_id
    if found and found == context.enterprise_id:  # a form is said to be its organisation's
        team, user = body.get("team") or {}, body.get("user") or {}
        found = team.get("id") or user.get("team_id") or found
    return str(found or "")
