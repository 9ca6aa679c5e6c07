"""Keeps a service running for one run of the checklist, and not a moment longer.

A process of its own: it ends the service when it is told to, and when the run it works for is gone, however that
ended. It reads its job, one JSON object, from its standard input.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

POLL = 0.2
GRACE = 5.0


class _Told(BaseException):
    """Somebody wants us to end."""


def main() -> int:
    """Do the job: start, wait, end."""
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    signal.signal(signal.SIGTERM, _tell)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then tells us
    with Path(job["log"]).open("wb") as log:
        process = subprocess.Popen(
            job["command"],
            cwd=job["cwd"],
            env=job["env"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _feed(process, job["feed"])
        while process.poll() is None and _is_alive(job["parent"]):
            time.sleep(POLL)
    except _Told:
        pass
    finally:
        _end(process)
    return process.returncode or 0


def _tell(_number: int, _frame: FrameType | None) -> None:
    raise _Told


def _feed(process: subprocess.Popen[bytes], text: str) -> None:
    """Hand over what must not stand in arguments or environment; the pipe stays open as long as we live."""
    if process.stdin is not None and text:
        with contextlib.suppress(OSError):
            process.stdin.write(text.encode() + b"\n")
            process.stdin.flush()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)


if __name__ == "__main__":
    sys.exit(main())
