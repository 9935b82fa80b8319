"""The end of the program: what was registered for it is done, and then nothing more.

Owns that no interpreter is taken down around threads that still run. One that loads a model while
the REPL is left, or that reads for an answer which was given up, comes back from ONNX Runtime into
what is gone by then, and C++ ends the process: “terminate called without an active exception”.
Unlike `cli`, it doesn't know what a code means.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn


def end_with(program: Callable[[], int]) -> NoReturn:
    """Runs the program and ends with the code that it returns; a Ctrl-C that comes later has
    nothing to stop any more, and only ends it sooner."""
    codes: list[int] = []
    atexit.register(_leave, codes)  # the first that is registered is the last that is called
    codes.append(program())
    signal.signal(signal.SIGINT, lambda *_: os._exit(codes[0]))
    sys.exit(codes[0])


def _leave(codes: list[int]) -> None:
    """Ends the process as it is. A program that failed has no code: Python tells of it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    if codes:
        os._exit(codes[0])
