"""Runs one command of a step once: without input, with bounded output, and with nothing of it left when it must end."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.steps.output.bounding import Output
from pytest_golive.delivery.steps.result import Attempt, Outcome
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.child import NotStarted, start_child
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.processes.running import args_as_text

POLL: Final = 0.25
GRACE: Final = 5.0
SAID: Final = 5
NOT_STARTED: Final = "does not start"
CANNOT_RUN: Final = {126: "the shell cannot execute it", 127: "the shell does not find it"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its placeholders filled in.

    Attributes:
        args: program and arguments.
        root: where it runs.
        environment: its environment.
        timeout: seconds.
        leaves: whether what it started may keep running.
    """

    args: Sequence[str]
    root: Path
    environment: Mapping[str, str]
    timeout: float
    leaves: bool = False


class CutShort(CannotMeasure):
    """A command was ended before its end, so nobody knows how far it came: it must not be done again blindly."""


class Stopped(KeyboardInterrupt):
    """Somebody stopped us; the command has been ended with all that it started.

    Attributes:
        attempt: what was seen until then.
    """

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.what)
        self.attempt = attempt


def attempt(command: Command, number: int, log: Path, tell: Callable[[str], None], asks: bool = False) -> Attempt:  # noqa: FBT001, FBT002 -- says of what it is true
    """Run *command* once, and wait until it has ended.

    Args:
        command: what to run.
        number: of the attempt.
        log: for its output.
        tell: told its last line several times a second.
        asks: whether the exit status 1 is an answer, and all others but 0 are none.

    Raises:
        Stopped: by Ctrl-C or a signal; everything has been ended.
    """
    began, clock = now(), time.monotonic()
    output = Output(log, leaves=command.leaves, environment=dict(command.environment))
    outcome: Outcome
    status: int | None = None
    try:
        with output:
            status, outcome, what = _ended(command, output, tell)
    except KeyboardInterrupt as error:
        from pytest_golive.processes.stopping import why

        what = f"stopped {why(error)}, and ended with all that it had started"
        raise Stopped(_told(number, began, clock, "interrupted", what, None, output, log)) from error
    if asks and outcome == "failed" and status != 1:
        outcome = "error"
    return _told(number, began, clock, outcome, what, status, output, log)


def run_command(command: Command, log: Path, tell: Callable[[str], None], *, key: str, limit: str) -> Attempt:
    """Run *command* once, for a row that judges by its exit status.

    Args:
        command: what to run.
        log: for its output, of which the beginning and the end are kept, without secrets.
        tell: as in `attempt`.
        key: where the settings describe it: "[tool.golive.deployment] command".
        limit: where they say how long it may take.

    Returns:
        How it ended, with a status or a signal.

    Raises:
        CannotMeasure: it does not start.
        CutShort: it does not end in time.
        Stopped: as in `attempt`.
    """
    done = attempt(command, 1, log, tell)
    if done.outcome != "error":
        return done
    name = args_as_text(command.args)
    if not done.is_begun:
        raise CannotMeasure(f"{name} {done.what}", f"correct {key}")
    raise CutShort(
        f"{name} did not end within {command.timeout:g} s and was stopped; it last said: {done.last_words}",
        f"see {log}; allow more with {limit}",
    )


def _ended(command: Command, output: Output, tell: Callable[[str], None]) -> tuple[int | None, Outcome, str]:
    """Exit status, outcome, and both in words."""
    variables = SCOPE.unmarked(command.environment) if command.leaves else _marked(command)
    child = start_child(
        command.args, cwd=command.root, env=variables, log=output.pipe, leaves=command.leaves, grace=GRACE
    )
    deadline = time.monotonic() + command.timeout
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return _of_status(child.wait(POLL))
            tell(next(iter(output.last_lines()), ""))
            if time.monotonic() > deadline:
                return None, "error", f"did not end within {command.timeout:g} s, and was ended with all it had started"
    except NotStarted as error:
        return None, "error", f"{NOT_STARTED}: {error}"
    finally:
        child.end()


def _marked(command: Command) -> Mapping[str, str]:
    return SCOPE.marked(command.environment)


def _of_status(status: int) -> tuple[int, Outcome, str]:
    if status == 0:
        return status, "passed", "exit status 0"
    if status < 0:
        return status, "failed", f"ended by {signal_name(-status)}"
    why = f": {CANNOT_RUN[status]}" if status in CANNOT_RUN else ""
    return status, "failed", f"exit status {status}{why}"


def signal_name(number: int) -> str:
    """The name of a signal: "SIGKILL"; its number if it has none."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def now() -> str:
    """This moment, ISO 8601, UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def _told(  # noqa: PLR0913, PLR0917 -- all that an attempt is
    number: int, began: str, clock: float, outcome: Outcome, what: str, status: int | None, output: Output, log: Path
) -> Attempt:
    trouble = f"; its output could not be kept: {output.trouble}" if output.trouble else ""
    return Attempt(
        number,
        began,
        now(),
        time.monotonic() - clock,
        outcome,
        what + trouble,
        status=status if status is not None and status >= 0 else None,
        signal=-status if status is not None and status < 0 else 0,
        said=output.last_lines(SAID),
        log=str(log.absolute()),
        size=output.size,
        left_out=output.left_out,
        is_begun=not what.startswith(NOT_STARTED),
    )
