"""Prompts: files with a header, and what is put into them.

    ---
    about: What it is for, in a sentence.
    variables: question, sheet
    ---
    The system message. What comes from articles or people never stands here.
    ---
    The prompt, with {{question}} and {{sheet}} in their places.

The middle part may be missing: then there is no system message. Owns the form of these files, and
that each has exactly the variables that Pullquote fills in. Unlike `bot.writing`, it does not know
what a prompt asks for. A value is put in as it is and never read as a prompt: "{{question}}" or
"$x" in an article stays what it is. A prompt's version is made from its content, so that a changed
prompt cannot keep its version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import prompts
from index.errors import ConfigError

SUFFIX = ".md"
MAX_CHARS = 20_000  # of a prompt before anything is put in; ours have 2,000 at most
VERSION_CHARS = 12  # of 64 hexadecimal ones: enough to tell versions of one prompt apart
OURS = Path(prompts.__file__).parent
# What Pullquote fills in, by prompt. A prompt has to use all of it.
VARIABLES: Mapping[str, frozenset[str]] = {
    "answer": frozenset(("question", "sheet")),
    "again": frozenset(("question", "sheet", "kept", "failed")),
    "follow_up": frozenset(("question", "earlier")),
    "judge": frozenset(("evidence", "statement")),
}
KEYS = ("about", "variables")

_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt. `system` is "" if it has no system message, `version` 12 hexadecimal characters."""

    name: str
    about: str
    system: str
    body: str
    version: str

    def render(self, **values: str) -> str:
        """The prompt with every value in its place. Raises ValueError if one is missing, or too
        many: that is a mistake of the caller's, never of the file's."""
        wanted = VARIABLES[self.name]
        if values.keys() != wanted:
            raise ValueError(
                f"the prompt {self.name} takes {_listed(wanted)}, not {_listed(values)}"
            )
        return _PLACE.sub(lambda place: values[place[1]], self.body)


@dataclass(frozen=True, slots=True)
class Prompts:
    """Every prompt by its name."""

    by_name: Mapping[str, Prompt]

    @classmethod
    def load(cls, folder: Path | None = None) -> Prompts:
        """The prompts, those in the folder before ours.

        Raises ConfigError if a file cannot be read, is unknown, lacks a header or a variable, or
        has one that is unknown.
        """
        own = {} if folder is None else dict(_own_files(folder))
        files = {name: own.get(name, OURS / f"{name}{SUFFIX}") for name in VARIABLES}
        return cls({name: _read(name, file) for name, file in files.items()})

    def __getitem__(self, name: str) -> Prompt:
        return self.by_name[name]

    @property
    def versions(self) -> dict[str, str]:
        """Each prompt's version by its name."""
        return {name: prompt.version for name, prompt in self.by_name.items()}


def _own_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The user's prompts by name. Hidden files, such as a file manager's, are none."""
    try:
        found = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    except OSError as error:
        raise ConfigError(
            f"The folder of prompts {folder} cannot be read ({error.strerror}). "
            "Name a folder that is there, or leave the setting `prompts` out."
        ) from error
    for file in found:
        if file.suffix != SUFFIX or file.stem not in VARIABLES:
            raise ConfigError(_unknown_file(file))
        yield file.stem, file


def _unknown_file(file: Path) -> str:
    near = get_close_matches(file.stem, VARIABLES, 1)
    remedy = f"Is {near[0]}{SUFFIX} meant?" if near else "Move it to another folder."
    known = ", ".join(f"{name}{SUFFIX}" for name in VARIABLES)
    return f"{file} is no prompt of Pullquote’s; these are: {known}. {remedy}"


def _read(name: str, file: Path) -> Prompt:
    text = _text(file)
    parts = [part.strip() for part in _RULE.split(text, maxsplit=3)]
    if len(parts) < 3 or parts[0]:
        raise ConfigError(
            f"The prompt {file} has no header. It begins with a line ---, then “about:” and "
            f"“variables: {_listed(VARIABLES[name])}”, then another line ---."
        )
    header, *middle, body = parts[1:]
    system = middle[0] if middle else ""
    about, stated = _header(file, header)
    _check_variables(file, stated, VARIABLES[name], "names", "in its header")
    _check_system(file, system)
    _check_variables(file, _used(body), VARIABLES[name], "uses", "in its text")
    version = hashlib.sha256(text.encode("utf-8")).hexdigest()[:VERSION_CHARS]
    return Prompt(name, about, system, body, version)


def _text(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            f"The prompt {file} is missing. It comes with Pullquote: install it anew."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The prompt {file} cannot be read ({error}). It has to be a text in UTF-8."
        ) from error
    if len(text) > MAX_CHARS:
        raise ConfigError(
            f"The prompt {file} has {len(text):,} characters; at most {MAX_CHARS:,} are read. "
            "Shorten it."
        )
    return text


def _header(file: Path, header: str) -> tuple[str, set[str]]:
    """What the prompt is for, and the variables that it names."""
    lines = [line.partition(":") for line in header.splitlines() if line.strip()]
    stated = {key.strip(): value.strip() for key, _, value in lines}
    if tuple(sorted(stated)) != KEYS or len(lines) != len(KEYS):
        raise ConfigError(
            f"The header of the prompt {file} has {_listed(stated)}. It takes one line "
            "“about:” and one line “variables:”, and nothing else."
        )
    return stated["about"], {name for name in re.split(r"[,\s]+", stated["variables"]) if name}


def _used(text: str) -> set[str]:
    return set(_PLACE.findall(text))


def _check_system(file: Path, system: str) -> None:
    """A system message is trusted, so nothing from outside may stand in it."""
    used = _used(system)
    if used:
        raise ConfigError(
            f"The prompt {file} uses {{{{{min(used)}}}}} in its system message, where nothing may "
            "be filled in. Move it below the third line ---."
        )


def _check_variables(
    file: Path, found: set[str], wanted: frozenset[str], verb: str, where: str
) -> None:
    for name in sorted(found - wanted):
        raise ConfigError(
            f"The prompt {file} {verb} the unknown variable {name} {where}. "
            f"It takes {_listed(wanted)}."
        )
    for name in sorted(wanted - found):
        raise ConfigError(
            f"The prompt {file} lacks the variable {name} {where}. "
            f"It takes {_listed(wanted)}; in the text each stands as {{{{{name}}}}}."
        )


def _listed(names: Mapping[str, str] | frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
