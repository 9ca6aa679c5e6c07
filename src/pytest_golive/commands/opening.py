"""A run for commands that need a target but no gates."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pytest_golive.activation import Asked
from pytest_golive.context.hiding import hide_secrets
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.errors import GoliveError
from pytest_golive.masking.known import MASK
from pytest_golive.reports.waiting.terminals import moves_cursor
from pytest_golive.running.starting import begin_run, end_run
from pytest_golive.settings.loading import find_project, load_settings

EVERY = 0.5
DEMO = "demo"


@contextmanager
def opened_run(target: str | None, allowed: Sequence[str]) -> Iterator[Run]:
    """The project around the current folder; services started for it are ended at the end of the command.

    Args:
        target: name of the target; the default one if None.
        allowed: what is permitted on production, as in ``--golive-allow``.

    Raises:
        GoliveError: the target does not exist, or the settings have faults.
    """
    root = find_project(Path.cwd())
    loaded = load_settings(root)
    known = loaded.settings.targets
    if target is not None and target not in known and target != DEMO:
        raise GoliveError(f"there is no target {target!r}", f"known are: {', '.join(known) or 'none'}")
    hide_secrets(loaded.settings, os.environ)
    folder = begin_run()
    request = Asked((), (), alone=True, target=target, allowed=frozenset(allowed))
    line = Line(sys.stderr)
    try:
        yield Run(root, loaded, request, Shared(folder, among_workers=False), line)
    finally:
        line.clear()
        end_run(folder)


class Line:
    """A `Progress` on one line of a terminal; silent elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn = 0.0

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Draw, at most twice per second."""
        moment = time.monotonic()
        if self._stream.isatty() and moves_cursor() and moment - self._drawn >= EVERY:
            self._drawn = moment
            share = f" {done:,} of {total:,}" if total else ""
            self._stream.write(f"\r\x1b[K{MASK.hide(what)}{share}")
            self._stream.flush()

    def clear(self) -> None:
        """Erase the line."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
