"""A conversation in the terminal: questions, commands, and what they print.

Owns what every line typed does. Unlike `repl`, which reads the lines, it knows no keyboard, so
that it can be tried with a list of lines.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Protocol

from rich.text import Text

from bot.answer import Answer, Citation
from bot.asking import json_line
from bot.conversation import is_aside
from bot.opening import Shelf
from bot.paths import expanded
from bot.render import terminal
from bot.render.article import article_lines
from bot.render.screen import Line, Screen
from bot.render.wording import NOTHING_ASKED, count, one_line
from bot.saving import save
from index.errors import PullquoteError, UsageError

COMMANDS = {
    ":show N": "quote N in its place in the article; “:show N full” for all of the article",
    ":sources": "the articles that the last answer quotes",
    ":articles": "all the articles in the index",
    ":why": "how the last answer came about: confidence, scores, timings",
    ":json": "the last answer as JSON",
    ":save FILE": "this session’s answers as .md, .json or .jsonl; “:save! FILE” writes over it",
    ":help": "these commands",
    ":quit": "leave, as does Ctrl-D",
}


class Answers(Protocol):
    """What answers questions: an Answerer, or a stand-in in a test."""

    def answer(self, question: str, *, earlier: list[str]) -> Answer:
        """Answers a question; `earlier` are the questions before it."""
        ...


class Session:
    """One run of the REPL. `handle` takes a line; `over` says when to stop, `sound` whether nothing
    went wrong so far."""

    def __init__(
        self,
        screen: Screen,
        answers: Callable[[], Answers],
        shelf: Callable[[], Shelf],
        errors: Screen | None = None,
    ) -> None:
        """`answers` and `shelf` are opened when they are first needed, and again after an error.

        Errors stand among the answers, unless they have a screen of their own.
        """
        self._screen, self._answers, self._shelf = screen, answers, shelf
        self._errors = errors or screen
        self._history: list[Answer] = []
        self.over = False
        self.sound = True
        self._commands: dict[str, Callable[[str], None]] = {
            ":show": self._show,
            ":sources": self._sources,
            ":articles": self._articles,
            ":why": self._why,
            ":json": self._json,
            ":save": self._save,
            ":save!": self._save_over,
            ":help": self._help,
            ":quit": self._quit,
        }

    @property
    def commands(self) -> list[str]:
        """The commands that can be typed."""
        return list(self._commands)

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The quotes of the last answer, which `:show` can show."""
        last = self._history[-1] if self._history else None
        return (last.quotes or last.closest) if last else ()

    def handle(self, line: str) -> None:
        """Does what a line asks for. An error is one line, and the session goes on.

        Raises KeyboardInterrupt, and OSError where answers cannot be written: neither is the
        session's to judge.
        """
        line = line.strip()
        try:
            if line.startswith(":"):
                self._command(line)
            elif line:
                self._ask(line)
            if line and self._screen.wraps:
                self._screen.print([Line()])
        except PullquoteError as error:
            self.complain(str(error))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - the outer edge: said to the person, who goes on
            self._screen.raw("")  # raises once more if it was the output that failed
            self.complain(f"{type(error).__name__}: {error}")

    def complain(self, message: str) -> None:
        """Says what went wrong, in one line."""
        self.sound = False
        self._errors.say(one_line(message), "red")

    def _ask(self, question: str) -> None:
        if is_aside(question):
            self._screen.say(NOTHING_ASKED, terminal.DIM)
            return
        earlier = [answer.asked or answer.question for answer in self._history]
        answer = self._answers().answer(question, earlier=earlier)
        if self._history and not self._screen.wraps:  # in a pipe nothing else sets answers apart
            self._screen.print([Line()])
        self._history.append(answer)
        if answer.asked and answer.asked != question:
            self._screen.say(f"Searched: {one_line(answer.asked)}", terminal.DIM)
        self._screen.print(terminal.answer_lines(answer))

    def _command(self, line: str) -> None:
        name, *rest = line.split(None, 1)
        command = self._commands.get(name.lower())
        if command is None:
            near = get_close_matches(name.lower(), self._commands, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "See :help."
            raise UsageError(f"There is no command {name}. {hint}")
        command("".join(rest))

    def _last(self) -> Answer:
        if not self._history:
            raise UsageError("There is no answer yet. Ask something first.")
        return self._history[-1]

    def _show(self, rest: str) -> None:
        words = rest.split() or ["1"]
        self._last()
        cited = {str(citation.number): citation.quote for citation in self.cited}
        if words[0] not in cited or words[1:] not in ([], ["full"]):
            numbers = ", ".join(cited) or "none"
            raise UsageError(f"Show which quote? :show N or :show N full, N one of: {numbers}.")
        quote, whole = cited[words[0]], len(words) > 1
        fancy = self._screen.fancy
        self._screen.print(article_lines(quote.article, "", quote, whole=whole, fancy=fancy))

    def _sources(self, rest: str) -> None:
        self._last()
        self._screen.print(terminal.source_lines(self.cited))

    def _articles(self, rest: str) -> None:
        self._screen.print(terminal.listing_lines(list(self._shelf().listings.values())))

    def _why(self, rest: str) -> None:
        self._screen.print(terminal.why_lines(self._last()))

    def _json(self, rest: str) -> None:
        self._screen.raw(json_line(self._last().as_json()).decode())

    def _save(self, rest: str) -> None:
        self._write(rest, overwrite=False)

    def _save_over(self, rest: str) -> None:
        self._write(rest, overwrite=True)

    def _write(self, rest: str, *, overwrite: bool) -> None:
        if not rest:
            raise UsageError("Save to which file? :save FILE.md, .json or .jsonl")
        try:
            file = expanded(rest)
        except ValueError as error:
            raise UsageError(f"{rest} cannot be written: {error}.") from None
        save(self._history, file, overwrite=overwrite)
        self._screen.say(
            f"Saved {count(len(self._history), 'answer')} to {one_line(str(file))}.", terminal.DIM
        )

    def _help(self, rest: str) -> None:
        widest = max(map(len, COMMANDS)) + 2
        self._screen.say("Type a question. A follow-up may lean on the ones before.")
        for command, what in COMMANDS.items():
            self._screen.print([Line(Text(what), Text(command.ljust(widest), "bold"))])

    def _quit(self, rest: str) -> None:
        self.over = True
