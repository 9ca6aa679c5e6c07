"""Runs the project's own tests in the project's own interpreter, and records the results."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.processes import children
from pytest_golive.processes.running import args_as_text, broke_in_coverage, last_lines, quote_tail, run_to_end
from pytest_golive.progress import Progress, silent
from pytest_golive.testrun.gathering import Gathered, gather
from pytest_golive.testrun.golang.events import read_events, writes_events
from pytest_golive.testrun.junit.reading import read_junit
from pytest_golive.testrun.measuring import Measuring, Missing, arrange
from pytest_golive.testrun.project.command import TestCommand
from pytest_golive.testrun.project.environment import clean, guarded
from pytest_golive.testrun.project.lacking import cure_in
from pytest_golive.testrun.recording import recorders
from pytest_golive.testrun.recording.merging import Record
from pytest_golive.testrun.result import NO_TESTS, TestRun
from pytest_golive.testrun.workplace import Workplace

WIDTH: Final = 100
TOLERANCE: Final = 1.0  # seconds; some file systems store no fractions


def run_tests(  # noqa: PLR0913 -- a run has many parameters, all named
    command: TestCommand,
    *,
    root: Path,
    artifacts: Path,
    timeout: float,
    with_coverage: bool = False,
    source: Sequence[str] = (),
    junit: Sequence[str] = (),
    progress: Progress = silent,
) -> TestRun:
    """Run the tests and merge the results.

    Args:
        command: from `find_command`.
        root: the project; the command runs here.
        artifacts: folder for tests.log, tests.xml and the coverage data.
        timeout: seconds that the command may take.
        with_coverage: whether to measure coverage in the same run.
        source: folders whose coverage counts, if the project's configuration names none.
        junit: globs, relative to the root, of the reports that the command writes if it does not run pytest.
        progress: reports the command and the number of finished tests.

    Raises:
        CannotMeasure: it did not start, did not end in time, or left no result at all.
    """
    env = guarded(command.interpreter.environment(clean(children.environment(os.environ))), root)
    place = Workplace.open(artifacts)
    try:
        measuring = Measuring(command.args, None)
        if with_coverage:
            measuring = arrange(command, root, place.coverage, source)
            env["COVERAGE_FILE"] = str(measuring.data or "")
        run, record = _run(
            command, measuring, place, root=root, env=env, timeout=timeout, junit=junit, progress=progress
        )
        if with_coverage:
            run = _with_coverage(run, record, measuring, command, root, env)
        return place.lasting(run)
    except CannotMeasure as error:
        raise place.explained(error) from None
    finally:
        place.close()


def _run(  # noqa: PLR0913 -- all are named
    command: TestCommand,
    measuring: Measuring,
    place: Workplace,
    *,
    root: Path,
    env: Mapping[str, str],
    timeout: float,
    junit: Sequence[str],
    progress: Progress,
) -> tuple[TestRun, Record]:
    began, started = time.time(), time.monotonic()
    with SCOPE.temporary_folder() as private:
        recorders.install(private, command.kind)
        record = Record(private / "record", root)
        status = run_to_end(
            recorders.recorded(measuring.args, command.kind, command.split, private, root),
            cwd=root,
            env=recorders.environment(env, private, private / "record", place.report, command.kind),
            log=place.log,
            timeout=timeout,
            watch=_watch(record, place.log, progress),
        )
        record.update()
    run = TestRun(
        (), status, command.args, log=str(place.log), seconds=time.monotonic() - started, finished=time.time()
    )
    if record.exists:
        return _from_record(run, record), record
    reports = _new_reports(root, junit, began)
    if not reports and writes_events(command.args):
        run = replace(run, tests=read_events(place.log, root), source="go test -json")
        if run.tests:
            return run, record
    return _from_reports(run, reports, root), record


def _with_coverage(  # noqa: PLR0913, PLR0917 -- one caller
    run: TestRun, record: Record, measuring: Measuring, command: TestCommand, root: Path, env: Mapping[str, str]
) -> TestRun:
    found = gather(measuring, command, root, env, record.statuses)
    if not measuring.sees_workers and record.workers:
        found = Gathered(missing=_workers(command), foreign=found.foreign)
    succeeded = command.kind == "pytest" and not any(record.statuses.values())
    if measuring.by_us and run.exit_status and succeeded and broke_in_coverage(Path(run.log)):
        # All tests passed, as pytest reported: our own wrapper's exit status does not count.
        why = f"coverage itself broke when the tests had ended; it last said: {quote_tail(Path(run.log))}"
        found = Gathered(missing=Missing(why, f"see {run.log}; the tests passed"), foreign=found.foreign)
        run = replace(run, exit_status=0)
    return replace(
        run,
        coverage_data=found.report,
        no_coverage=found.missing.why,
        coverage_cure=found.missing.cure,
        foreign_data=(*record.data[0], *found.foreign),
        other_data=(*record.data[1], *found.others),
    )


def _workers(command: TestCommand) -> Missing:
    python = command.interpreter
    why = "the tests ran in processes of pytest-xdist, and only pytest-cov measures them"
    if "pytest_cov" not in python.has:
        return Missing(f"{why}; {python.path} has none", f"install it: {python.path} -m pip install pytest-cov")
    return Missing(why, "add --cov to the command that starts pytest")


def _watch(record: Record, log: Path, progress: Progress) -> Callable[[], None]:
    def watch() -> None:
        record.update()
        activity = record.current or next(iter(last_lines(log)), "")
        progress(f"tests: {activity[:WIDTH]}" if activity else "tests", record.done, record.expected)

    return watch


def _from_record(run: TestRun, record: Record) -> TestRun:
    if record.lacks_asserts:
        raise CannotMeasure(
            f"{args_as_text(run.command)} ran the tests without their assert statements (python -O, or PYTHONOPTIMIZE)",
            "let the test command run Python without that",
        )
    tests = record.results()
    if not tests and run.exit_status not in {0, NO_TESTS}:
        raise CannotMeasure(
            f"{args_as_text(run.command)} ended with status {run.exit_status} before its first test; "
            f"it last said: {quote_tail(Path(run.log))}",
            cure_in(Path(run.log), f"see {run.log}; run the command by hand"),
        )
    return replace(
        run,
        tests=tests,
        source=record.source,
        junit=record.junit,
        expected=record.expected,
        complete=record.complete,
        choices=record.choices,
        deselected=record.deselected,
    )


def _from_reports(run: TestRun, reports: Sequence[Path], root: Path) -> TestRun:
    if not reports:
        raise CannotMeasure(
            f"{args_as_text(run.command)} ended with status {run.exit_status} and left no result of any test; "
            f"it last said: {quote_tail(Path(run.log))}",
            cure_in(
                Path(run.log),
                f"see {run.log}; name the JUnit files it writes in [tool.golive.tests] junit; or, if it runs pytest, "
                "let it keep PYTHONPATH, where our recorder lies "
                "(PYTHONPATH=src:$PYTHONPATH; tox: pass_env = PYTHONPATH)",
            ),
        )
    read = read_junit(reports, root)
    return replace(run, tests=read.tests, source=read.source, junit=read.junit)


def _new_reports(root: Path, globs: Sequence[str], since: float) -> list[Path]:
    """The reports that this command wrote; older ones prove nothing about it."""
    found = {file for glob in globs for file in root.glob(glob)}
    return sorted(file for file in found if file.is_file() and file.stat().st_mtime >= since - TOLERANCE)
