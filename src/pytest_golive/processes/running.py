"""A long command under a keeper, so that it never outlives us."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.child import NotStarted, start_child
from pytest_golive.masking.foreign import is_telling, quotable
from pytest_golive.masking.known import HIDDEN

POLL: Final = 0.25
GRACE: Final = 5.0
TAIL: Final = 16_384
COVERAGE: Final = re.compile(r'^ *File ".*[/\\]coverage[/\\]\w+\.py", line ')
CONTROL: Final = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f]")


def run_to_end(  # noqa: PLR0913 -- all named
    args: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    timeout: float,
    watch: Callable[[], None],
    table: str = "tests",
    leaves: bool = False,
) -> int:
    """Run *args* until it ends, with its output in *log* and its input closed.

    The output goes straight to the file: a server that a test forgets could hold a pipe open for ever.

    Args:
        args: program and arguments; no shell.
        cwd: where it runs.
        env: its whole environment.
        log: file for all it prints, made anew.
        timeout: seconds after which it is ended with all it started.
        watch: called a few times a second.
        table: of the settings that name the command.
        leaves: whether what it started may stay when it has ended by itself.

    Returns:
        The exit status; negative for a signal.

    Raises:
        CannotMeasure: it does not start, or did not end in time.
    """
    log.write_bytes(b"")
    child = start_child(args, cwd=cwd, env=env, log=log, leaves=leaves, grace=GRACE)
    deadline = time.monotonic() + timeout
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(POLL)
            watch()
            if time.monotonic() > deadline:
                raise CannotMeasure(
                    f"{args_as_text(args)} did not end within {timeout:g} s and was stopped; "
                    f"it last said: {quote_tail(log)}",
                    f"see {log}; allow more with [tool.golive.{table}] timeout",
                )
    except NotStarted as error:
        raise CannotMeasure(
            f"{args_as_text(args)} does not start: {error}", f"correct [tool.golive.{table}] command"
        ) from None
    finally:
        # Ctrl-C, a time limit or a fault of ours: whatever is still there goes with us.
        child.end()


def last_lines(log: Path, count: int = 1) -> list[str]:
    """The last lines of *log* that are not empty, without colours and control characters."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    lines = (CONTROL.sub("", line.rpartition("\r")[2]).rstrip() for line in text.split("\n"))
    return [line for line in lines if line][-count:]


def all_lines(log: Path, most: int) -> list[str]:
    """The lines within the first *most* bytes of *log*, without colours and control characters."""
    with log.open("rb") as file:
        text = file.read(most).decode("utf-8", "replace")
    return [CONTROL.sub("", line.rpartition("\r")[2]).rstrip() for line in text.replace("\r\n", "\n").split("\n")]


def quote_tail(log: Path) -> str:
    """The last lines of *log* on one line, for an error message."""
    return quotable(" | ".join(last_lines(log, 5))) or "nothing"


def broke_in_coverage(log: Path) -> bool:
    """Whether *log* ends with a traceback out of coverage's own code."""
    lines = last_lines(log, 60)
    starts = [number for number, line in enumerate(lines) if line.startswith("Traceback ")]
    return bool(starts) and any(COVERAGE.search(line) for line in lines[starts[-1] :])


def args_as_text(args: Sequence[str]) -> str:
    """The program and its first arguments: enough to know it, without what stands where credentials stand."""
    words = [args[0].rpartition("/")[2], *args[1:3]]
    shown = [words[0], *(HIDDEN if is_telling(before) else word for before, word in pairwise(words))]
    return f"`{quotable(' '.join(shown))}`"
