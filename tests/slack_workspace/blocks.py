"""Whether blocks are what Slack takes: their shapes and every limit.

Owns the blocks and what holds for all of them together. Unlike `elements`, which knows what
stands inside a block, and `rich_text`, it knows where a block may stand: message, modal or home.
Slack counts characters; so does `len` here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from slack_workspace import elements, rich_text
from slack_workspace.checking import Faults, check_keys, check_text
from slack_workspace.shapes import Json

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT = 13_200  # characters of all blocks of a message together
MOST_MARKDOWN = 12_000  # characters of all markdown blocks of a message together

Check = Callable[[Json, str, Faults], None]


def find_faults(blocks: object, surface: str) -> list[str]:
    """What Slack would say against the blocks, each with its place; nothing if they are fine.

    `surface` is "message", "modal" or "home".
    """
    if not isinstance(blocks, list):
        return ["must be an array [json-pointer:/blocks]"]
    faults = Faults()
    if len(blocks) > MOST_BLOCKS[surface]:
        faults.add("/blocks", f"no more than {MOST_BLOCKS[surface]} items allowed")
    for number, block in enumerate(blocks):
        _check_block(block, surface, f"/blocks/{number}", faults)
    _check_together(blocks, faults)
    return faults.found


def text_length(blocks: Sequence[Json]) -> int:
    """Characters of all the text in blocks, as far as Slack counts it together."""
    return sum(_text_in(block) for block in blocks)


def _text_in(value: object) -> int:
    if isinstance(value, dict):
        own = sum(len(v) for k, v in value.items() if k == "text" and isinstance(v, str))
        return own + sum(_text_in(v) for v in value.values())
    return sum(_text_in(v) for v in value) if isinstance(value, list) else 0


def _check_block(block: object, surface: str, at: str, faults: Faults) -> None:
    if not isinstance(block, dict):
        faults.add(at, "must be an object")
        return
    kind = block.get("type")
    if kind not in CHECKS:
        faults.add(f"{at}/type", f"unsupported type: {kind}")
        return
    allowed, check, surfaces = CHECKS[str(kind)]
    if surface not in surfaces:
        faults.add(f"{at}/type", f"unsupported type: {kind} (not in a {surface})")
    check_keys(block, {"type", "block_id"} | allowed, at, faults)
    if "block_id" in block:
        check_text(block["block_id"], 255, f"{at}/block_id", faults)
    check(block, at, faults)


def _check_together(blocks: Sequence[Any], faults: Faults) -> None:
    whole = [block for block in blocks if isinstance(block, dict)]
    ids = [block["block_id"] for block in whole if block.get("block_id")]
    for twice in sorted({str(one) for one in ids if ids.count(one) > 1}):
        faults.add("/blocks", f"`block_id` {twice} already exists")
    markdown = [str(block.get("text", "")) for block in whole if block.get("type") == "markdown"]
    if sum(map(len, markdown)) > MOST_MARKDOWN:
        faults.add("/blocks", f"no more than {MOST_MARKDOWN} characters of markdown allowed")


def _check_section(block: Json, at: str, faults: Faults) -> None:
    if "text" not in block and "fields" not in block:
        faults.add(at, "missing required field: text or fields")
    if "text" in block:
        elements.check_text_object(block["text"], 3000, f"{at}/text", faults)
    if "fields" in block:
        fields = elements.check_list(block["fields"], 10, f"{at}/fields", faults)
        for number, one in enumerate(fields):
            elements.check_text_object(one, 2000, f"{at}/fields/{number}", faults)
    if "accessory" in block:
        elements.check_element(block["accessory"], "section", f"{at}/accessory", faults)


def _check_header(block: Json, at: str, faults: Faults) -> None:
    elements.check_text_object(block.get("text"), 150, f"{at}/text", faults, plain=True)


def _check_context(block: Json, at: str, faults: Faults) -> None:
    for number, one in enumerate(
        elements.check_list(block.get("elements"), 10, f"{at}/elements", faults)
    ):
        place = f"{at}/elements/{number}"
        if isinstance(one, dict) and one.get("type") == "image":
            elements.check_element(one, "context", place, faults)
        else:
            elements.check_text_object(one, 2000, place, faults)


def _check_elements_of(place: str, most: int) -> Check:
    def check(block: Json, at: str, faults: Faults) -> None:
        inside = elements.check_list(block.get("elements"), most, f"{at}/elements", faults)
        for number, one in enumerate(inside):
            elements.check_element(one, place, f"{at}/elements/{number}", faults)
        ids = [one.get("action_id") for one in inside if isinstance(one, dict)]
        for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
            faults.add(f"{at}/elements", f"`action_id` {twice} already exists")

    return check


def _check_input(block: Json, at: str, faults: Faults) -> None:
    elements.check_text_object(block.get("label"), 2000, f"{at}/label", faults, plain=True)
    if "hint" in block:
        elements.check_text_object(block["hint"], 2000, f"{at}/hint", faults, plain=True)
    for key in ("optional", "dispatch_action"):
        if not isinstance(block.get(key, False), bool):
            faults.add(f"{at}/{key}", "must be a boolean")
    elements.check_element(block.get("element"), "input", f"{at}/element", faults)


def _check_image(block: Json, at: str, faults: Faults) -> None:
    elements.check_element(
        {key: value for key, value in block.items() if key not in ("block_id", "title")},
        "context",
        at,
        faults,
    )
    if "title" in block:
        elements.check_text_object(block["title"], 2000, f"{at}/title", faults, plain=True)


def _check_markdown(block: Json, at: str, faults: Faults) -> None:
    check_text(block.get("text"), MOST_MARKDOWN, f"{at}/text", faults)


def _check_nothing(block: Json, at: str, faults: Faults) -> None:
    """A divider has nothing to check but its keys."""


EVERYWHERE = ("message", "modal", "home")
CHECKS: dict[str, tuple[set[str], Check, tuple[str, ...]]] = {
    "section": ({"text", "fields", "accessory", "expand"}, _check_section, EVERYWHERE),
    "header": ({"text"}, _check_header, EVERYWHERE),
    "context": ({"elements"}, _check_context, EVERYWHERE),
    "actions": ({"elements"}, _check_elements_of("actions", 25), EVERYWHERE),
    "context_actions": ({"elements"}, _check_elements_of("context_actions", 5), ("message",)),
    "divider": (set(), _check_nothing, EVERYWHERE),
    "image": ({"image_url", "alt_text", "title"}, _check_image, EVERYWHERE),
    "input": (
        {"label", "element", "hint", "optional", "dispatch_action"},
        _check_input,
        EVERYWHERE,
    ),
    "markdown": ({"text"}, _check_markdown, ("message",)),
    "rich_text": ({"elements"}, rich_text.check, EVERYWHERE),
}
