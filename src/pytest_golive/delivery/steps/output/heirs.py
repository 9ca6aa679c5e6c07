"""Reads on, and drops, what a server that a step left running writes: without a reader its next line would end it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from pytest_golive.keeping.keepers import NEEDED

SOON: Final = 0.5  # seconds that it needs if nobody can write any more
# It waits for the end of its input, which comes when the step is over or this process is gone, and then reads the pipe
# until nobody can write to it any more.
PROGRAM: Final = """\
import os, select, sys
pipe = int(sys.argv[1])
while os.read(0, 4096):
    pass
poll = select.poll()
poll.register(pipe, select.POLLIN)
while poll.poll() and os.read(pipe, 1 << 20):
    pass
"""


class Heir:
    """A small process that reads a pipe when its first reader is gone; it ends when nobody can write any more.

    Args:
        pipe: the end to read from.
    """

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            (sys.executable, "-I", "-S", "-c", PROGRAM, str(self._pipe)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={name: value for name, value in os.environ.items() if name in NEEDED},
            start_new_session=True,
            pass_fds=(self._pipe,),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SOON)
        self._process.returncode = self._process.returncode or 0  # it may stay: Python must not warn of that
