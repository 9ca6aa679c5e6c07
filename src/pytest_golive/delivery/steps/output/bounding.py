"""Reads the output of a step as fast as it comes, and keeps its beginning and its end, without secrets.

The output goes through a named pipe, so that a flood never reaches the disk, and the file that is kept is masked as a
whole before a byte of it is written: nothing raw is left behind, however the run ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pytest_golive.delivery.steps.output.heirs import Heir
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.masking.foreign import quotable
from pytest_golive.masking.printing import printable
from pytest_golive.processes.running import CONTROL

HEAD: Final = 256 * 1024  # bytes that are kept of the beginning
TAIL: Final = 256 * 1024  # and of the end
EDGE: Final = 8 * 1024  # characters at a cut that may be a part of a secret, and so are not kept
PIECE: Final = 1 << 20
PAUSE: Final = 0.2  # seconds between two looks whether to stop
KEPT_EVERY: Final = 1.0  # seconds between two copies on the disk
DRAIN: Final = 10.0  # seconds for what is still in the pipe when the command has ended
SHOWN: Final = 16 * 1024
SET_PIPE_SIZE: Final = 1031  # of Linux


class Output:
    """The output of one command; use it in a ``with`` block.

    Args:
        log: the file that is kept; its folder must exist.
        leaves: whether what the command started may go on writing after the block, which is then read and dropped.
        environment: variables whose values the output may hold.

    Attributes:
        pipe: the file that the command writes to.
        size: bytes that it wrote so far.
        trouble: why the file could not be kept; "" if it was.
    """

    def __init__(self, log: Path, *, leaves: bool = False, environment: dict[str, str] | None = None) -> None:
        self.size = 0
        self.trouble = ""
        self._log, self._leaves = log, leaves
        self._environment = {**os.environ, **(environment or {})}
        self._head, self._tail = bytearray(), deque[bytes]()
        self._in_tail, self._masked_head = 0, ""
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._opened = contextlib.ExitStack()
        self._thread = threading.Thread(target=self._read_on, name="golive-output", daemon=True)

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as opened:
            folder = opened.enter_context(SCOPE.temporary_folder())
            self.pipe = folder / "output"
            os.mkfifo(self.pipe, 0o600)
            self._reading = os.open(self.pipe, os.O_RDONLY | os.O_NONBLOCK)
            opened.callback(os.close, self._reading)
            # As long as it is open, a pipe without another writer is one whose command has not started yet.
            self._writing = os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK)
            opened.callback(self._let_go)
            with contextlib.suppress(OSError):  # unknown to other systems; a larger pipe is only quicker
                fcntl.fcntl(self._reading, SET_PIPE_SIZE, PIECE)
            if self._leaves:
                opened.enter_context(Heir(self._reading))
            self._log.write_bytes(b"")
            self._log.chmod(0o600)
            self._opened = opened.pop_all()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()
        self._is_over.set()
        try:
            self._thread.join()
            self._keep()
        finally:
            self._opened.close()

    @property
    def left_out(self) -> int:
        """Bytes that the file leaves out, besides a little at the edges."""
        with self._lock:
            return self.size - len(self._head) - self._in_tail

    def last_lines(self, count: int = 1) -> tuple[str, ...]:
        """The last lines that are not empty, without secrets."""
        with self._lock:
            raw = (bytes(self._head) + b"".join(self._tail))[-SHOWN - EDGE :]
        text = self._clean(raw)
        text = text[EDGE:] if len(raw) == SHOWN + EDGE else text
        return tuple([line.rstrip() for line in text.split("\n") if line.strip()][-count:])

    def _let_go(self) -> None:
        if self._writing >= 0:
            os.close(self._writing)
            self._writing = -1

    def _read_on(self) -> None:
        poll, kept, deadline, changed = select.poll(), time.monotonic(), 0.0, False
        poll.register(self._reading, select.POLLIN)
        while True:
            if self._is_over.is_set():
                deadline = deadline or time.monotonic() + DRAIN
                if time.monotonic() > deadline:
                    return
            # What the command wrote is in the pipe when it has ended: nothing later needs to be waited for.
            ready = poll.poll(0 if deadline else PAUSE * 1000)
            piece = self._piece() if ready else None
            if piece == b"":
                return  # nobody can write any more
            if piece is None and deadline:
                return  # somebody can, but has nothing to say: a server that was left running, say
            if piece:
                self._take(piece)
                changed = True
            if changed and time.monotonic() - kept > KEPT_EVERY:
                self._keep()
                kept, changed = time.monotonic(), False

    def _piece(self) -> bytes | None:
        try:
            return os.read(self._reading, PIECE)
        except BlockingIOError:
            return None

    def _take(self, piece: bytes) -> None:
        with self._lock:
            self.size += len(piece)
            room = HEAD - len(self._head)
            self._head += piece[:room]
            if rest := piece[room:] if room > 0 else piece:
                self._tail.append(rest)
                self._in_tail += len(rest)
            while self._in_tail > TAIL:
                over = self._in_tail - TAIL
                first = self._tail.popleft()
                if len(first) > over:
                    self._tail.appendleft(first[over:])
                self._in_tail -= min(over, len(first))

    def _keep(self) -> None:
        """Write the file anew; a full disk must not end the step."""
        try:
            self._log.write_text(self._text(), encoding="utf-8")
        except OSError as error:
            self.trouble = str(error.strerror or error)

    def _text(self) -> str:
        with self._lock:
            head, tail = bytes(self._head), b"".join(self._tail)
            left_out = self.size - len(head) - len(tail)
        if not left_out:
            return self._clean(head + tail)
        self._masked_head = self._masked_head or self._clean(head)[:-EDGE]
        return f"{self._masked_head}\n[… {left_out:,} bytes are left out here …]\n{self._clean(tail)[EDGE:]}"

    def _clean(self, raw: bytes) -> str:
        text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return quotable(printable(CONTROL.sub("", text)), self._environment)
