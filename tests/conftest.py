"""What several test files need: a bench to index on, a real Chroma server, a bot in Slack."""

from __future__ import annotations

import functools
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import Bench
from llm_server import LlmServer

if TYPE_CHECKING:
    from slack_bot import BotIn


def pytest_configure() -> None:
    """What a shell started in the background ignores Ctrl-C, and so would every program that a test
    starts: those that are stopped by it have to hear it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):  # noqa: S310 - http
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no Chroma server at {url}, exit code {server.poll()}")


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server that runs as long as the tests."""
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    program = Path(sys.executable).with_name("chroma")
    server = subprocess.Popen(
        [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", folder],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(params=["embedded", "server"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """A bench whose vectors are in the data folder, then one whose vectors are on a server."""
    url = request.getfixturevalue("chroma_url") if request.param == "server" else None
    return Bench(tmp_path, url)


@pytest.fixture
def embedded(tmp_path: Path) -> Bench:
    """A bench whose vectors are in the data folder."""
    return Bench(tmp_path)


@pytest.fixture
def llm() -> Iterator[LlmServer]:
    """A server that speaks OpenAI's protocol, and misbehaves on demand."""
    with LlmServer() as server:
        yield server


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index of the articles of `slack_bot`, which nobody changes."""
    from slack_bot import index

    return index(tmp_path_factory.mktemp("indexed")).data


@pytest.fixture
def data(indexed: Path, tmp_path: Path) -> Path:
    """A copy of `indexed` for one test."""
    return Path(shutil.copytree(indexed, tmp_path / "data"))


@pytest.fixture(params=["socket", "http"])
def bot_in(request: pytest.FixtureRequest) -> BotIn:
    """The bot of `slack_bot` by a socket, then over HTTP: a conversation is the same by both."""
    from slack_bot import bot_in

    return functools.partial(bot_in, over_http=request.param == "http")
