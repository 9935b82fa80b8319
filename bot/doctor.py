"""What `pullquote doctor` does: the settings in force, every check, and how it looks.

Owns that one failing check stops no other. Unlike `checks`, it does not know what is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot import config as configuration
from bot.checks import CHECKS, NotApplicable
from bot.config import Config, Setting
from bot.render.wording import one_line
from index.errors import ConfigError, PullquoteError

if TYPE_CHECKING:
    from bot.render.screen import Line

MARKS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("–", "dim")}


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found. `ok` is None where there is nothing to check."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The settings in force and what every check found."""

    settings: tuple[Setting, ...]
    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether no check failed."""
        return all(check.ok is not False for check in self.checks)


def examine(
    data: Path | None, checks: Sequence[tuple[str, Callable[[Config], str]]] = CHECKS
) -> Diagnosis:
    """Runs every check; settings that cannot be read are a failed check and the only one."""
    try:
        config, settings = configuration.load_with_origins(data)
    except ConfigError as error:
        return Diagnosis((), (Check("settings", False, str(error)),))
    found = (_run(name, probe, config) for name, probe in checks)
    return Diagnosis(tuple(settings), (Check("settings", True, "all known and in bounds"), *found))


def _run(name: str, probe: Callable[[Config], str], config: Config) -> Check:
    try:
        return Check(name, True, probe(config))
    except NotApplicable as reason:
        return Check(name, None, str(reason))
    except PullquoteError as error:
        return Check(name, False, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is broken is what a doctor is to report
        cause = f"{type(error).__name__}: {error}"
        return Check(name, False, f"{cause}. This is a bug, or a broken installation: reinstall.")


def report(diagnosis: Diagnosis, *, as_json: bool) -> None:
    """Prints the diagnosis."""
    if as_json:
        from bot.asking import write_json

        write_json({"sound": diagnosis.sound, **asdict(diagnosis)})
        return
    from bot.render.screen import Screen

    Screen().print(diagnosis_lines(diagnosis))


def diagnosis_lines(diagnosis: Diagnosis) -> Iterator[Line]:
    """Settings with their origins, then a mark, a name and a finding for each check."""
    from rich.text import Text

    from bot.render.screen import Line

    widest = max((len(setting.name) for setting in diagnosis.settings), default=0) + 2
    for setting in diagnosis.settings:
        body = Text(one_line(setting.value))
        body.append(f"  ({setting.origin})", "dim")
        yield Line(body, Text(setting.name.ljust(widest), "dim"))
    if diagnosis.settings:
        yield Line()
    widest = max(len(check.name) for check in diagnosis.checks) + 2
    for check in diagnosis.checks:
        mark, style = MARKS[check.ok]
        label = Text.assemble((mark, style), " ", check.name.ljust(widest))
        yield Line(Text(one_line(check.detail), style if check.ok is None else ""), label)
