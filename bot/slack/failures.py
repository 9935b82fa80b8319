"""What goes wrong between the bot and Slack, and what each error means to a person.

Owns the words, and the id that stands both in the log and in what the person is told. Unlike
`calls`, it tries nothing again.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from dataclasses import dataclass, field

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from index.errors import ModelError, PullquoteError, StoreError

log = logging.getLogger("pullquote.slack")
# Slack's libraries say only what is wrong: else they would log what people wrote.
libraries_log = logging.getLogger("pullquote.slack.libraries")
libraries_log.setLevel(logging.ERROR)
SECRETS = re.compile(r"xox[a-z]+-[\w-]+|xapp-[\w-]+|ticket=[^&\s'\"]+|hooks\.slack\.com/\S+")
WORD = re.compile(r"[a-z_]+")

MEANINGS = {
    "not_in_channel": "I’m not in that channel. Invite me there: /invite @Pullquote",
    "channel_not_found": "I can’t see that channel. Invite me there: /invite @Pullquote",
    "is_archived": "That channel is archived, so I can’t post there. Ask in another one.",
    "expired_trigger_id": "Slack gave too little time to open the window. Click once more.",
    "exchanged_trigger_id": "The window was opened already. Click once more.",
    "trigger_expired": "Slack gave too little time to open the window. Click once more.",
    "msg_too_long": "The answer is too long for Slack. Ask for one thing at a time.",
    "msg_blocks_too_long": "The answer is too long for Slack. Ask for one thing at a time.",
    "invalid_blocks": "Slack refused how the answer is laid out.",
    "missing_scope": "I lack a permission. An admin can see which: pullquote doctor",
    "ratelimited": "Slack is letting too few messages through. Ask again in a minute.",
    "rate_limited": "Slack is letting too few messages through. Ask again in a minute.",
    "expired_url": "Slack takes answers to it for half an hour only. Ask again.",
    "used_url": "Slack takes no more answers to it. Ask again.",
    "restricted_action": "This workspace doesn’t let me post there. Ask an admin.",
    "restricted_action_thread_locked": "The thread is locked, so I can’t post there.",
    "thread_locked": "The thread is locked, so I can’t post there.",
    "token_revoked": "I was removed from this workspace. An admin can install me again.",
    "token_expired": "My token has expired. An admin can install me again.",
    "account_inactive": "I was removed from this workspace. An admin can install me again.",
    "invalid_auth": "Slack doesn’t accept my token. An admin can see more: pullquote doctor",
    "internal_error": "Slack has trouble of its own. Ask again in a minute.",
}
# How a message is refused of which a shorter or plainer one may pass.
TOO_MUCH = frozenset({"msg_too_long", "msg_blocks_too_long", "invalid_blocks"})
CLOSED = frozenset(
    {"not_in_channel", "user_not_in_channel", "channel_not_found", "is_archived", "thread_locked"}
)
RESTRICTED = "restricted_action"  # how more of them begin: …_read_only_channel, …_thread_locked
# What was to be answered, or changed, was deleted meanwhile: there is nobody to tell.
GONE = frozenset({"thread_not_found", "message_not_found"})
SLACK_IS_DOWN = "Slack can’t be reached right now. Ask again in a minute."
OURS = (
    "Something broke while I looked for an answer. Ask again; if it happens twice, tell an admin."
)

BOT_KEY_MISSING = (
    "SLACK_BOT_TOKEN is not set. Make an app from slack-manifest.json, install it, and put its "
    "token into .env: README.md says how, under “In Slack”."
)
APP_KEY_MISSING = (
    "SLACK_APP_TOKEN is not set. Make an App-Level Token with the scope connections:write, or "
    "serve over HTTP: pullquote slack --http PORT"
)
SIGNING_KEY_MISSING = "SLACK_SIGNING_SECRET is not set. Copy it from the app's Basic Information."


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure and its id."""

    message: str
    id: str = field(default_factory=lambda: secrets.token_hex(4))

    def __str__(self) -> str:
        return f"{self.message} (id {self.id})"


class Discreet(logging.Formatter):
    """Formats log lines, tracebacks too, without what looks like a token or a reply address."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return SECRETS.sub("…", super().format(record))


def code_of(error: BaseException) -> str:
    """Slack's word for what went wrong; "" if it isn't Slack that says so."""
    if not isinstance(error, SlackApiError):
        return ""
    found = _field(error, "error")
    return found if isinstance(found, str) else "internal_error"


def refused(status: int, body: str) -> Exception | None:
    """What a reply address answered, as an error; None if it took the message.

    Slack names what is wrong in JSON or in a bare word, now with one status, now with another.
    """
    code = _named(body)
    if code not in ("", "ok"):
        said = {"ok": False, "error": code, "status": status}
        return SlackApiError("by a reply address", said)  # type: ignore[no-untyped-call]
    if status == 200:
        return None
    # The address itself is a secret: whoever has it may post.
    return ConnectionError(f"the reply address answered {status}: {body}")


def is_uncertain(error: BaseException) -> bool:
    """Whether Slack may have done what was asked of it all the same."""
    if not isinstance(error, SlackApiError):
        return isinstance(error, ClientError | TimeoutError | ConnectionError)
    status = getattr(error.response, "status_code", None) or _field(error, "status")
    return isinstance(status, int) and status >= 500


def is_closed(error: BaseException) -> bool:
    """Whether nothing can be posted there, so that a person is to be reached elsewhere."""
    return code_of(error) in CLOSED or code_of(error).startswith(RESTRICTED)


def trouble(error: BaseException, doing: str) -> Trouble:
    """Logs a failure and says what it means to a person, under one id."""
    said = Trouble(_meaning(error))
    if code_of(error):
        log.warning("%s: %s failed: Slack says %s", said.id, doing, code_of(error))
    elif isinstance(error, PullquoteError) or is_uncertain(error):
        log.warning("%s: %s failed: %s: %s", said.id, doing, type(error).__name__, error)
    else:
        log.error("%s: %s failed", said.id, doing, exc_info=error)
    return said


def _meaning(error: BaseException) -> str:
    if isinstance(error, StoreError | ModelError):  # an administrator's to mend, with paths
        return OURS
    if isinstance(error, PullquoteError):
        return str(error)
    if code := code_of(error):
        known = RESTRICTED if code.startswith(RESTRICTED) and code not in MEANINGS else code
        return MEANINGS.get(known, f"Slack refused it: {code}.")
    return SLACK_IS_DOWN if is_uncertain(error) else OURS


def _named(body: str) -> str:
    """The word for what is wrong that a reply address answered; "" if there is none."""
    try:
        said = json.loads(body)
    except ValueError:
        return body.strip() if WORD.fullmatch(body.strip()) else ""
    found = said.get("error") if isinstance(said, dict) else None
    return found if isinstance(found, str) else ""


def _field(error: SlackApiError, name: str) -> object:
    try:
        return error.response.get(name)
    except (AttributeError, TypeError, ValueError):  # whatever a proxy answered in Slack's place
        return None
