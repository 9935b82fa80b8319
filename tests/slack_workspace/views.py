"""Modals and home tabs: what Slack takes as one, and what a person may fill in.

Owns a view's own limits and the values typed into it. Unlike `blocks`, which checks what is in
it, and `world`, which keeps who sees which view.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from slack_workspace import blocks
from slack_workspace.checking import Faults, check_keys, check_text
from slack_workspace.elements import check_text_object, options_of
from slack_workspace.shapes import Json, View

LARGEST_BYTES = 250_000
LIMITS = {"callback_id": 255, "external_id": 255, "private_metadata": 3000}
COMMON = {"type", "blocks", *LIMITS}
FLAGS = {"clear_on_close", "notify_on_close", "submit_disabled"}
Value = str | list[str]


def find_faults(view: object) -> list[str]:
    """What Slack would say against a view, each with its place; nothing if it is fine."""
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    faults = Faults()
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return ["must be one of ['home', 'modal'] [json-pointer:/view/type]"]
    titles = {"title", "submit", "close"} if kind == "modal" else set()
    check_keys(view, COMMON | titles | (FLAGS if kind == "modal" else set()), "/view", faults)
    for key in sorted(titles):
        if key in view or key == "title":
            check_text_object(view.get(key), 24, f"/view/{key}", faults, plain=True)
    for key, most in LIMITS.items():
        if key in view:
            check_text(view[key], most, f"/view/{key}", faults, least=0)
    found = blocks.find_faults(view.get("blocks"), str(kind))
    if kind == "modal" and not view.get("blocks"):
        faults.add("/view/blocks", "must have at least 1 item")
    if kind == "modal" and "submit" not in view and _inputs(view.get("blocks")):
        faults.add("/view", "missing required field: submit")
    return faults.found + [one.replace(":/blocks", ":/view/blocks") for one in found]


def is_too_large(view: object) -> bool:
    """Whether it has more bytes than Slack takes."""
    return len(json.dumps(view).encode()) > LARGEST_BYTES


def with_block_ids(found: object) -> list[Json]:
    """The blocks, each with a `block_id`: Slack gives one to those that have none."""
    return [
        block if block.get("block_id") else block | {"block_id": f"b{number}"}
        for number, block in enumerate(found if isinstance(found, list) else [])
    ]


def filled_in(view: View, values: Mapping[str, Value]) -> Json:
    """The `state.values` of a submission. `values` are keyed by action_id or block_id.

    A select is given its option's value, checkboxes a list of them. Raises ValueError for what no
    person could do: an unknown field, an option that is not offered, a required field left empty.
    """
    inputs = _inputs(list(view.blocks))
    names = {name for b in inputs for name in (b["block_id"], b["element"].get("action_id"))}
    if unknown := sorted(set(values) - names):
        raise ValueError(f"there is no field {unknown} in the view, but {sorted(names)}")
    state: Json = {}
    for block in inputs:
        element, block_id = block["element"], block["block_id"]
        action_id = element.get("action_id", "a0")
        given = values.get(action_id, values.get(block_id))
        entry = _entry(element, given)
        if not any(entry[key] for key in entry if key != "type") and not block.get("optional"):
            raise ValueError(f"a person cannot submit without filling in {action_id!r}")
        state.setdefault(block_id, {})[action_id] = entry
    return state


def _inputs(found: object) -> list[Json]:
    whole = [block for block in found if isinstance(block, dict)] if isinstance(found, list) else []
    return [block for block in whole if block.get("type") == "input"]


def _entry(element: Json, given: Value | None) -> Json:
    kind = str(element["type"])
    if kind in ("plain_text_input", "number_input"):
        value = element.get("initial_value") if given is None else given
        most = element.get("max_length", 3000)
        if value is not None and len(value) > most:
            raise ValueError(f"the field takes {most} characters, and {len(value)} were typed")
        return {"type": kind, "value": value or None}
    if kind in ("checkboxes", "multi_static_select"):
        chosen = element.get("initial_options", []) if given is None else _choose(element, given)
        return {"type": kind, "selected_options": chosen}
    if kind in ("static_select", "radio_buttons"):
        one = [element["initial_option"]] if "initial_option" in element else []
        chosen = one if given is None else _choose(element, given)
        return {"type": kind, "selected_option": chosen[0] if chosen else None}
    return _picked(element, kind, given)


def _choose(element: Json, given: Value) -> list[Json]:
    wanted = [given] if isinstance(given, str) else given
    offered = {option["value"]: option for option in options_of(element)}
    if missing := [value for value in wanted if value not in offered]:
        raise ValueError(f"there is no option {missing}, but {sorted(offered)}")
    return [offered[value] for value in wanted]


def _picked(element: Json, kind: str, given: Value | None) -> Json:
    """What a picker of people, channels or dates was set to."""
    plural = kind.startswith("multi_")
    bare = kind.removeprefix("multi_").removesuffix("_select").removesuffix("picker")
    noun = bare if plural else bare.removesuffix("s")
    return {"type": kind, f"selected_{noun}": element.get(f"initial_{noun}", given or None)}
