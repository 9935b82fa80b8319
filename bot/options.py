"""Options that several commands have, and the settings as the command line changes them.

Owns what `--data` means wherever it stands. Unlike `cli`, it has no command.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.config import Config

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="The folder that holds the index.", show_default=False
    ),
]

File = Path | None


def option(help: str, metavar: str = "FILE") -> Any:  # noqa: ANN401 - Typer hides its own class
    """An option that takes a value."""
    return typer.Option(metavar=metavar, help=help)


def config_of(context: typer.Context, data: Path | None) -> Config:
    """The settings; `--data` may stand before the command or after it."""
    from bot.config import load

    return load(context.obj if data is None else data)
