"""Where the program prints: a terminal with colours, or plain text.

Owns what becomes of a `Line` on its way out: wrapped and coloured in a terminal, and otherwise
to the letter, so that a quote can be copied from a pipe or a file byte for byte. Unlike
`terminal`, it does not know what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO

from rich.console import Console
from rich.style import StyleType
from rich.table import Table
from rich.text import Text

WIDEST = 100  # columns: longer lines are hard to read
# Stands in a `Text` for the carriage return of a "\r\n", which Rich would drop, shifting styles
# and losing a byte of what may be copied. No harmless text has it.
RETURN = "\u2028"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph to print, beside its label. Both are data: no markup is read in them."""

    body: Text = field(default_factory=Text)
    label: Text = field(default_factory=Text)


def as_text(harmless: str, style: StyleType = "") -> Text:
    """A text from an article, which `wording.harmless` went through; offsets hold."""
    return Text(harmless.replace("\r", RETURN), style)


class Screen:
    """Prints lines to a stream, by default to standard output."""

    def __init__(self, stream: IO[str] | None = None, *, stderr: bool = False) -> None:
        self.console: Console = _Console(
            file=stream, stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False
        )

    @property
    def wraps(self) -> bool:
        """Whether it is a terminal in which long lines are wrapped, and indented as they began."""
        return self.console.is_terminal and not self.console.is_dumb_terminal

    @property
    def fancy(self) -> bool:
        """Whether it is a terminal that may show colours."""
        return self.wraps and not self.console.no_color

    def print(self, lines: Iterable[Line]) -> None:
        """Prints lines one below the other."""
        for line in lines:
            if self.wraps:
                shown = line if self.fancy else Line(Text(line.body.plain), Text(line.label.plain))
                self.console.print(_grid(shown), width=min(self.console.width, WIDEST))
            else:
                self.raw(f"{line.label.plain}{line.body.plain}\n".replace(RETURN, "\r"))

    def say(self, text: str, style: str = "") -> None:
        """Prints one short line, which is to be harmless already."""
        self.print([Line(Text(text, style))])

    def raw(self, text: str) -> None:
        """Writes a text to the letter."""
        self.console.file.write(text)
        self.console.file.flush()


class _Console(Console):
    """A console that leaves a reader who went away to `bot.cli`."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _grid(line: Line) -> Table | Text:
    body = line.body.copy()
    body.plain = body.plain.replace(RETURN, " ")
    body.overflow = "fold"
    if not line.label:
        return body
    grid = Table.grid()
    grid.add_column(width=line.label.cell_len)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(line.label, body)
    return grid
