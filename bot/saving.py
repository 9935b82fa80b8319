"""`:save FILE`: a session's answers in a file.

Owns the choice of format by suffix and that no file is written over unasked. Unlike
`render.markdown` and `Answer.as_json`, it decides nothing about what the file says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

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
        with file.open("wb" if overwrite else "xb") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(f"{file} exists. To write over it: :save! {file}") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from None


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
