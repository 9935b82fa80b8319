"""`:save FILE`: a session's answers in a file.

Owns the choice of format by suffix and that no file is written over unasked, nor lost
when it is. Unlike
`render.markdown` and `Answer.as_json`, it decides nothing about what the file says.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.answer import Answer
from index.errors import UsageError


def save(answers: Sequence[Answer], file: Path, *, overwrite: bool = False) -> None:
    """Writes the answers as Markdown (.md), JSON (.json) or JSON lines (.jsonl).

    Raises UsageError if the suffix is another, the file exists, or it cannot be written.
    """
    form = _forms().get(file.suffix.lower())
    if form is None:
        raise UsageError(f"{file}: by its suffix it is none of {', '.join(_forms())}.")
    if not answers:
        raise UsageError("There is no answer to save yet. Ask something first.")
    text = form(answers).encode("utf-8", "backslashreplace")
    try:
        _replace(file, text) if overwrite else _create(file, text)
    except FileExistsError:
        raise UsageError(f"{file} exists. To write over it: :save! {file}") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None


def _create(file: Path, data: bytes) -> None:
    with file.open("xb") as stream:
        stream.write(data)


def _replace(file: Path, data: bytes) -> None:
    """Writes over a file in one step: a full disk or a kill leaves what was there.

    A link stays one, and what it leads to is replaced.
    """
    target = Path(os.path.realpath(file))
    if not target.is_file():  # nothing to lose, or a device or a pipe, which is not to be replaced
        target.write_bytes(data)
        return
    with target.open("r+b"):  # who may not write the file may not replace it either
        draft = _draft(target.parent, data)
    try:
        shutil.copymode(target, draft)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _draft(folder: Path, data: bytes) -> Path:
    """A new file with this in it, on the disk; none if it cannot be written."""
    with NamedTemporaryFile(dir=folder, prefix=".pullquote-", delete=False) as stream:
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            Path(stream.name).unlink(missing_ok=True)
            raise
    return Path(stream.name)


def _forms() -> dict[str, Callable[[Sequence[Answer]], str]]:
    return {".md": _as_markdown, ".json": _as_json, ".jsonl": _as_json_lines}


def _as_markdown(answers: Sequence[Answer]) -> str:
    from bot.render.markdown import document

    return document(answers)


def _as_json(answers: Sequence[Answer]) -> str:
    bodies = [answer.as_json() for answer in answers]
    return json.dumps(bodies, ensure_ascii=False, indent=2) + "\n"


def _as_json_lines(answers: Sequence[Answer]) -> str:
    lines = [json.dumps(answer.as_json(), ensure_ascii=False) for answer in answers]
    return "".join(f"{line}\n" for line in lines)
