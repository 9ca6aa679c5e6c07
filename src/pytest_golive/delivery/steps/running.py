"""Runs one step: asks whether it is done already, tries, tries again, and looks whether the repository is as it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from pytest_golive.delivery.steps.commanding import Command, Stopped, attempt
from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.filling.placeholders import filled
from pytest_golive.delivery.steps.filling.quoting import filled_shell
from pytest_golive.delivery.steps.requesting import asked
from pytest_golive.delivery.steps.result import Attempt, StepResult
from pytest_golive.delivery.steps.showing import shown
from pytest_golive.delivery.steps.step import SHELL, Step
from pytest_golive.delivery.steps.unchanged import Snapshot, snapshot
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.processes.stopping import stoppable

PAUSE: Final = 0.25  # seconds between two looks whether somebody stops us
ONLY_ROWS: Final = frozenset(("gate", "signed"))
Try = Callable[[int, Path], Attempt]


class StepInterrupted(KeyboardInterrupt):
    """Somebody stopped us, by Ctrl-C or a signal; the step has been ended with all that it started.

    Attributes:
        result: what was seen of the step until then.
    """

    def __init__(self, result: StepResult) -> None:
        super().__init__(result.what)
        self.result = result


def run_step(step: Step, context: StepContext) -> StepResult:
    """Run *step*, which is a command, a shell's text or a request, and wait until it has ended.

    Returns:
        What came of it; see `StepResult` for what failed and what is not known.

    Raises:
        CannotMeasure: it cannot be run: a placeholder has no value, or the folder of the output cannot be written; or
            it is a gate or a signed row, which others judge. Nothing was run.
        StepInterrupted: Ctrl-C, SIGTERM or SIGHUP; all that it started has been ended.
    """
    if step.kind in ONLY_ROWS:
        raise CannotMeasure(f"{step.name} is a row, which is judged and not run", "evaluate the row")
    context.hide_secrets()
    trying = _trying(step, context)
    asking = (
        replace(_command(step, context, filled(step.done_if, context.values)), leaves=False) if step.done_if else None
    )
    _make(context.folder)
    line = shown(step, context)
    attempts: list[Attempt] = []
    try:
        with stoppable():
            return _run(step, context, line, asking, trying, attempts)
    except Stopped as error:
        attempts.append(error.attempt)
        raise StepInterrupted(_interrupted(step, line, attempts)) from error
    except KeyboardInterrupt as error:
        raise StepInterrupted(_interrupted(step, line, attempts)) from error


def _run(  # noqa: PLR0913, PLR0917 -- all that a run is made of
    step: Step, context: StepContext, line: str, asking: Command | None, trying: Try, attempts: list[Attempt]
) -> StepResult:
    before = snapshot(context.root)
    if asking is not None:
        answer = attempt(asking, 0, context.folder / f"{step.name}.done.log", _telling(step, context), asks=True)
        attempts.append(answer)
        if answer.outcome == "passed":
            return StepResult(step.name, "done already", f"{step.heading} is done already", "", line, tuple(attempts))
        if answer.outcome == "error":
            what = f"nobody can tell whether {step.name} is done already: its done_if {answer.what}"
            cure = f"let done_if of {step.key} exit with 0 if it is done, and with 1 if it is not; see {answer.log}"
            return StepResult(step.name, "error", what, cure, line, tuple(attempts))
    for number in _numbers(step, context, attempts):
        attempts.append(trying(number, context.folder / _log(step, number)))
        if attempts[-1].outcome == "passed" or not attempts[-1].is_begun:
            break
    return _judged(step, line, attempts, _changes(before, context.root))


def _numbers(step: Step, context: StepContext, attempts: list[Attempt]) -> Iterator[int]:
    """The numbers of the attempts, with a pause and a word before each further one."""
    yield 1
    retries = step.retries
    for number in range(2, (retries.count if retries else 0) + 2):
        if retries is not None:
            context.tell(
                f"{step.name}: {attempts[-1].what}; attempt {number} of {retries.count + 1} in {retries.wait:g} s: "
                f"{retries.reason}"
            )
            until = time.monotonic() + retries.wait
            while (left := until - time.monotonic()) > 0:
                time.sleep(min(PAUSE, left))
        yield number


def _changes(before: Snapshot | None, root: Path) -> tuple[str, ...]:
    """What has changed in the repository since, in words; nothing if there was none."""
    if before is None:
        return ()
    try:
        after = snapshot(root)
    except CannotMeasure as error:
        return (f"git cannot read it any more: {error.what}",)
    return ("there is no repository any more",) if after is None else before.changes_to(after)


def _judged(step: Step, line: str, attempts: list[Attempt], changed: tuple[str, ...]) -> StepResult:
    last = attempts[-1]
    result = StepResult(step.name, last.outcome, "", "", line, tuple(attempts), changed)
    if last.outcome != "passed":
        tries = [one for one in attempts if one.number]
        after = f" after {len(tries)} attempts" if len(tries) > 1 else ""
        said = f"; it last said: {' | '.join(last.said)}" if last.said else ""
        result = replace(result, what=f"{step.name}: {last.what}{after}{said}", cure=_cure(step, last))
    if changed:
        told = f"{step.name} changed the repository from which this release is judged: {'; '.join(changed)}"
        return replace(
            result,
            outcome="failed",
            what="; ".join(filter(None, (result.what, told))),
            cure="let it work in a copy of its own, put the repository back, and run the checklist again",
        )
    return result


def _cure(step: Step, last: Attempt) -> str:
    place = f"see {last.log}" if last.log else "see what it wrote"
    if last.outcome == "error":
        return f"{place}, look what it has done until then, and correct {step.key}, or its timeout"
    return f"{place}, and correct what it runs, or {step.key}"


def _interrupted(step: Step, line: str, attempts: list[Attempt]) -> StepResult:
    last = attempts[-1].what if attempts and attempts[-1].outcome == "interrupted" else "stopped between two attempts"
    cure = "look what it has done until then, and run the same again to go on"
    return StepResult(step.name, "interrupted", f"{step.name} was {last}", cure, line, tuple(attempts))


def _trying(step: Step, context: StepContext) -> Try:
    request = step.request
    if request is not None:
        return lambda number, log: asked(step, request, context, number, log)
    words = (*SHELL, filled_shell(step.shell, context.values)) if step.shell else filled(step.command, context.values)
    command = _command(step, context, words)
    return lambda number, log: attempt(command, number, log, _telling(step, context))


def _command(step: Step, context: StepContext, words: tuple[str, ...]) -> Command:
    return Command(words, context.root, context.variables(step.environment), step.timeout, leaves=step.leaves)


def _telling(step: Step, context: StepContext) -> Callable[[str], None]:
    return lambda line: context.tell(f"{step.name}: {line}" if line else step.heading)


def _log(step: Step, number: int) -> str:
    return f"{step.name}.log" if number == 1 else f"{step.name}.{number}.log"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GoliveError(f"{folder} cannot be made: {error.strerror}", "make room for the output of steps") from None
