"""Runs a long command under a keeper, so that it never outlives us."""

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
# Colours, titles, links and the like, what a backspace takes back, and characters that no terminal shows: a secret
# must not be told from what is known of it only because one of them stands in its midst.
CONTROL: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[P\]X^_][^\x07\x1b\n]{0,4000}(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[^\n\x08]\x08"
    r"|(?<=[!-~])[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]+(?=[!-~])|[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\ufeff]"
)


def run_to_end(  # noqa: PLR0913 -- all are named
    args: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    timeout: float,
    watch: Callable[[], None] | None = None,
    table: str = "tests",
    leaves: bool = False,
    errors: Path | None = None,
) -> int:
    """Run *args* until it exits, with its output in *log* and its input closed.

    The output goes directly to the file: a server that a test forgets to stop could keep a pipe open for ever.

    Args:
        args: program and arguments; no shell.
        cwd: where it runs.
        env: its complete environment.
        log: file for its output, truncated first.
        timeout: seconds after which it is ended with everything it started.
        watch: called several times per second, if given.
        table: the settings table that names the command.
        leaves: whether what it started may keep running after it exits.
        errors: file for its standard error, truncated first; None for the log.

    Returns:
        The exit status; negative for a signal.

    Raises:
        CannotMeasure: it does not start, or does not exit in time.
    """
    log.write_bytes(b"")
    child = start_child(args, cwd=cwd, env=env, log=log, leaves=leaves, grace=GRACE, errors=errors)
    deadline = time.monotonic() + timeout
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(POLL)
            if watch is not None:
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
        # Ctrl-C, a timeout or a bug of ours: end whatever still runs.
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
    """The lines in the first *most* bytes of *log*, without colours and control characters."""
    with log.open("rb") as file:
        text = file.read(most).decode("utf-8", "replace")
    return [CONTROL.sub("", line.rpartition("\r")[2]).rstrip() for line in text.replace("\r\n", "\n").split("\n")]


def quote_tail(log: Path) -> str:
    """The last lines of *log* on one line, for an error message."""
    return quotable(" | ".join(last_lines(log, 5))) or "nothing"


def broke_in_coverage(log: Path) -> bool:
    """Whether *log* ends with a traceback from coverage's own code."""
    lines = last_lines(log, 60)
    starts = [number for number, line in enumerate(lines) if line.startswith("Traceback ")]
    return bool(starts) and any(COVERAGE.search(line) for line in lines[starts[-1] :])


def args_as_text(args: Sequence[str]) -> str:
    """The program and its first arguments, enough to recognise it; possible credentials are hidden."""
    arguments = [args[0].rpartition("/")[2], *args[1:3]]
    shown_arguments = [arguments[0], *(HIDDEN if is_telling(before) else word for before, word in pairwise(arguments))]
    return f"`{quotable(' '.join(shown_arguments))}`"
