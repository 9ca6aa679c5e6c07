"""Bounds what code of the project's own may cost inside this process: time of the processor, and memory."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

MEBIBYTE: Final = 1024 * 1024
SIZES: Final = Path("/proc/self/statm")


@contextmanager
def within(seconds: float, mebibytes: int) -> Iterator[None]:
    """Run the block with so much time and so much more memory, as far as the system can bound them.

    Time is bounded where there are signals, in the main thread; memory on Linux.

    Raises:
        TimeoutError: it took more time of the processor.
        MemoryError: it asked for more memory.
    """
    with ExitStack() as stack:
        if hasattr(signal, "SIGVTALRM") and threading.current_thread() is threading.main_thread():
            stack.enter_context(_time(seconds))
        if SIZES.exists():
            stack.enter_context(_memory(mebibytes * MEBIBYTE))
        yield


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it took more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)  # and again, should the block catch the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _memory(more: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = int(SIZES.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + more
    is_less = soft == resource.RLIM_INFINITY or most < soft
    if is_less:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        if is_less:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
