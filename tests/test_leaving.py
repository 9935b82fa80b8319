"""The end of the program, while threads of it still run."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOADING = """
import threading, time
from bot.leaving import end_with
from index.bundled import MODELS, open_session

loaded = threading.Event()

def load():
    while True:
        open_session(MODELS / "minilm" / "model.onnx", threads=1)
        loaded.set()

class Late:
    def __del__(self, sleep=time.sleep):
        sleep(5)  # the end of an interpreter may take a while

def program():
    global late
    late = Late()
    threading.Thread(target=load, daemon=True).start()
    loaded.wait()
    print("left", end="")
    return 7

end_with(program)
"""
WAITING = """
import threading, time
from bot.leaving import end_with

def program():
    threading.Thread(target=time.sleep, args=(30,)).start()
    threading.Thread(target=tell, daemon=True).start()
    return 7

def tell():
    time.sleep(0.5)  # by then the thread above is waited for
    print("waits", flush=True)

end_with(program)
"""


def start(code: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=pipe, stderr=pipe)


def test_a_thread_that_loads_a_model_does_not_abort_the_program_that_is_left() -> None:
    child = start(LOADING)
    out, err = child.communicate(timeout=120)
    assert (child.returncode, out, err) == (7, b"left", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="no signal reaches one process alone there")
def test_a_ctrl_c_at_the_end_says_nothing_and_keeps_the_code() -> None:
    child = start(WAITING)
    assert child.stdout and child.stdout.readline() == b"waits\n"
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=20)
    assert (child.returncode, err) == (7, b"")
