"""Ends what runs when somebody asks for it: by Ctrl-C, or by a signal that is treated like it."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

# A CI system ends a job with the first, a terminal that closes its programs with the second.
POLITE = ("SIGTERM", "SIGHUP")


class Terminated(KeyboardInterrupt):
    """A signal asked this process to end; pytest treats it as it treats Ctrl-C: the run ends, and proves nothing."""


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise Terminated(f"by {signal.Signals(number).name}")


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Terminated` on SIGTERM and SIGHUP meanwhile.

    A signal that is ignored, as with nohup, stays so, and one that others handle already is left to them. Only the main
    thread gets signals; in another one, nothing changes.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in POLITE if hasattr(signal, name)):
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def why(error: BaseException) -> str:
    """Why something was stopped, in words."""
    if isinstance(error, Terminated):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "by Ctrl-C"
    return f"by {type(error).__name__}: {error}".rstrip(": ")
