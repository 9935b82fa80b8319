"""The settings: which there are, what each takes, and what stands where none is given.

Owns the names, the bounds and the defaults. Unlike `config`, it knows no source of a setting.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.paths import expanded

SLACK_ID = re.compile(r"[A-Z][A-Z0-9]+")
SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class Secret:
    """A token or password. Whatever prints it prints dots; `reveal` it only where it is sent."""

    _value: str

    def reveal(self) -> str:
        """The secret itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(frozen=True, slots=True)
class SlackKeys:
    """What Slack knows this app by, as far as it is given, and where Slack is."""

    bot_token: Secret | None = None
    app_token: Secret | None = None
    signing_secret: Secret | None = None
    client_id: str | None = None
    client_secret: Secret | None = None
    api_url: str = SLACK_API


@dataclass(frozen=True, slots=True)
class ModelKeys:
    """The keys of language models: the one that Pullquote sends itself, to OpenAI-like servers, and
    the names of those that are there for the providers' packages to read."""

    like: Secret | None = None
    given: frozenset[str] = frozenset()


class Config(BaseModel):
    """The settings in force. A field's description says what it takes, in error messages too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(default=Path("data"), description="the folder that holds the index")
    articles: tuple[Path, ...] = Field(
        default=(),
        description=f"files and folders of articles, {os.pathsep!r} between them or as a list",
    )
    embedding: str = Field(
        default="bundled",
        min_length=1,
        description="the embedding model: bundled, or PROVIDER:MODEL",
    )
    reader: str = Field(
        default="bundled",
        min_length=1,
        description="the reader of question and sentences: bundled, none, or PROVIDER:MODEL",
    )
    passages_read: int = Field(
        default=4,
        ge=1,
        le=20,
        description="the most passages that the reader reads for a question, from 1 to 20",
    )
    chroma_url: str | None = Field(
        default=None, description="the address of a Chroma server, such as http://localhost:8000"
    )
    max_tokens: int = Field(
        default=128, ge=32, le=512, description="the most tokens of a passage, from 32 to 512"
    )
    threads: int = Field(
        default=0,
        ge=0,
        le=1024,
        description="threads of the bundled models, up to 1024; 0 takes all cores",
    )
    answer_from: float | None = Field(
        default=None,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="the least confidence, from 0 to 1, with which a question is answered",
    )
    history: Path | None = Field(
        default=None,
        description="the file of the REPL's history; by default it is in the data folder",
    )

    slack_workers: int = Field(
        default=3, ge=1, le=64, description="questions from Slack worked on at once, from 1 to 64"
    )
    slack_rush: int = Field(
        default=10,
        ge=0,
        le=10_000,
        description="questions in Slack's line from which half as many passages are read for each,"
        " up to 10000; 0 reads them always",
    )
    slack_waiting: int = Field(
        default=500,
        ge=0,
        le=10_000,
        description="questions from Slack that may wait for their turn, up to 10000",
    )
    slack_person_a_minute: int = Field(
        default=10,
        ge=0,
        le=1_000,
        description="questions a minute of one person in Slack, up to 1000; 0 for no limit",
    )
    slack_channel_a_minute: int = Field(
        default=60,
        ge=0,
        le=10_000,
        description="questions a minute in one channel of Slack, up to 10000; 0 for no limit",
    )
    slack_question_chars: int = Field(
        default=2_000,
        ge=20,
        le=2_000,
        description="characters of a question in Slack, from 20 to 2000",
    )
    slack_workspaces: tuple[str, ...] = Field(
        default=(), description="ids of the only Slack workspaces answered in, such as T024BE7LD"
    )
    slack_channels: tuple[str, ...] = Field(
        default=(), description="ids of the only Slack channels answered in, such as C024BE91L"
    )
    slack_admins: tuple[str, ...] = Field(
        default=(),
        description="ids of people who may change every Slack channel's settings: U024BE7LH",
    )
    slack_host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="the address that `pullquote slack --http` listens on",
    )
    slack_stop_s: int = Field(
        default=20,
        ge=0,
        le=600,
        description="seconds to finish what was begun in Slack when stopped, up to 600",
    )
    slack_kept_days: int = Field(
        default=90,
        ge=0,
        le=36_500,
        description="days that answers given in Slack are kept; 0 keeps them for good",
    )

    llm: str = Field(
        default="none",
        min_length=1,
        repr=False,  # an address may hold a password
        description="the language model that writes: none, PROVIDER:MODEL, or "
        "openai-like:MODEL@URL",
    )
    llm_timeout_s: float = Field(
        default=30,
        gt=0,
        le=600,
        allow_inf_nan=False,
        description="seconds that a call of the language model may take, up to 600",
    )
    llm_answer_timeout_s: float = Field(
        default=60,
        gt=0,
        le=1_800,
        allow_inf_nan=False,
        description="seconds that all its calls for an answer may take, up to 1800",
    )
    llm_retries: int = Field(
        default=2,
        ge=0,
        le=10,
        description="calls of the language model after one that failed, up to 10",
    )
    llm_max_tokens: int = Field(
        default=1_000,
        ge=16,
        le=100_000,
        description="the most tokens of a reply of the language model, from 16 to 100000",
    )
    llm_evidence_tokens: int = Field(
        default=1_500,
        ge=100,
        le=100_000,
        description="the most tokens of evidence that the language model is shown, from 100 to "
        "100000",
    )
    llm_tokens_a_day: int = Field(
        default=0,
        ge=0,
        description="tokens that the language model may use in a day (UTC); 0 for no limit",
    )
    llm_usd_a_day: float = Field(
        default=0,
        ge=0,
        allow_inf_nan=False,
        description="US dollars that the language model may cost in a day (UTC); 0 for no limit",
    )
    llm_usd_per_million_input: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="the price in US dollars of a million tokens that the language model reads",
    )
    llm_usd_per_million_output: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="the price in US dollars of a million tokens that the language model writes",
    )
    prompts: Path | None = Field(
        default=None, description="a folder of prompts that stand in for Pullquote's own"
    )
    trace: Literal["none", "otel"] = Field(
        default="none", description="none, or otel for OpenTelemetry spans"
    )
    log_content: bool = Field(
        default=False,
        description="whether logs and spans may hold questions, articles and answers: true or "
        "false",
    )

    @field_validator("slack_workspaces", "slack_channels", "slack_admins", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        return re.split(r"[,\s]+", value.strip(", ")) if isinstance(value, str) else value

    @field_validator("slack_workspaces", "slack_channels", "slack_admins")
    @classmethod
    def _check_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for id in value:
            if not SLACK_ID.fullmatch(id):
                raise ValueError(f"{id!r} is not an id of Slack")
        return value

    @field_validator("articles", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        if isinstance(value, str):
            value = [part for part in value.split(os.pathsep) if part] or [value]
        if isinstance(value, list) and "" in value:
            raise ValueError("an empty path is no folder")
        return value

    @field_validator("articles")
    @classmethod
    def _expand_paths(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(expanded(path) for path in value)

    @field_validator("data", "history", "prompts", mode="before")
    @classmethod
    def _expand_path(cls, value: object) -> object:
        return expanded(value) if isinstance(value, str | Path) else value

    @field_validator("chroma_url")
    @classmethod
    def _check_address(cls, value: str | None) -> str | None:
        if value is not None and not is_web_address(value):
            raise ValueError("it is not a web address")
        return value

    @property
    def history_file(self) -> Path:
        """Where the REPL keeps the lines typed."""
        return self.history or self.data / "history"


def is_web_address(value: str) -> bool:
    """Whether it is an http or https address with a host."""
    try:
        address = urlsplit(value)
        return address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is no number
        return False
