"""What stands inside a block: text objects, buttons, selects, inputs, and their limits.

Owns which element may stand where. Unlike `blocks`, it knows nothing of messages and views.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_workspace.checking import Faults, check_keys, check_text
from slack_workspace.shapes import Json

SELECTS = ("users_select", "conversations_select", "channels_select")
MULTI_SELECTS = ("multi_static_select", *(f"multi_{kind}" for kind in SELECTS))
CHOICES = ("static_select", *SELECTS, "radio_buttons", "checkboxes", "datepicker", "timepicker")
PLACES: dict[str, tuple[str, ...]] = {
    "section": ("button", "overflow", "image", *CHOICES, *MULTI_SELECTS),
    "actions": ("button", "overflow", *CHOICES),
    "context_actions": ("feedback_buttons", "icon_button"),
    "context": ("image",),
    "input": ("plain_text_input", "number_input", *CHOICES, *MULTI_SELECTS),
}


def check_list(value: object, most: int, at: str, faults: Faults) -> list[Any]:
    """One to `most` of something; the list, or an empty one where it is none."""
    if not isinstance(value, list):
        faults.add(at, "must be an array")
        return []
    if not value:
        faults.add(at, "must have at least 1 item")
    if len(value) > most:
        faults.add(at, f"no more than {most} items allowed")
    return value


def check_text_object(
    value: object, most: int, at: str, faults: Faults, *, plain: bool = False
) -> None:
    """A `plain_text` or, unless `plain`, `mrkdwn` object of 1 to `most` characters."""
    if not isinstance(value, dict):
        faults.add(at, "must be a text object")
        return
    kinds = {"plain_text": {"emoji"}} | ({} if plain else {"mrkdwn": {"verbatim"}})
    kind = value.get("type")
    if kind not in kinds:
        faults.add(f"{at}/type", f"must be one of {sorted(kinds)}")
        return
    check_keys(value, {"type", "text"} | kinds[str(kind)], at, faults)
    check_text(value.get("text"), most, f"{at}/text", faults)


def check_element(value: object, place: str, at: str, faults: Faults) -> None:
    """An element that may stand in that place."""
    if not isinstance(value, dict):
        faults.add(at, "must be an object")
        return
    kind = value.get("type")
    if kind not in PLACES[place]:
        faults.add(f"{at}/type", f"unsupported type: {kind}")
        return
    allowed, check = _rules_of(str(kind))
    common = {"type"} if kind == "image" else {"type", "action_id", "confirm", "focus_on_load"}
    check_keys(value, common | allowed, at, faults)
    if "action_id" in value:
        check_text(value["action_id"], 255, f"{at}/action_id", faults)
    if "placeholder" in value:
        check_text_object(value["placeholder"], 150, f"{at}/placeholder", faults, plain=True)
    if "confirm" in value:
        _check_confirm(value["confirm"], f"{at}/confirm", faults)
    check(value, at, faults)


def options_of(element: Json) -> list[Json]:
    """The options of a select, radio buttons or checkboxes, those in groups too."""
    groups = element.get("option_groups", [])
    return list(element.get("options", [])) + [one for g in groups for one in g["options"]]


def _check_button(value: Json, at: str, faults: Faults) -> None:
    check_text_object(value.get("text"), 75, f"{at}/text", faults, plain=True)
    if "url" in value:
        check_text(value["url"], 3000, f"{at}/url", faults)
    if "value" in value:
        check_text(value["value"], 2000, f"{at}/value", faults)
    if "accessibility_label" in value:
        check_text(value["accessibility_label"], 75, f"{at}/accessibility_label", faults)
    if value.get("style", "primary") not in ("primary", "danger"):
        faults.add(f"{at}/style", "must be one of ['danger', 'primary']")


def _check_feedback(value: Json, at: str, faults: Faults) -> None:
    for key in ("positive_button", "negative_button"):
        button, place = value.get(key), f"{at}/{key}"
        if not isinstance(button, dict):
            faults.add(place, "must be an object")
            continue
        check_keys(button, {"text", "value", "accessibility_label"}, place, faults)
        check_text_object(button.get("text"), 75, f"{place}/text", faults, plain=True)
        check_text(button.get("value"), 2000, f"{place}/value", faults)


def _check_icon(value: Json, at: str, faults: Faults) -> None:
    check_text_object(value.get("text"), 75, f"{at}/text", faults, plain=True)
    if value.get("icon") != "trash":
        faults.add(f"{at}/icon", "must be one of ['trash']")


def _check_image(value: Json, at: str, faults: Faults) -> None:
    check_text(value.get("image_url"), 3000, f"{at}/image_url", faults)
    check_text(value.get("alt_text"), 2000, f"{at}/alt_text", faults)


def _check_text_input(value: Json, at: str, faults: Faults) -> None:
    if "initial_value" in value:
        check_text(value["initial_value"], 3000, f"{at}/initial_value", faults, least=0)
    for key in ("min_length", "max_length"):
        if not 0 <= value.get(key, 1) <= 3000:
            faults.add(f"{at}/{key}", "must be between 0 and 3000")


def _check_options(most: int, *, grouped: bool = False) -> Callable[[Json, str, Faults], None]:
    def check(value: Json, at: str, faults: Faults) -> None:
        if grouped and "option_groups" in value:
            for number, group in enumerate(
                check_list(value["option_groups"], 100, f"{at}/option_groups", faults)
            ):
                place = f"{at}/option_groups/{number}"
                check_text_object(group.get("label"), 75, f"{place}/label", faults, plain=True)
                _check_each(group.get("options"), most, f"{place}/options", faults)
        else:
            _check_each(value.get("options"), most, f"{at}/options", faults)
        _check_initial(value, at, faults)

    return check


def _check_each(options: object, most: int, at: str, faults: Faults) -> None:
    for number, option in enumerate(check_list(options, most, at, faults)):
        place = f"{at}/{number}"
        if not isinstance(option, dict):
            faults.add(place, "must be an object")
            continue
        check_keys(option, {"text", "value", "description", "url"}, place, faults)
        check_text_object(option.get("text"), 75, f"{place}/text", faults)
        check_text(option.get("value"), 150, f"{place}/value", faults)
        if "description" in option:
            check_text_object(option["description"], 75, f"{place}/description", faults)


def _check_initial(value: Json, at: str, faults: Faults) -> None:
    chosen = list(value.get("initial_options", []))
    chosen += [value["initial_option"]] if "initial_option" in value else []
    if "initial_options" in value and not chosen:
        faults.add(f"{at}/initial_options", "must have at least 1 item")
    if any(one not in options_of(value) for one in chosen):
        faults.add(at, "initial option must be one of the options")


def _check_confirm(value: object, at: str, faults: Faults) -> None:
    if not isinstance(value, dict):
        faults.add(at, "must be an object")
        return
    check_keys(value, {"title", "text", "confirm", "deny", "style"}, at, faults)
    for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        check_text_object(value.get(key), most, f"{at}/{key}", faults, plain=key != "text")


def _check_nothing(value: Json, at: str, faults: Faults) -> None:
    """Pickers of people, channels and dates have nothing more to check."""


def _rules_of(kind: str) -> tuple[set[str], Callable[[Json, str, Faults], None]]:
    """The keys of its own that an element may have, and what checks them."""
    bare = kind.removeprefix("multi_")
    if bare in ("static_select", "radio_buttons", "checkboxes", "overflow"):
        return _rules_of_choice(kind, bare)
    plain: dict[str, tuple[set[str], Callable[[Json, str, Faults], None]]] = {
        "button": ({"text", "url", "value", "style", "accessibility_label"}, _check_button),
        "feedback_buttons": ({"positive_button", "negative_button"}, _check_feedback),
        "icon_button": ({"icon", "text", "value", "accessibility_label"}, _check_icon),
        "image": ({"image_url", "alt_text"}, _check_image),
        "plain_text_input": (
            {"placeholder", "initial_value", "multiline", "min_length", "max_length"}
            | {"dispatch_action_config"},
            _check_text_input,
        ),
        "number_input": (
            {"placeholder", "initial_value", "is_decimal_allowed", "min_value", "max_value"}
            | {"dispatch_action_config"},
            _check_nothing,
        ),
    }
    pickers = {"placeholder", "filter", "default_to_current_conversation", "max_selected_items"}
    initial = {f"initial_{bare.removesuffix('_select')[:-1]}{s}" for s in ("", "s")}
    dates = {"initial_date", "initial_time", "timezone", "response_url_enabled"}
    return plain.get(kind, (pickers | initial | dates, _check_nothing))


def _rules_of_choice(kind: str, bare: str) -> tuple[set[str], Callable[[Json, str, Faults], None]]:
    if bare == "overflow":
        return {"options"}, _check_options(5)
    initial = {"initial_options"} if kind in ("checkboxes", "multi_static_select") else set()
    keys = {"options"} | (initial or {"initial_option"})
    if bare != "static_select":
        return keys, _check_options(10)
    more = {"placeholder", "option_groups"} | ({"max_selected_items"} if kind != bare else set())
    return keys | more, _check_options(100, grouped=True)
