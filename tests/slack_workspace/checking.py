"""The small checks that all validation of blocks and views is made of.

Owns the list of faults and how one is worded. Unlike `blocks` and `elements` it knows no limit.
"""

from __future__ import annotations

from slack_workspace.shapes import Json


class Faults:
    """What was found, in Slack's words: "must be a string [json-pointer:/blocks/0/text]"."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, at: str, what: str) -> None:
        """Adds a fault at a place, which is a JSON pointer."""
        self.found.append(f"{what} [json-pointer:{at}]")


def check_keys(value: Json, allowed: set[str], at: str, faults: Faults) -> None:
    """No key but the allowed ones: Slack refuses what it does not know."""
    for key in sorted(set(value) - allowed):
        faults.add(at, f"no additional property: {key}")


def check_text(value: object, most: int, at: str, faults: Faults, *, least: int = 1) -> None:
    """A string of `least` to `most` characters that UTF-8 can hold."""
    if not isinstance(value, str):
        faults.add(at, "must be a string")
        return
    if len(value) > most:
        faults.add(at, f"must be less than {most + 1} characters")
    if len(value) < least:
        faults.add(at, f"must be more than {least - 1} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        faults.add(at, "must be valid UTF-8")
