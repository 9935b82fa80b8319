"""What `pullquote repl` does: it reads lines, with a keyboard or from a pipe.

Owns the prompt, history, completion and the greeting. Unlike `session`, it does not know what a
line does. The only importer of prompt_toolkit.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from bot.answer import Answer
from bot.answering import Answerer
from bot.config import Config
from bot.opening import open_answerer, open_shelf
from bot.render.screen import Screen
from bot.render.terminal import DIM
from bot.render.wording import count, one_line
from bot.session import Answers, Session
from index.errors import PullquoteError, StoreError
from index.filters import Filter

PROMPT = FormattedText([("bold ansicyan", "? ")])


def start(config: Config, within: Filter | None = None) -> bool:
    """Runs the REPL until it is left, on all articles or those that `within` lets through.

    Without a terminal it returns whether nothing went wrong, and raises PullquoteError kinds if the
    index cannot be used. Raises UsageError if `within` lets no article through.
    """
    index = _Index(config, within)
    _check(config, within)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _greet(config, Screen())
        index.warm()
        session = Session(Screen(), lambda: index.answerer, lambda: open_shelf(config))
        converse(session, config.history_file)
        return True  # whoever types has seen what went wrong
    errors = Screen(stderr=True)
    session = Session(Screen(), lambda: index.answerer, lambda: open_shelf(config), errors)
    _read_pipe(session, index, sys.stdin.buffer)
    return session.sound


def _check(config: Config, within: Filter | None) -> None:
    """Raises UsageError if no article is let through; of a missing index others tell."""
    with suppress(StoreError):
        if within:
            open_shelf(config).check(within)


class _Index:
    """The answerer, opened once, and again for the next question if it could not be."""

    def __init__(self, config: Config, within: Filter | None) -> None:
        self._config, self._within = config, within
        self._lock = threading.Lock()
        self._answerer: Answers | None = None

    @property
    def answerer(self) -> Answers:
        with self._lock:
            if self._answerer is None:
                self._answerer = _Narrowed(open_answerer(self._config), self._within)
            return self._answerer

    def warm(self) -> None:
        """Opens it while the first question is being typed: it takes a second or two."""
        threading.Thread(target=self._try, daemon=True).start()

    def _try(self) -> None:
        with suppress(PullquoteError):  # whoever asks is told
            _ = self.answerer


@dataclass(frozen=True)
class _Narrowed:
    """An answerer that looks into some articles only."""

    answerer: Answerer
    within: Filter | None

    def answer(self, question: str, *, earlier: list[str]) -> Answer:
        return self.answerer.answer(question, earlier=earlier, within=self.within)


def _read_pipe(session: Session, index: _Index, lines: Iterable[bytes]) -> None:
    """One question a line. An index that cannot be used ends it, with nobody there to mend it."""
    _ = index.answerer
    for line in lines:
        session.handle(line.decode("utf-8", "replace"))
        if session.over:
            return


def converse(
    session: Session,
    history: Path,
    *,
    source: Input | None = None,
    output: Output | None = None,
) -> None:
    """Reads lines from the keyboard until :quit or Ctrl-D; Ctrl-C clears the line."""
    prompt = _prompt(session, history, source, output)
    while not session.over:
        try:
            line = prompt.prompt(PROMPT)
            _tell(session, prompt.history)
            session.handle(line)
        except KeyboardInterrupt:  # at the prompt or in the middle of an answer
            continue
        except EOFError:
            return


def _prompt(
    session: Session, history: Path, source: Input | None, output: Output | None
) -> PromptSession[str]:
    return PromptSession(
        history=_history(history),
        completer=_Completions(session),
        complete_while_typing=False,
        enable_history_search=True,
        input=source,
        output=output,
    )


def _history(file: Path) -> History:
    """The lines typed in this run and before; in this run only if the file cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # what somebody asked is nobody else's business
        with file.open("ab"):
            return _Lines(str(file))
    except OSError:
        return InMemoryHistory()


class _Lines(FileHistory):
    """Lines typed, in a file as long as it can be read and written: it is not worth a question."""

    trouble: str | None = None  # None as long as there is none
    told = False

    def load_history_strings(self) -> Iterable[str]:
        try:
            return super().load_history_strings()
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        try:
            super().store_string(string)
        except OSError as error:
            self.trouble = f"{self.filename!s} cannot be written ({error.strerror})."


def _tell(session: Session, history: History) -> None:
    """Says once, and not while the line is still being typed, that lines are not kept."""
    if isinstance(history, _Lines) and history.trouble and not history.told:
        session.complain(f"{history.trouble} What you type is kept for this run only.")
        history.told = True


class _Completions(Completer):
    """Commands at the start of a line; after ":show " the numbers of the last answer's quotes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """The lines that begin like what is typed."""
        typed = document.text_before_cursor
        numbered = [f":show {citation.number}" for citation in self._session.cited]
        lines = [*numbered, *(f"{line} full" for line in numbered)]
        for line in lines if " " in typed else self._session.commands:
            if typed.startswith(":") and line.startswith(typed):
                yield Completion(line, start_position=-len(typed))


def _greet(config: Config, screen: Screen) -> None:
    screen.say("Pullquote: answers are quotes, word for word. :help lists the commands.", "bold")
    try:
        shelf = open_shelf(config)
    except PullquoteError as error:
        screen.say(one_line(str(error)), "red")
        return
    screen.say(f"{count(len(shelf.listings), 'article')} indexed {_freshness(config)}.", DIM)


def _freshness(config: Config) -> str:
    """How long ago the index was last changed."""
    from index.snapshots import POINTER

    return ago(time.time() - (config.data / POINTER).stat().st_mtime)


def ago(seconds: float) -> str:
    """A time past, in the largest unit that fits.

    >>> ago(30), ago(7200), ago(200000)
    ('just now', '2 hours ago', '2 days ago')
    """
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return f"{count(int(seconds // size), unit)} ago"
    return "just now"
