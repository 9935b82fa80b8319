"""Whether a rich_text block is what Slack takes.

Owns its sections, lists, quotes and the pieces of text in them. Unlike `elements`, which has the
parts of all other blocks, nothing here can be clicked but a link.
"""

from __future__ import annotations

from slack_workspace.checking import Faults, check_keys, check_text
from slack_workspace.elements import check_list
from slack_workspace.shapes import Json

STYLES = {"bold", "italic", "strike", "code", "underline"}
OUTER: dict[str, set[str]] = {
    "rich_text_section": set(),
    "rich_text_list": {"style", "indent", "offset", "border"},
    "rich_text_preformatted": {"border", "language"},
    "rich_text_quote": {"border"},
}
INNER: dict[str, tuple[set[str], set[str]]] = {
    "text": ({"text"}, {"style"}),
    "link": ({"url"}, {"text", "unsafe", "style"}),
    "user": ({"user_id"}, {"style"}),
    "usergroup": ({"usergroup_id"}, {"style"}),
    "channel": ({"channel_id"}, {"style"}),
    "emoji": ({"name"}, {"unicode", "style"}),
    "broadcast": ({"range"}, {"style"}),
    "color": ({"value"}, {"style"}),
    "date": ({"timestamp", "format"}, {"url", "fallback", "style"}),
}


def check(block: Json, at: str, faults: Faults) -> None:
    """Adds what is wrong with a rich_text block to the faults."""
    for number, one in enumerate(check_list(block.get("elements"), 1000, f"{at}/elements", faults)):
        _check_outer(one, f"{at}/elements/{number}", faults)


def _check_outer(value: object, at: str, faults: Faults) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or kind not in OUTER:
        faults.add(f"{at}/type", f"unsupported type: {kind}")
        return
    check_keys(value, {"type", "elements"} | OUTER[str(kind)], at, faults)
    if kind == "rich_text_list" and value.get("style") not in ("bullet", "ordered"):
        faults.add(f"{at}/style", "must be one of ['bullet', 'ordered']")
    if value.get("border", 0) not in (0, 1):
        faults.add(f"{at}/border", "must be 0 or 1")
    inside = value.get("elements")
    if not isinstance(inside, list):
        faults.add(f"{at}/elements", "must be an array")
        return
    for number, one in enumerate(inside):
        place = f"{at}/elements/{number}"
        if kind == "rich_text_list":
            _check_item(one, place, faults)
        else:
            _check_inner(one, place, faults)


def _check_item(value: object, at: str, faults: Faults) -> None:
    if isinstance(value, dict) and value.get("type") == "rich_text_section":
        _check_outer(value, at, faults)
    else:
        faults.add(f"{at}/type", "must be a rich_text_section")


def _check_inner(value: object, at: str, faults: Faults) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or kind not in INNER:
        faults.add(f"{at}/type", f"unsupported type: {kind}")
        return
    required, optional = INNER[str(kind)]
    check_keys(value, {"type"} | required | optional, at, faults)
    for key in sorted(required - set(value)):
        faults.add(at, f"missing required field: {key}")
    for key in ("text", "url"):
        if key in value:
            check_text(value[key], 12_000, f"{at}/{key}", faults)
    style = value.get("style", {})
    if not isinstance(style, dict) or not style.keys() <= STYLES:
        faults.add(f"{at}/style", f"must have no keys but {sorted(STYLES)}")
    elif not all(isinstance(on, bool) for on in style.values()):
        faults.add(f"{at}/style", "must have booleans")
