"""Makes docs/answer.svg: what `pullquote ask` prints in a terminal, to the letter.

Run by `make picture`, which has indexed seeds/articles before. Unlike a drawing, it cannot show
what the program does not print.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

QUESTION = "Who leads the US delegation?"
COLUMNS = 100
OUT = Path(__file__).with_name("answer.svg")
# A picture in a README should fetch nothing, fonts included: the reader's own will do.
OFFLINE = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def main() -> None:
    """Asks, and writes down what was printed."""
    console = Console(record=True, width=COLUMNS, file=Path(os.devnull).open("w"))  # noqa: SIM115
    console.print(Text(f'$ pullquote ask "{QUESTION}"', "dim"))
    for line in _answer().splitlines():  # without the spaces that fill it up to the right
        console.print(Text.from_ansi(line.rstrip()), soft_wrap=True)
    console.print()  # the picture's lower edge would cut through the last line
    OUT.write_text(
        console.export_svg(title="Pullquote", code_format=OFFLINE, unique_id="answer"), "utf-8"
    )
    print(f"{OUT.name} is made. Look at it before it is committed.", file=sys.stderr)


def _answer() -> str:
    """Standard output of the program, told that it prints to a terminal with colours."""
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    program = Path(sys.executable).with_name("pullquote")
    done = subprocess.run(  # noqa: S603 - our own program
        [program, "ask", QUESTION],
        env=os.environ | terminal,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


if __name__ == "__main__":
    main()
