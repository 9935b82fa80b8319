"""The settings: what they are, where each comes from, and what is wrong with one.

    command line ─► PULLQUOTE_* ─► .env ─► pullquote.toml ─► default

The first that has a setting wins. `.env` and `pullquote.toml` are looked for in the current
folder. Owns the environment: nothing else reads it, except that integrations read their own
keys (OPENAI_API_KEY and the like) from their own variables, which may stand in `.env` too. Slack's
keys have Slack's names (SLACK_BOT_TOKEN and the like), in the environment or in `.env` only.
Unlike `settings`, it knows no setting by name, and unlike `opening`, it makes nothing of them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import ValidationError

from bot.settings import SLACK_API, Config, ModelKeys, Secret, SlackKeys, is_web_address
from index.errors import ConfigError

__all__ = [
    "Config",
    "Setting",
    "load",
    "load_model_keys",
    "load_slack_keys",
    "load_with_origins",
    "share_keys",
]

PREFIX = "PULLQUOTE_"
ENCODING = "utf-8-sig"  # some editors begin a file with a byte order mark
VENV_MARK = "pyvenv.cfg"
ENV_FILE, TOML_FILE = Path(".env"), Path("pullquote.toml")
SLACK_NAMES = (
    "BOT_TOKEN",
    "APP_TOKEN",
    "SIGNING_SECRET",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "API_URL",
)
MODEL_KEY = "OPENAI_LIKE_API_KEY"  # LlamaIndex reads the others itself
MODEL_KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
SLACK_PREFIXES = {"BOT_TOKEN": "xoxb-", "APP_TOKEN": "xapp-"}
COMMAND_LINE, ENVIRONMENT, DEFAULT = "command line", "environment", "default"

Layers = Mapping[str, Mapping[str, Any]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in force, as it may be shown: never with a password."""

    name: str
    value: str
    origin: str


def load(data: Path | None = None) -> Config:
    """The settings in force; `data` is the command line's.

    Raises ConfigError, in one line, if a setting is unknown, malformed or out of bounds, or if the
    data folder is a file.
    """
    config, layers = _load(data)
    if os.path.isfile(config.data):  # noqa: PTH113 - pathlib’s raises where nobody may look
        named = _named(_origin(layers, "data"), "data")
        raise ConfigError(f"{named} is {str(config.data)!r}: it is a file, not a folder.")
    return config


def load_with_origins(data: Path | None = None) -> tuple[Config, list[Setting]]:
    """The settings in force, and each of them with its value and where it came from."""
    config, layers = _load(data)
    return config, [_setting(config, layers, name) for name in Config.model_fields]


def _setting(config: Config, layers: Layers, name: str) -> Setting:
    value = config.history_file if name == "history" else getattr(config, name)
    return Setting(name, shown(value), _origin(layers, name))


def load_slack_keys() -> SlackKeys:
    """Slack's keys: a variable is stronger than `.env`.

    Raises ConfigError, without the value, if one is not what its name says.
    """
    given = _given()
    values = {name: (given.get(f"SLACK_{name}") or "").strip() for name in SLACK_NAMES}
    for name, prefix in SLACK_PREFIXES.items():
        if values[name] and not values[name].startswith(prefix):
            raise ConfigError(
                f"SLACK_{name} does not begin with {prefix}. Copy it anew from the app's pages."
            )
    url = values["API_URL"] or SLACK_API
    if not is_web_address(url):
        raise ConfigError("SLACK_API_URL is not a web address. It takes one, or nothing.")
    secrets = {name: Secret(value) if value else None for name, value in values.items()}
    return SlackKeys(
        bot_token=secrets["BOT_TOKEN"],
        app_token=secrets["APP_TOKEN"],
        signing_secret=secrets["SIGNING_SECRET"],
        client_id=values["CLIENT_ID"] or None,
        client_secret=secrets["CLIENT_SECRET"],
        api_url=url.rstrip("/") + "/",
    )


def load_model_keys() -> ModelKeys:
    """The keys of language models: a variable is stronger than `.env`."""
    given = {name: (value or "").strip() for name, value in _given().items()}
    like = given.get(MODEL_KEY)
    there = frozenset(name for name in MODEL_KEYS if given.get(name))
    return ModelKeys(Secret(like) if like else None, there)


def share_keys() -> None:
    """Puts what else stands in `.env`, such as OPENAI_API_KEY, where integrations look for it."""
    for name, value in _dotenv().items():
        if value and not name.upper().startswith(PREFIX):
            os.environ.setdefault(name, value)


def shown(value: object) -> str:
    """A setting's value for a person: a list spelled out, a web address without its password."""
    if isinstance(value, tuple | list):
        return ", ".join(shown(part) for part in value) or "none"
    if isinstance(value, bool):
        return str(value).lower()  # as it is written in a file
    return "none" if value is None else without_password(str(value))


def without_password(address: str) -> str:
    """The address without `user:password@`, and without its query, which may hold a key.

    >>> without_password("https://me:secret@chroma.example:8000/x")
    'https://chroma.example:8000/x'
    >>> without_password("openai-like:qwen@https://me:secret@llm.example/v1")
    'openai-like:qwen@https://llm.example/v1'
    """
    scheme, slashes, rest = address.partition("//")
    if not slashes:
        return address
    # Whatever stands before the last "@" may be part of a password, however malformed.
    return scheme + slashes + rest.rpartition("@")[2].partition("?")[0]


def _load(data: Path | None) -> tuple[Config, Layers]:
    layers = _layers(data)
    merged: dict[str, Any] = {}
    for origin, layer in layers.items():
        for key, value in layer.items():
            if key not in Config.model_fields:
                raise ConfigError(_unknown(origin, key))
            merged.setdefault(key, value)
    try:
        return Config(**merged), layers
    except ValidationError as error:
        raise ConfigError(_invalid(layers, error)) from None


def _layers(data: Path | None) -> Layers:
    """What each origin says, the strongest first; unknown keys are still among it."""
    return {
        COMMAND_LINE: {} if data is None else {"data": data},
        ENVIRONMENT: _ours(os.environ),
        str(ENV_FILE): _ours(_dotenv()),
        str(TOML_FILE): _read(TOML_FILE, lambda: tomllib.loads(TOML_FILE.read_text(ENCODING))),
    }


def _ours(variables: Mapping[str, str | None]) -> dict[str, str]:
    """Pullquote's own variables as settings. An empty one is as good as none."""
    return {
        name.upper().removeprefix(PREFIX).lower(): value
        for name, value in variables.items()
        if name.upper().startswith(PREFIX) and value
    }


def _given() -> dict[str, str | None]:
    """Every variable, and what else stands in `.env`. An empty variable is as good as none."""
    return {**_dotenv(), **{name: value for name, value in os.environ.items() if value}}


def _dotenv() -> dict[str, str | None]:
    return _read(ENV_FILE, _variables)


def _variables() -> dict[str, str | None]:
    """What stands in `.env`. Raises OSError if it cannot be read, ValueError naming the first line
    that python-dotenv does not understand: it would pass over it, and warn of a file without name.
    """
    if (ENV_FILE / VENV_MARK).is_file():  # a virtual environment, which some name so
        return {}
    text = ENV_FILE.read_text(ENCODING)
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            raise ValueError(f"line {binding.original.line} is not of the form NAME=value")
    return dotenv_values(stream=StringIO(text))


def _read(file: Path, read: Callable[[], dict[str, T]]) -> dict[str, T]:
    try:
        return read() if file.exists() else {}
    except (OSError, ValueError) as error:  # UnicodeDecodeError and TOMLDecodeError are ValueErrors
        cause = " ".join(str(error).split())
        raise ConfigError(f"{file} cannot be read ({cause}). Correct it or remove it.") from None


def _unknown(origin: str, key: str) -> str:
    near = get_close_matches(key, Config.model_fields, n=1)
    hint = f"Did you mean {_spelled(origin, near[0])}?" if near else "The README lists them."
    return f"{_named(origin, key)} is not a setting. {hint}"


def _invalid(layers: Layers, error: ValidationError) -> str:
    """Key, value, cause and remedy of the first mistake."""
    mistake = error.errors(include_url=False)[0]
    key = str(mistake["loc"][0])
    origin = _origin(layers, key)
    value = layers.get(origin, {}).get(key)
    cause = mistake["msg"].removeprefix("Value error, ")
    takes = Config.model_fields[key].description
    cause = cause[:1].lower() + cause[1:]
    return f"{_named(origin, key)} is {shown(value)!r}: {cause}. It takes {takes}."


def _origin(layers: Layers, key: str) -> str:
    return next((origin for origin, layer in layers.items() if key in layer), DEFAULT)


def _named(origin: str, key: str) -> str:
    """A key as the person wrote it, with the file that it stands in."""
    in_file = origin in (str(ENV_FILE), str(TOML_FILE))
    return f"{origin}: {_spelled(origin, key)}" if in_file else _spelled(origin, key)


def _spelled(origin: str, key: str) -> str:
    if origin == COMMAND_LINE:
        return f"--{key}"
    return key if origin == str(TOML_FILE) else f"{PREFIX}{key.upper()}"
