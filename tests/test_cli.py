"""The command line: exit codes, streams, and that nothing ends in a traceback.

Most run `bot.cli.run` in this process, on one index that is made once; what depends on a process
of its own (signals, pipes, start-up) runs in one.
"""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import asking, cli
from bot.answer import Answer
from bot.answering import Answerer
from bot.opening import open_answerer
from bot.render import wording
from index.errors import UsageError
from index.filters import Filter

MAIN = "import sys; from bot.cli import main; sys.argv[0] = 'pullquote'; main()"
ROOT = Path(__file__).parents[1]
HEAVY = {
    "bm25s", "chromadb", "dotenv", "llama_index", "numpy", "onnxruntime", "prompt_toolkit",
    "rich", "tiktoken", "trafilatura",
}  # fmt: skip
READY = r"\x1b\[\?2004h"  # what prompt_toolkit prints once it reads keys
TALKS = """Stark disagreements over Ukraine

GENEVA — Wendy Sherman leads the American delegation at the talks in Geneva.

“We have no reason to fear some escalation scenario,” Sergei Ryabkov told reporters on Monday.

The next meeting of the council takes place in Brussels on Wednesday.
"""
BRIDGE = """The new bridge

The bridge in Riga has three lanes and was opened by the mayor in 2019.

It cost 12 million euros to build, according to the city council.
"""


def process(
    *arguments: str,
    code: str = MAIN,
    stdin: int | None = None,
    out: int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Runs Python in a session of its own: a signal meant for it reaches nobody else."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PULLQUOTE_")}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=env | {"PYTHONPATH": str(ROOT)},
        stdin=stdin,
        stdout=out,
        stderr=out,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles and the index of them in `data`."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "articles").mkdir()
    (folder / "articles" / "talks_01.txt").write_text(TALKS, encoding="utf-8")
    (folder / "articles" / "bridge_02.txt").write_text(BRIDGE, encoding="utf-8")
    assert cli.run(["index", str(folder / "articles"), "--data", str(folder / "data")]) == cli.OK
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings but the test's own, and nothing written into the checkout."""
    for name in [name for name in os.environ if name.startswith("PULLQUOTE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    yield


class Ran:
    """What one run of the command line gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def complaint(self) -> str:
        """The one line that wrong use is to give."""
        assert self.code == cli.UNUSABLE, (self.code, self.out, self.err)
        assert self.err.count("\n") == 1, self.err
        assert self.out == ""
        return self.err.rstrip("\n")


Run = Callable[..., Ran]


@pytest.fixture
def pullquote(library: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run(*arguments: str, data: bool = True) -> Ran:
        capfdbinary.readouterr()
        before = ["--data", str(library / "data")] if data else []
        code = cli.run([*before, *arguments])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run


# Help and start-up


@pytest.mark.parametrize("command", [[], ["index"], ["ask"], ["repl"], ["show"], ["doctor"]])
def test_help_has_an_example(command: list[str], pullquote: Run) -> None:
    ran = pullquote(*command, "--help", data=False)
    assert ran.code == cli.OK
    assert "Example:\n" in ran.out
    assert " ".join(["pullquote", *command]) in ran.out


@pytest.mark.parametrize("arguments", [[], ["feedback"]])
def test_without_a_command_the_help_is_printed_as_it_is(
    arguments: list[str], pullquote: Run
) -> None:
    ran = pullquote(*arguments, data=False)
    assert (ran.code, ran.out) == (cli.UNUSABLE, "")
    assert ran.err == pullquote(*arguments, "--help", data=False).out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from bot import cli; cli.run(['--help']); cli.run(['ask', '--help']);"
        "print('IMPORTED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    out, _ = process(code=code).communicate()
    imported = set(out.decode().split("IMPORTED")[1].split())
    assert imported & HEAVY == set()


def test_ask_imports_no_llama_index_and_no_prompt_toolkit(library: Path) -> None:
    code = (
        "import sys; from bot import cli; cli.run(sys.argv[1:]);"
        "print('IMPORTED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    arguments = ("ask", "Who leads the delegation?", "--data", str(library / "data"))
    out, _ = process(*arguments, code=code).communicate()
    imported = set(out.decode().split("IMPORTED")[1].split())
    assert imported & {"llama_index", "prompt_toolkit", "trafilatura", "torch"} == set()


def test_the_version_is_the_packages(pullquote: Run) -> None:
    from importlib.metadata import version

    assert pullquote("--version", data=False).out == f"pullquote {version('pullquote')}\n"


def test_thanks_ask_nothing_and_get_no_quotes(pullquote: Run) -> None:
    ran = pullquote("ask", "thanks!")
    assert (ran.code, ran.out) == (cli.OK, f"{wording.NOTHING_ASKED}\n")
    assert json.loads(pullquote("ask", "--json", "thanks!").out)["status"] == "declined"


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["akk"], "No such command 'akk'. Did you mean 'ask'?"),
        (["ask", "--jsn", "x"], "No such option"),
        (["ask"], "Ask one question, or name a file"),
        (["ask", "x", "--questions", "y"], "Ask one question, or name a file"),
        (["ask", "  "], "The question is empty."),
        (["ask", "x" * 3_000], "has 3,000 characters"),
        (["ask", "--questions", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["show"], "Missing"),
        (
            ["show", "talks_02"],
            "There is no article 'talks_02' in the index. The nearest: talks_01",
        ),
        (["show", "talks_01", "5"], "'5' is not a place."),
        (["show", "talks_01", "9:5"], "[9:5] is not a place"),
        (["show", "talks_01", "0:99999"], "[0:99999] is not a place"),
        (
            ["--data", "~nobody-here/d", "ask", "Who?"],
            "--data is '~nobody-here/d': there is no",
        ),
        (["--data", "", "ask", "Who?"], "'--data': '' is no path. Name one, or leave the option"),
        (["ask", "Who?", "--data="], "'--data': '' is no path."),
        (["ask", "Who?", "--questions="], "Ask one question, or name a file"),
        (["evaluate", "--articles", ""], "'--articles': '' is no path."),
        (["evaluate", "--html="], "'--html': '' is no path."),
        (["feedback", "export", "--out="], "'--out': '' is no path."),
        (["index", ""], "An empty path is no folder. Name one: pullquote index FOLDER"),
        (["index", "articles", ""], "An empty path is no folder."),
        (["index", "nowhere"], "There is no file or folder nowhere."),
        (["index", "x" * 300], "x cannot be used: its name is too long for this system"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, pullquote: Run
) -> None:
    assert words in pullquote(*arguments).complaint


@pytest.mark.parametrize("arguments", [["ask", "Who?"], ["show", "a"], ["repl"]])
def test_a_missing_index_says_what_to_run(
    arguments: list[str], pullquote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Who?\n")))
    complaint = pullquote("--data", "nowhere", *arguments, data=False).complaint
    assert complaint == "No index in nowhere. Make one: pullquote index FOLDER"


def test_wrong_settings_are_one_line(pullquote: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_MAX_TOKENS", "9")
    assert pullquote("ask", "Who?").complaint.startswith("PULLQUOTE_MAX_TOKENS is '9': ")


def test_an_index_made_with_other_settings_is_refused(
    pullquote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULLQUOTE_MAX_TOKENS", "64")
    assert "max_tokens 128, now 64" in pullquote("ask", "Who?").complaint


# index


def test_index_says_what_it_did(pullquote: Run, library: Path) -> None:
    ran = pullquote("index", str(library / "articles"))
    assert ran.code == cli.OK
    assert ran.out.startswith("2 articles: 0 added, 0 changed, 0 removed, 2 unchanged; 0 passages")
    assert ran.err == ""


def test_index_without_paths_takes_those_of_the_settings_then_the_last_ones(
    pullquote: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pullquote("index").out.startswith("2 articles")
    monkeypatch.setenv("PULLQUOTE_ARTICLES", str(library / "articles"))
    assert pullquote("--data", "new", "index", data=False).out.startswith("2 articles: 2 added")
    monkeypatch.delenv("PULLQUOTE_ARTICLES")
    assert "Nothing to index." in pullquote("--data", "newer", "index", data=False).complaint


@pytest.mark.parametrize("pointer", ['{"format": 1}', "garbage"])
def test_where_the_indexed_folder_is_not_known_it_is_to_be_named(
    pointer: str, pullquote: Run, library: Path
) -> None:
    Path("data").mkdir()
    Path("data/index.json").write_text(pointer)
    remedy = "pullquote index --rebuild FOLDER"
    plain = pullquote("--data", "data", "index", data=False).complaint
    rebuilding = pullquote("--data", "data", "index", "--rebuild", data=False).complaint
    assert plain.endswith(f"Rebuild it: {remedy}")
    assert rebuilding == f"Which folder was indexed cannot be read from data. Name it: {remedy}"
    named = ("index", "--rebuild", str(library / "articles"))
    assert pullquote("--data", "data", *named, data=False).code == cli.OK


def test_an_article_that_cannot_be_read_is_named_and_exit_code_1(
    pullquote: Run, tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text(TALKS, encoding="utf-8")
    (tmp_path / "bad\n.txt").write_bytes(b"")
    ran = pullquote("index", str(tmp_path), "--data", str(tmp_path / "data"))
    assert ran.code == cli.FAULT
    assert ran.out.startswith("1 article: 1 added")
    assert ran.err.count("\n") == 1
    assert "bad .txt: " in ran.err


def test_an_article_that_cannot_be_read_any_more_is_said_to_be_kept(
    pullquote: Run, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TALKS, encoding="utf-8")
    command = ("index", str(tmp_path), "--data", str(tmp_path / "data"))
    assert pullquote(*command).code == cli.OK
    (tmp_path / "a.txt").write_text("")
    ran = pullquote(*command)
    assert ran.code == cli.FAULT
    assert "0 removed, 1 unchanged, 1 kept though not readable now; " in ran.out
    assert "a.txt: empty: " in ran.err


# ask


def test_data_stands_before_or_after_the_command(pullquote: Run, library: Path) -> None:
    data = str(library / "data")
    before = pullquote("--data", data, "show", "talks_01", data=False)
    after = pullquote("show", "talks_01", "--data", data, data=False)
    assert before.code == after.code == cli.OK
    assert before.out == after.out


def test_ask_prints_one_json_object_on_one_line(pullquote: Run) -> None:
    ran = pullquote("ask", "--json", "Who", "leads the American delegation?")
    assert (ran.code, ran.err) == (cli.OK, "")
    assert ran.out.count("\n") == 1
    body = json.loads(ran.out)
    assert body["question"] == "Who leads the American delegation?"
    for quote in [*body["quotes"], *body.get("closest", [])]:
        text = {"talks_01": TALKS, "bridge_02": BRIDGE}[quote["article"]]
        assert text[quote["start"] : quote["end"]] == quote["text"]


def test_a_declined_answer_is_a_result(pullquote: Run) -> None:
    ran = pullquote("ask", "How long should I boil an egg so that the yolk stays soft?")
    assert ran.code == cli.OK
    assert ran.out.startswith("The articles don’t say.\n")


def test_a_dash_reads_the_question_from_stdin(
    pullquote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Où est Riga?\n".encode())))
    assert json.loads(pullquote("ask", "--json", "-").out)["question"].strip() == "Où est Riga?"


class _Stumbling:
    """An answerer with a fault that one question meets."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def answer(self, question: str, *, within: Filter | None = None) -> Answer:
        if "bridge" in question:
            raise ValueError("substring\nnot found")
        return self._answerer.answer(question, within=within)


@pytest.mark.parametrize("options", [("--json",), ()])
def test_a_question_that_fails_is_named_and_those_behind_it_are_answered(
    options: tuple[str, ...], pullquote: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "open_answerer", lambda config: _Stumbling(open_answerer(config)))
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"question": "Who leads the delegation?"}\n{"id": 7, "question": "What of the bridge?"}\n'
        '{"question": "Who told reporters?"}\n',
        encoding="utf-8",
    )
    ran = pullquote("ask", *options, "--questions", str(file))
    assert ran.code == cli.FAULT
    assert ran.err == (
        "Question 7 (“What of the bridge?”) could not be answered: "
        "ValueError: substring not found\n"
    )
    assert "Sherman" in ran.out
    assert "Ryabkov" in ran.out


def test_of_a_long_question_without_spaces_that_fails_the_beginning_is_named(
    pullquote: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "open_answerer", lambda config: _Stumbling(open_answerer(config)))
    file = tmp_path / "q.jsonl"
    file.write_text(f'{{"question": "bridge{"x" * 300}"}}\n', encoding="utf-8")
    assert (
        f"Question (“bridge{'x' * 193}…”) could" in pullquote("ask", "--questions", str(file)).err
    )


def test_questions_of_a_file_are_answered_in_order_with_their_ids(
    pullquote: Run, tmp_path: Path
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '\ufeff{"id": "b", "question": "Who leads?"}\n\n{"question": "Where?", "more": 1}\n'
        '{"id": 7, "question": "What does the bridge cost?"}\n',
        encoding="utf-8",
    )
    ran = pullquote("ask", "--json", "--questions", str(file))
    bodies = [json.loads(line) for line in ran.out.splitlines()]
    assert [body.get("id") for body in bodies] == ["b", None, 7]
    assert [body["question"] for body in bodies] == [
        "Who leads?",
        "Where?",
        "What does the bridge cost?",
    ]


def test_without_json_each_question_stands_above_its_answer(pullquote: Run, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "Who?"}\n{"question": "Where?"}\n')
    ran = pullquote("ask", "--questions", "q.jsonl")
    assert ran.out.startswith("> Who?\n")
    assert "\n\n> Where?\n" in ran.out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "is not JSON"),
        (b'{"question": "\xff"}', "is not UTF-8"),
        (b'["Who?"]', "is not an object"),
        (b'{"question": 3}', "is not an object"),
        (b'{"question": " "}', "The question is empty."),
        (b'{"question": "Who?", "id": [1]}', "neither a text nor a whole number"),
        (b'{"question": "Who?", "id": true}', "neither a text nor a whole number"),
        (b"[" * 100_000, ""),
    ],
)
def test_a_bad_line_is_named_before_anything_is_asked(line: bytes, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        asking.from_lines([b'{"question": "Who?"}', b"", line], "q.jsonl")
    assert str(caught.value).startswith("q.jsonl, line 3: ")
    assert words in str(caught.value)


def test_a_file_without_a_question_says_so() -> None:
    with pytest.raises(UsageError, match="no question"):
        asking.from_lines([b"", b"  "], "q.jsonl")


@pytest.mark.parametrize("text", ["“ü” 日本", "\udcff alone", "line\u2028end", "\x1b[31m"])
def test_json_is_valid_utf8_whatever_the_text(text: str) -> None:
    line = asking.json_line({"text": text})
    assert line.count(b"\n") == 1
    assert json.loads(line.decode("utf-8")) == {"text": text}


# Hypothesis would seldom draw the few characters that a terminal obeys.
CHARACTERS = st.one_of(
    st.characters(codec="utf-8"),
    st.sampled_from('\x00\x1b\r\n\x7f\x85\x9b\u202a\u202e\u2066\u2069\u2028\u2029\\" '),
)


@given(st.text(CHARACTERS))
def test_json_means_what_it_says_and_has_nothing_that_a_terminal_obeys(text: str) -> None:
    line = asking.json_line({text: [text]}).decode("utf-8")
    assert json.loads(line) == {text: [text]}
    assert wording.UNSAFE.search(line) is None
    assert line.count("\n") == 1


# show


def test_show_prints_the_whole_article(pullquote: Run) -> None:
    ran = pullquote("show", "talks_01")
    assert ran.out.endswith(f"\n\n{TALKS}\n")
    assert "talks_01.txt\n" in ran.out


def test_show_marks_a_place_as_a_citation_gives_it(pullquote: Run) -> None:
    start = TALKS.index("The next")
    for place in (f"{start}:{start + 8}", f"[{start}:{start + 8}]"):
        assert "⟦The next⟧" in pullquote("show", "talks_01", place).out


def test_the_beginning_of_an_id_is_enough_if_it_is_the_only_one(pullquote: Run) -> None:
    assert pullquote("show", "bri").out == pullquote("show", "bridge_02").out


# repl without a terminal


def test_the_repl_reads_a_question_a_line_from_a_pipe(
    pullquote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = b"Who leads the American delegation?\n:why\n:quit\nnever asked\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    ran = pullquote("repl")
    assert ran.code == cli.OK
    assert "confidence" in ran.out
    assert "never asked" not in ran.out


def test_without_a_terminal_errors_go_to_standard_error_and_the_exit_code_is_1(
    pullquote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = b":foo\nWho leads the American delegation?\n" + b"x" * 3_000 + b"\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    ran = pullquote("repl")
    assert ran.code == cli.FAULT
    assert ran.err.startswith("There is no command :foo. See :help.\nThe question has 3,000 char")
    assert ran.err.count("\n") == 2
    assert "Wendy Sherman" in ran.out
    assert "There is no" not in ran.out


@pytest.mark.parametrize("arguments", [["ask", "Who?"], ["repl"]])
def test_an_outlet_that_is_not_there_is_wrong_use(
    arguments: list[str], pullquote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    complaint = pullquote(*arguments, "--outlet", "nosuch").complaint
    assert complaint.startswith("No article in the index is from outlet nosuch. ")


# doctor


def test_the_doctor_finds_a_sound_index_sound(pullquote: Run) -> None:
    ran = pullquote("doctor")
    assert ran.code == cli.OK, ran.out
    assert "2 files, in step with the index" in ran.out


def test_the_doctor_without_an_index_exits_1(pullquote: Run) -> None:
    ran = pullquote("doctor", "--json", "--data", "nowhere", data=False)
    assert ran.code == cli.FAULT
    failed = [check["name"] for check in json.loads(ran.out)["checks"] if check["ok"] is False]
    assert failed == ["index"]


def test_the_doctor_sees_files_that_changed(pullquote: Run, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for name in ("a", "b"):
        (tmp_path / "articles" / f"{name}.txt").write_text(TALKS, encoding="utf-8")
    pullquote("index", "articles", "--data", "data", data=False)
    (tmp_path / "articles" / "a.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "articles" / "b.txt").rename(tmp_path / "articles" / "c.txt")
    ran = pullquote("doctor", "--data", "data", data=False)
    assert ran.code == cli.FAULT
    assert "1 new, 1 changed and 1 removed since it was indexed." in ran.out


def test_the_doctor_is_content_once_all_that_can_be_read_is_indexed(
    pullquote: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("good", "kept"):
        (folder / f"{name}.txt").write_text(TALKS, encoding="utf-8")
    pullquote("index", "articles", "--data", "data", data=False)
    bad = {"kept.txt": b"", "binary.txt": b"a\0b", "latin.txt": "Müller.".encode("latin-1")}
    for name, content in {**bad, "new.txt": BRIDGE.encode()}.items():
        (folder / name).write_bytes(content)
    before = pullquote("doctor", "--data", "data", data=False)
    assert "1 new, 0 changed and 0 removed since it was indexed; cannot be read: " in before.out
    assert pullquote("index", "--data", "data", data=False).code == cli.FAULT
    ran = pullquote("doctor", "--data", "data", data=False)
    assert ran.code == cli.OK, ran.out
    assert "2 files, in step with the index; cannot be read: " in ran.out
    assert "kept.txt (empty: " in ran.out


def test_a_letter_changed_in_the_index_is_never_quoted_and_the_doctor_sees_it(
    pullquote: Run, library: Path, tmp_path: Path
) -> None:
    shutil.copytree(library / "data", tmp_path / "data")
    catalog = next((tmp_path / "data").rglob("articles.sqlite"))
    catalog.write_bytes(catalog.read_bytes().replace(b"Sherman", b"Shermon"))
    asked = pullquote("ask", "Who leads the delegation?", "--data", "data", data=False)
    assert "talks_01 is not what was indexed" in asked.complaint
    ran = pullquote("doctor", "--data", "data", data=False)
    assert ran.code == cli.FAULT
    assert "articles.sqlite is damaged" in ran.out


# Signals and pipes


def test_a_reader_that_goes_away_is_no_error(library: Path) -> None:
    child = process("show", "talks_01", "--data", str(library / "data"))
    assert child.stdout and child.stderr
    child.stdout.close()
    assert child.wait(60) == cli.NO_READER
    assert child.stderr.read() == b""
    child.stderr.close()


@pytest.mark.parametrize(
    "arguments",
    [["show", "talks_01"], ["ask", "--json", "Who leads the delegation?"], ["--help"], ["repl"]],
)
def test_an_output_that_cannot_be_written_is_one_line(arguments: list[str], library: Path) -> None:
    asked = b"Who leads the delegation?\nWho else?\n"
    ran = in_a_shell('"$@" > /dev/full', arguments, library, asked)
    assert ran.returncode == cli.UNUSABLE
    assert ran.stderr == b"It cannot go on: No space left on device. Mend that and try again.\n"


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ('"$@" <&-', ["repl"]),
        ('"$@" >&-', ["show", "talks_01"]),
        ('"$@" >&-', ["ask", "--json", "Who leads the delegation?"]),
        ('"$@" <&- >&- 2>&-', ["doctor"]),
    ],
)
def test_a_closed_stream_is_as_good_as_an_empty_one(
    line: str, arguments: list[str], library: Path
) -> None:
    ran = in_a_shell(line, arguments, library)
    assert (ran.returncode, ran.stdout, ran.stderr) == (cli.OK, b"", b"")


def in_a_shell(
    line: str, arguments: Sequence[str], library: Path, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Runs a line of shell in which "$@" is the program with its arguments."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "PULLQUOTE_DATA": str(library / "data")}
    program = [sys.executable, "-c", MAIN, *arguments]
    shell = ["/bin/sh", "-c", line, "sh", *program]
    return subprocess.run(shell, env=env, input=stdin, capture_output=True, check=False)


def test_ctrl_c_is_a_short_line_and_exit_code_130(library: Path) -> None:
    arguments = ("repl", "--data", str(library / "data"))
    child = process(*arguments, stdin=subprocess.PIPE)
    assert child.stdin and child.stdout
    child.stdin.write(b":help\n")
    child.stdin.flush()
    child.stdout.readline()  # it is up, and waits for the next line
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (cli.INTERRUPTED, b"Stopped.\n")


def test_the_repl_in_a_terminal_greets_answers_and_leaves(library: Path) -> None:
    seen = typed_into_a_terminal(
        ["repl", "--data", str(library / "data")],
        [(READY, "Who leads the American delegation?\r"), (rf"talks_01.*{READY}", "\x04")],
    )
    assert "2 articles indexed" in seen
    assert "Traceback" not in seen


def typed_into_a_terminal(arguments: Sequence[str], script: Sequence[tuple[str, str]]) -> str:
    """All that a terminal shows; each of the script's keys is typed once its cue was seen."""
    master, slave = pty.openpty()
    child = process(*arguments, stdin=slave, out=slave)
    os.close(slave)
    seen, deadline = "", time.monotonic() + 60
    todo = list(script)
    while time.monotonic() < deadline:
        if not select.select([master], [], [], 1.0)[0]:
            continue
        try:
            seen += os.read(master, 65_536).decode("utf-8", "replace")
        except OSError:  # Linux says EIO when the last writer is gone
            break
        if "\x1b[6n" in seen:  # prompt_toolkit asks where the cursor is
            os.write(master, b"\x1b[1;1R")
            seen = seen.replace("\x1b[6n", "")
        if todo and re.search(todo[0][0], seen, re.DOTALL):
            os.write(master, todo.pop(0)[1].encode())
    os.close(master)
    if child.poll() is None and todo:
        child.kill()
    assert child.wait(10) == 0, seen
    return seen
