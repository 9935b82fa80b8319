"""Options that several commands have, and the settings as the command line changes them.

Owns what `--data`, `--outlet` and `--folder` mean wherever they stand, and what it means that no
command does. Unlike `cli`, it has no
command.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.config import Config
    from index.filters import Filter


def _path(written: str) -> Path:
    """A path of the command line. Raises BadParameter if nothing is written: to Python that is the
    current folder, and mostly it is a variable of the shell that was not set."""
    if not written:
        raise typer.BadParameter("'' is no path. Name one, or leave the option out.")
    return Path(written)


PATHS = ("FILE", "DIR")
File = Path | None
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        parser=_path,
        help="The folder that holds the index.",
        show_default=False,
    ),
]

Outlets = Annotated[
    list[str] | None,
    typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet; may be repeated."),
]
Folders = Annotated[
    list[str] | None,
    typer.Option(
        "--folder", metavar="NAME", help="Only articles in or below this folder; may be repeated."
    ),
]


def option(help: str, metavar: str = "FILE") -> Any:  # noqa: ANN401 - Typer hides its own class
    """An option that takes a value; a FILE or a DIR is a path."""
    return typer.Option(metavar=metavar, parser=_path if metavar in PATHS else None, help=help)


def help_if_bare(context: typer.Context) -> None:
    """Where no command is named, prints which there are and exits with 2: it is wrong use."""
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(2)


def filter_of(outlets: list[str] | None, folders: list[str] | None) -> Filter | None:
    """The articles that `--outlet` and `--folder` leave; None for all of them."""
    from index.filters import Filter

    return Filter(tuple(outlets or ()), tuple(folders or ())) or None


def config_of(context: typer.Context, data: Path | None) -> Config:
    """The settings; `--data` may stand before the command or after it."""
    from bot.config import load

    return load(context.obj if data is None else data)
