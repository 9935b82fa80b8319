"""The methods for modals and home tabs, and those for an agent's threads.

Owns when a view may be opened, pushed, changed. Unlike `views`, which says what a view may hold.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from slack_workspace import views
from slack_workspace.arguments import Arguments, refuse
from slack_workspace.methods_chat import open_channel
from slack_workspace.service import Service
from slack_workspace.shapes import Json, SlackError, View

DEEPEST = 3  # views of one stack
MOST_PROMPTS = 4
MOST_LOADING_MESSAGES = 10


def check_view(body: object, kind: str) -> Json:
    """The body of a view of that kind, each block with an id.

    Raises SlackError `view_too_large`, or `invalid_arguments` with the reasons.
    """
    if views.is_too_large(body):
        raise SlackError("view_too_large")
    faults = views.find_faults(body)
    if isinstance(body, dict) and not faults and body["type"] != kind:
        faults = [f"must be one of ['{kind}'] [json-pointer:/view/type]"]
    if faults or not isinstance(body, dict):
        messages = [f"[ERROR] {fault}" for fault in faults]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    return body | {"blocks": views.with_block_ids(body.get("blocks"))}


def open_view(slack: Service, given: Arguments) -> Json:
    """views.open. The trigger is used up only if the view is fine."""
    body = check_view(given.data("view"), "modal")
    user = slack.rights.take_trigger(given.need("trigger_id"))
    return _shown(slack, slack.world.show_modal(user, body, on_top=False))


def push(slack: Service, given: Arguments) -> Json:
    """views.push, on top of a modal that is open."""
    body = check_view(given.data("view"), "modal")
    user = slack.rights.take_trigger(given.need("trigger_id"))
    stack = slack.world.open_views(user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    return _shown(slack, slack.world.show_modal(user, body, on_top=True))


def update(slack: Service, given: Arguments) -> Json:
    """views.update, of a modal that is still open."""
    view = _find(slack, given)
    if view.id not in slack.world.stacks.get(view.user, []):
        raise SlackError("not_found")
    body = check_view(given.data("view"), "modal")
    return _shown(slack, _changed(slack, view, body, given))


def publish(slack: Service, given: Arguments) -> Json:
    """views.publish, to a person's home tab."""
    user = given.need("user_id")
    if user not in slack.world.users:
        raise SlackError("user_not_found")
    body = check_view(given.data("view"), "home")
    shown = slack.world.homes.get(user)
    if shown is None:
        view_id = f"V{secrets.token_hex(5).upper()}"
        slack.world.homes[user] = view_id
        return _shown(slack, slack.world.keep_view(View(view_id, user, body, "", view_id)))
    return _shown(slack, _changed(slack, slack.world.views[shown], body, given))


def set_status(slack: Service, given: Arguments) -> Json:
    """assistant.threads.setStatus; an empty status ends it."""
    channel = open_channel(slack, given.need("channel_id"))
    thread_ts, status = given.need("thread_ts"), given.text("status")
    if status is None:
        raise refuse("missing required field: status")
    if len(given.data("loading_messages") or []) > MOST_LOADING_MESSAGES:
        raise refuse(f"no more than {MOST_LOADING_MESSAGES} items allowed [/loading_messages]")
    if not slack.world.thread(channel.id, thread_ts):
        raise SlackError("invalid_thread_ts")
    slack.world.set_status(channel.id, thread_ts, status)
    return {}


def set_title(slack: Service, given: Arguments) -> Json:
    """assistant.threads.setTitle."""
    open_channel(slack, given.need("channel_id"))
    given.need("title")
    return {}


def set_prompts(slack: Service, given: Arguments) -> Json:
    """assistant.threads.setSuggestedPrompts: at most four, in a direct message.

    With `thread_ts` nothing is set, and nobody is told: it is for the legacy experience.
    """
    channel = open_channel(slack, given.need("channel_id"))
    prompts = given.data("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise refuse(f"must have 1 to {MOST_PROMPTS} items [json-pointer:/prompts]")
    for number, one in enumerate(prompts):
        if not one.get("title") or not one.get("message"):
            raise refuse(f"must have a title and a message [json-pointer:/prompts/{number}]")
    if not given.text("thread_ts"):
        slack.world.prompts[channel.id] = {"title": given.text("title"), "prompts": prompts}
    return {}


def _find(slack: Service, given: Arguments) -> View:
    external_id = given.text("external_id")
    for view in slack.world.views.values():
        if external_id and view.body.get("external_id") == external_id:
            return view
    view_id = given.need("view_id")
    if view_id not in slack.world.views:
        raise SlackError("not_found")
    return slack.world.views[view_id]


def _changed(slack: Service, view: View, body: Json, given: Arguments) -> View:
    expected = given.text("hash")
    if expected and expected != view.hash:
        raise SlackError("hash_conflict")
    return slack.world.keep_view(replace(view, body=body))


def _shown(slack: Service, view: View) -> Json:
    return {"view": slack.view_json(view)}
