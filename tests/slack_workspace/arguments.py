"""The arguments of a call, typed and required as a method says.

Owns how an argument is read from a form or JSON. Unlike the methods, it knows none by name.
"""

from __future__ import annotations

import json
from typing import Any

from slack_workspace.shapes import Json, SlackError


def refuse(message: str) -> SlackError:
    """`invalid_arguments` with the reason, as Slack words it."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {message}"]})


class Arguments:
    """What a method was called with. Forms hold text only, JSON in it included."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def need(self, name: str) -> str:
        """A text that must be there. Raises SlackError `invalid_arguments`."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            raise refuse(f"missing required field: {name}")
        return value

    def text(self, name: str) -> str | None:
        """A text, or nothing."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, str):
            raise refuse(f"must be a string [json-pointer:/{name}]")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no, in JSON or as the text of a form."""
        value = self.given.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number. Raises SlackError `invalid_limit`."""
        try:
            return int(self.given.get(name, default))
        except ValueError:
            raise SlackError("invalid_limit") from None

    def data(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        """JSON, given as such or as text; None where it is not given."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise SlackError("invalid_json") from None
