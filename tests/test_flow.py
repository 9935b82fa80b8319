"""The main job from end to end: a folder is indexed and questions are answered, without a network.

Everything runs through the command line in processes of its own, in which a connection to another
machine is an error and is written down, with an empty home and an empty folder for temporary files:
nothing that was fetched before can help.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "seeds" / "articles"
MAIN = "import sys; from bot.cli import main; sys.argv[0] = 'pullquote'; main()"
# Run by Python itself before anything else, because it is called sitecustomize.
NO_NETWORK = """
import os, socket

def _refuse(self, address, *rest):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        if str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
            with open(os.environ["ATTEMPTS"], "a") as file:
                print(address, file=file)
            raise OSError(f"the network is cut: {address}")

def _guarded(name):
    allowed = getattr(socket.socket, name)

    def connect(self, *arguments):
        _refuse(self, arguments[-1])
        return allowed(self, *arguments)

    setattr(socket.socket, name, connect)

for _name in ("connect", "connect_ex", "sendto"):
    _guarded(_name)
"""
UNSET = re.compile(
    r"PULLQUOTE_|TIKTOKEN_|DATA_GYM|HF_|HUGGINGFACE|TRANSFORMERS_|NLTK_|\w+_proxy$", re.I
)

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine without a network: what runs there starts here."""
    folder = tmp_path_factory.mktemp("flow")
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    (folder / "home").mkdir()
    return folder


@pytest.fixture(scope="module")
def python(folder: Path) -> Run:
    env = {name: value for name, value in os.environ.items() if not UNSET.match(name)} | {
        "PYTHONPATH": os.pathsep.join([str(folder / "site"), str(ROOT)]),
        "ATTEMPTS": str(folder / "attempts"),
        **dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(folder / "home")),
    }

    def run(code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, env=env, cwd=folder, capture_output=True, check=False)

    return run


@pytest.fixture(scope="module")
def indexed(folder: Path, python: Run) -> subprocess.CompletedProcess[bytes]:
    return python(MAIN, "--data", "data", "index", str(ARTICLES))


@pytest.fixture(scope="module")
def bodies(
    folder: Path, python: Run, indexed: subprocess.CompletedProcess[bytes]
) -> dict[str, dict[str, Any]]:
    """The answers to the questions below by id, from one run."""
    lines = [json.dumps({"id": name, "question": question}) for name, question, _ in ASKED]
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = python(MAIN, "--data", "data", "ask", "--json", "--questions", "questions.jsonl")
    assert (ran.returncode, ran.stderr) == (0, b"")
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    return {body["id"]: body for body in found}


ASKED = [
    ("who", "Who is leading the American delegation at the talks in Geneva?", "Wendy Sherman"),
    ("when", "What year was Crimea annexed?", "2014"),
    ("how many", "How many troops has Russia massed near the border with Ukraine?", "100,000"),
    ("off topic", "How do I get red wine out of a white carpet?", None),
]


def test_the_network_is_cut(python: Run, folder: Path) -> None:
    ran = python("import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)")
    assert b"the network is cut" in ran.stderr
    assert (folder / "attempts").read_text().startswith("('192.0.2.1', 80)")
    (folder / "attempts").unlink()


def test_the_articles_are_indexed(indexed: subprocess.CompletedProcess[bytes]) -> None:
    assert indexed.returncode == 0, indexed.stderr
    assert indexed.stdout.startswith(b"5 articles: 5 added")


@pytest.mark.parametrize(("name", "wanted"), [(name, want) for name, _, want in ASKED if want])
def test_a_question_is_answered_with_a_quote_that_says_it(
    name: str, wanted: str, bodies: dict[str, dict[str, Any]]
) -> None:
    body = bodies[name]
    assert body["status"] == "answered"
    assert wanted in " ".join(quote["text"] for quote in body["quotes"])


def test_what_the_articles_do_not_say_is_declined(bodies: dict[str, dict[str, Any]]) -> None:
    body = bodies["off topic"]
    assert (body["status"], body["quotes"], body["statements"]) == ("declined", [], [])
    assert body["text"] == "The articles don’t say."


def test_the_answers_come_in_the_order_of_the_questions(
    bodies: dict[str, dict[str, Any]],
) -> None:
    assert [(name, body["question"]) for name, body in bodies.items()] == [
        (name, question) for name, question, _ in ASKED
    ]


def test_every_quote_is_in_its_file_at_its_offsets(bodies: dict[str, dict[str, Any]]) -> None:
    for body in bodies.values():
        for quote in (*body["quotes"], *body.get("closest", [])):
            text = (ARTICLES / f"{quote['article']}.txt").read_bytes().decode("utf-8")
            assert text[quote["start"] : quote["end"]] == quote["text"]


def test_one_question_on_the_command_line_gets_the_same_answer(
    python: Run, bodies: dict[str, dict[str, Any]]
) -> None:
    ran = python(MAIN, "--data", "data", "ask", "--json", *ASKED[0][1].split())
    body = {"id": "who", **json.loads(ran.stdout)}
    assert {**body, "timings_ms": None} == {**bodies["who"], "timings_ms": None}


def test_a_quote_can_be_looked_up_where_it_stands(
    python: Run, bodies: dict[str, dict[str, Any]]
) -> None:
    quote = bodies["who"]["quotes"][0]
    ran = python(
        MAIN, "--data", "data", "show", quote["article"], f"{quote['start']}:{quote['end']}"
    )
    assert f"⟦{quote['text']}⟧" in ran.stdout.decode("utf-8")


def test_nothing_tried_to_reach_another_machine(
    folder: Path, bodies: dict[str, dict[str, Any]]
) -> None:
    assert bodies
    assert not (folder / "attempts").exists()
