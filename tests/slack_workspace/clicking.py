"""What a person clicks in a message or a view, and what the app is told of it.

Owns how an element is found by its `action_id`. Unlike `elements`, which says what may be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from slack_workspace.elements import options_of
from slack_workspace.shapes import Json, Message, View


@dataclass(frozen=True, slots=True)
class Clicked:
    """An element, its block, and the value that the person chose in it, if there is a choice."""

    element: Json
    block_id: str
    value: str | None
    state: Json = field(default_factory=dict)

    def as_json(self) -> Json:
        """The entry of `actions` in the payload."""
        kind = self.element["type"]
        body: Json = {"type": kind, "action_id": self.element["action_id"]}
        body |= {"block_id": self.block_id}
        if kind == "button":
            keys = ("text", "value", "url", "style")
            return body | {key: self.element[key] for key in keys if key in self.element}
        if kind == "feedback_buttons":
            return body | {"value": self.value}
        if kind == "icon_button":
            return body | {"value": self.element.get("value")}
        chosen = [one for one in options_of(self.element) if one["value"] == self.value]
        if kind in ("checkboxes", "multi_static_select"):
            return body | {"selected_options": chosen}
        return body | {"selected_option": chosen[0] if chosen else None}


def find_clicked(where: Message | View, action_id: str, value: str | None) -> Clicked:
    """What has the `action_id` and, if it is given, the value.

    Raises LookupError if nothing has, or several have: no person could be told what to click.
    """
    found = [
        clicked
        for clicked in _all_that_can_be_clicked(where)
        if clicked.element.get("action_id") == action_id and value in (None, clicked.value)
    ]
    if len(found) == 1 or (found and len({clicked.block_id for clicked in found}) == 1):
        return found[0]
    names = sorted(str(c.element.get("action_id")) for c in _all_that_can_be_clicked(where))
    raise LookupError(f"{len(found)} of {names} are {action_id!r} with the value {value!r}")


def _all_that_can_be_clicked(where: Message | View) -> Iterator[Clicked]:
    for block in where.blocks:
        inside = [block.get("accessory"), block.get("element"), *block.get("elements", ())]
        for element in inside:
            if isinstance(element, dict) and "type" in element:
                yield from _choices(element, str(block.get("block_id", "")))


def _choices(element: Json, block_id: str) -> Iterator[Clicked]:
    if element["type"] == "feedback_buttons":
        for key in ("positive_button", "negative_button"):
            yield Clicked(element, block_id, element[key]["value"])
    elif options := options_of(element):
        for option in options:
            yield Clicked(element, block_id, option["value"])
    else:
        yield Clicked(element, block_id, element.get("value"))
