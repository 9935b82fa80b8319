"""The REPL: what each line does, and that nothing typed ends it but leaving."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.answer import Answer, Citation, Statement, Status
from bot.opening import Shelf
from bot.render.screen import Screen
from bot.render.wording import UNSAFE
from bot.repl import _Completions, ago, converse
from bot.session import Session
from index.articles import Article, Span
from index.errors import NoIndex, UsageError

HERE = Path(__file__).parent
ARTICLE = Article(
    "a1", "He left. She stayed.", (Span(0, 8), Span(9, 20)), title="Talks", published="2022-01-07"
)


class FakeAnswers:
    """Answers anything with the same quotes, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def answer(self, question: str, *, earlier: list[str]) -> Answer:
        self.asked.append((question, list(earlier)))
        if question == "bad":
            raise UsageError("The question is bad.\nAsk a good one.")
        if question == "interrupt":
            raise KeyboardInterrupt
        if question == "bug":
            raise ZeroDivisionError("division by zero")
        quotes = (
            Citation(1, ARTICLE.quote(0, 8), ((0, 2),), 0.75),
            Citation(2, ARTICLE.quote(9, 20)),
        )
        whole = "Who left Geneva?" if question == "and why?" else question
        lead = "One article speaks to this:"
        return Answer(
            question,
            Status.ANSWERED,
            f"{lead}[1][2]",
            (Statement(lead, (1, 2)),),
            0.9,
            "extractive",
            quotes,
            timings_ms={"search": 3.0, "total": 4.5},
            asked=whole,
        )


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Talk:
    """A session with what it printed."""

    def __init__(self, stream: io.StringIO | None = None) -> None:
        self.stream = stream or io.StringIO()
        self.answers = FakeAnswers()
        self.session = Session(Screen(self.stream), lambda: self.answers, self.shelf)

    def shelf(self) -> Shelf:
        raise NoIndex("No index in data. Make one: pullquote index FOLDER")

    def say(self, *lines: str) -> str:
        """What the last of these lines printed."""
        for line in lines:
            self.stream.seek(0)
            self.stream.truncate()
            self.session.handle(line)
        return self.stream.getvalue()


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


def test_a_question_prints_its_answer(talk: Talk) -> None:
    printed = talk.say("Who left?")
    assert printed.startswith("One article speaks to this:\n\n[1] He left.\n")


def test_in_a_pipe_an_empty_line_sets_answers_apart(talk: Talk) -> None:
    first = talk.say("Who left?")
    assert not first.startswith("\n")
    assert talk.say("and why?").startswith("\nSearched: Who left Geneva?\n")


@pytest.mark.parametrize("aside", ["thanks", "ok", "Thank you!"])
def test_what_asks_nothing_is_no_question_and_the_last_answer_stays(
    aside: str, talk: Talk, tmp_path: Path
) -> None:
    assert talk.say("Who left?", aside).startswith("At your service. Ask something")
    assert talk.answers.asked == [("Who left?", [])]
    assert json.loads(talk.say(":json"))["question"] == "Who left?"
    assert talk.say(f":save {tmp_path}/x.md").startswith("Saved 1 answer to ")


def test_an_empty_line_does_nothing(talk: Talk) -> None:
    assert talk.say("  ") == ""
    assert talk.answers.asked == []


def test_earlier_questions_are_passed_on_as_they_were_completed(talk: Talk) -> None:
    talk.say("Who left?", "and why?", "when?")
    assert talk.answers.asked[-1] == ("when?", ["Who left?", "Who left Geneva?"])


def test_a_completed_question_is_shown(talk: Talk) -> None:
    assert talk.say("and why?").startswith("Searched: Who left Geneva?\n")
    assert "Searched" not in talk.say("Who left?")


def test_an_error_is_one_line_and_the_session_goes_on(talk: Talk) -> None:
    assert talk.say("bad") == "The question is bad. Ask a good one.\n"
    assert talk.say("bug") == "ZeroDivisionError: division by zero\n"
    assert "[1] He left." in talk.say("Who left?")
    assert not talk.session.over


def test_a_missing_index_is_a_line_that_says_what_to_run(talk: Talk) -> None:
    assert talk.say(":articles") == "No index in data. Make one: pullquote index FOLDER\n"


def test_show_prints_a_quote_in_its_place(talk: Talk) -> None:
    assert "He left. ⟦She stayed.⟧" in talk.say("Who left?", ":show 2")
    assert "⟦He left.⟧ She stayed." in talk.say(":show 1 full")


@pytest.mark.parametrize("line", [":show 3", ":show x", ":show 1 half", ":show -1"])
def test_show_of_no_quote_names_the_quotes(line: str, talk: Talk) -> None:
    assert talk.say("Who left?", line).endswith("N one of: 1, 2.\n")


@pytest.mark.parametrize("line", [":show", ":sources", ":why", ":json", ":save x.md"])
def test_before_the_first_answer_there_is_nothing_to_show(line: str, talk: Talk) -> None:
    assert talk.say(line).endswith("Ask something first.\n")


def test_sources_names_each_article_once(talk: Talk) -> None:
    assert talk.say("Who left?", ":sources") == "[1][2] Talks · 7 January 2022\n       a1\n"


def test_why_tells_confidence_scores_timings_and_the_question_as_searched(talk: Talk) -> None:
    printed = talk.say("and why?", ":why")
    for part in ("Who left Geneva?", "90%", "[1] score", "0.750", "total ms", "4.5"):
        assert part in printed


def test_confidence_is_shown_nowhere_else(talk: Talk) -> None:
    assert "90" not in talk.say("Who left?")


def test_json_prints_the_last_answer(talk: Talk) -> None:
    body = json.loads(talk.say("Who left?", ":json"))
    assert body["quotes"][0]["text"] == "He left."


def test_json_in_a_terminal_is_to_the_letter_but_for_what_the_terminal_would_obey() -> None:
    talk = Talk(Terminal())
    question = "Who\x9b2J  left\u202e, and with whom did he leave the talks in Geneva?" * 2
    printed = talk.say(question, ":json")
    assert UNSAFE.search(printed.replace("\x1b", "")) is None
    assert json.loads(printed.splitlines()[0])["question"] == question


@pytest.mark.parametrize("name", ["talk.md", "talk.json", "talk.jsonl", "TALK.MD"])
def test_save_writes_the_format_of_the_suffix(name: str, talk: Talk, tmp_path: Path) -> None:
    file = tmp_path / name
    assert talk.say("Who left?", "Who stayed?", f":save {file}").startswith("Saved 2 answers to ")
    text = file.read_text(encoding="utf-8")
    if name == "talk.json":
        assert len(json.loads(text)) == 2
    elif name == "talk.jsonl":
        assert [json.loads(line)["question"] for line in text.splitlines()] == [
            "Who left?",
            "Who stayed?",
        ]
    else:
        assert "## Who stayed?" in text


def test_save_writes_over_nothing_unasked(talk: Talk, tmp_path: Path) -> None:
    file = tmp_path / "talk.md"
    file.write_text("mine")
    assert f"exists. To write over it: :save! {file}" in talk.say("Who left?", f":save {file}")
    assert file.read_text() == "mine"
    assert talk.say(f":save! {file}").startswith("Saved 1")


def test_a_save_that_fails_halfway_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("mine")
    ran = in_a_process_that_may_write(
        8, "save([answer], Path('talk.md'), overwrite=True)", tmp_path
    )
    assert "talk.md cannot be written: File too large." in ran
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("talk.md", "mine")]


def in_a_process_that_may_write(size: int, code: str, folder: Path) -> str:
    """What a process says that may make no file longer than `size` bytes."""
    before = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}));"
        "from pathlib import Path; from bot.saving import save; from test_repl import FakeAnswers;"
        "answer = FakeAnswers().answer('Who left?', earlier=[]);"
    )
    command = [sys.executable, "-B", "-c", before + code]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    return ran.stderr.decode()


def test_saving_over_a_file_keeps_its_permissions_and_the_links_to_it(
    talk: Talk, tmp_path: Path
) -> None:
    file, link = tmp_path / "mine.md", tmp_path / "link.md"
    file.write_text("mine")
    file.chmod(0o640)
    link.symlink_to(file.name)
    assert talk.say("Who left?", f":save! {link}").startswith("Saved 1")
    assert link.is_symlink()
    assert "Who left?" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_saving_over_a_pipe_writes_to_it(talk: Talk, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert talk.say("Who left?", f":save! {pipe}").startswith("Saved 1")
    assert b"Who left?" in os.read(reader, 65_536)
    os.close(reader)
    assert pipe.is_fifo()


def test_save_that_cannot_be_done_says_why(talk: Talk, tmp_path: Path) -> None:
    assert "none of .md, .json, .jsonl" in talk.say("Who left?", ":save talk.doc")
    assert "No such file or directory" in talk.say(f":save {tmp_path}/none/talk.md")
    assert "there is no home folder ~nobody-here" in talk.say(":save ~nobody-here/talk.md")
    assert "no path has a NUL character" in talk.say(":save talk\0.md")
    assert talk.say(":save") == "Save to which file? :save FILE.md, .json or .jsonl\n"


def test_an_unknown_command_names_the_nearest(talk: Talk) -> None:
    assert talk.say(":sorces") == "There is no command :sorces. Did you mean :sources?\n"
    assert talk.say(":xyzzy") == "There is no command :xyzzy. See :help.\n"


@pytest.mark.parametrize("space", ["\t", "  ", "\u00a0"])
def test_any_space_sets_a_command_apart_from_what_it_is_about(talk: Talk, space: str) -> None:
    assert "He left. ⟦She stayed.⟧" in talk.say("Who left?", f":show{space}2")
    assert "⟦He left.⟧ She stayed." in talk.say(f":show{space}1{space}full")


def test_help_names_every_command(talk: Talk) -> None:
    printed = talk.say(":help")
    assert all(command in printed for command in talk.session.commands)


def test_quit_and_ctrl_d_leave(talk: Talk, keyboard: PipeInput, tmp_path: Path) -> None:
    for keys in (":quit\r", "\x04"):
        keyboard.send_text(keys)
        converse(talk.session, tmp_path / "history", source=keyboard, output=DummyOutput())


def test_ctrl_c_clears_the_line(talk: Talk, keyboard: PipeInput, tmp_path: Path) -> None:
    keyboard.send_text("Who lef\x03Who stayed?\r:quit\r")
    converse(talk.session, tmp_path / "history", source=keyboard, output=DummyOutput())
    assert talk.answers.asked == [("Who stayed?", [])]


def test_history_holds_across_runs_and_is_nobody_elses_business(
    keyboard: PipeInput, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "history"
    first, second = Talk(), Talk()
    keyboard.send_text("Who left?\r\x04")
    converse(first.session, file, source=keyboard, output=DummyOutput())
    assert "Who left?" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    keyboard.send_text("\x10\r\x04")  # Ctrl-P: the line before
    converse(second.session, file, source=keyboard, output=DummyOutput())
    assert second.answers.asked == [("Who left?", [])]


def test_a_history_that_cannot_be_written_does_not_matter(
    talk: Talk, keyboard: PipeInput, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    keyboard.send_text("Who left?\r\x04")
    converse(talk.session, tmp_path / "file" / "history", source=keyboard, output=DummyOutput())
    assert len(talk.answers.asked) == 1


class Spoiler(FakeAnswers):
    """Puts a folder in a file's place with the first answer."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def answer(self, question: str, *, earlier: list[str]) -> Answer:
        if self._file.is_file():
            self._file.unlink()
            self._file.mkdir()
        return super().answer(question, earlier=earlier)


def test_a_history_that_can_no_longer_be_written_is_said_once(
    talk: Talk, keyboard: PipeInput, tmp_path: Path
) -> None:
    file = tmp_path / "history"
    talk.answers = Spoiler(file)
    keyboard.send_text("Who left?\rWho stayed?\rWho came?\r\x04")
    converse(talk.session, file, source=keyboard, output=DummyOutput())
    assert len(talk.answers.asked) == 3
    assert talk.stream.getvalue().count("history cannot be written (Is a directory).") == 1


def completions(talk: Talk, text: str) -> list[str]:
    found = _Completions(talk.session).get_completions(Document(text), CompleteEvent())
    return [completion.text for completion in found]


def test_commands_and_the_numbers_of_quotes_are_completed(talk: Talk) -> None:
    assert completions(talk, ":so") == [":sources"]
    assert completions(talk, ":show ") == []
    talk.say("Who left?")
    assert completions(talk, ":show ") == [
        ":show 1",
        ":show 2",
        ":show 1 full",
        ":show 2 full",
    ]
    assert completions(talk, "Who") == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (-5, "just now"), (61, "1 minute ago"), (7_300, "2 hours ago")],
)
def test_the_age_of_the_index_is_told_in_the_largest_unit(seconds: float, words: str) -> None:
    assert ago(seconds) == words


def test_ctrl_c_in_the_middle_of_an_answer_goes_back_to_the_prompt(
    talk: Talk, keyboard: PipeInput, tmp_path: Path
) -> None:
    keyboard.send_text("interrupt\rWho left?\r\x04")
    converse(talk.session, tmp_path / "history", source=keyboard, output=DummyOutput())
    assert [question for question, _ in talk.answers.asked] == ["interrupt", "Who left?"]
