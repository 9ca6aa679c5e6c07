"""Runs a load test on the target of a run: turns the settings into a plan, and the result into evidence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.contention.services import serving
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import replace_file, told
from pytest_golive.findings import Finding
from pytest_golive.load.baselines.baseline import Baseline, place_of, read_baseline, recorded_machines
from pytest_golive.load.baselines.machine import machine_class
from pytest_golive.load.plan import Plan
from pytest_golive.load.results.acceptance import Performance, record_command
from pytest_golive.load.results.pictures import in_svg, in_text
from pytest_golive.load.results.result import LoadResult
from pytest_golive.load.sending.members import Meeting
from pytest_golive.load.sending.running import run_load
from pytest_golive.processes import children
from pytest_golive.service.http.turnstile import alone
from pytest_golive.service.target import origin_of
from pytest_golive.settings.infrastructure.performance import Performance as PerformanceTable
from pytest_golive.targets.live import Live
from pytest_golive.targets.planning import plan_of
from pytest_golive.testrun.project.environment import clean

if TYPE_CHECKING:
    from pytest_golive.context.run import Run

FOLDER = "load"
PICTURE = "performance.svg"


def measure(run: Run, live: Live) -> Performance:
    """Load the target, and compare the result with its limits and its baseline.

    Raises:
        NotSetUp: the settings do not say what to send.
        CannotMeasure: load is not allowed on production, or the result cannot be trusted.
    """
    settings = run.settings.of(PerformanceTable)
    plan = plan_of(run, live)
    baseline, missing = _baseline(run, live, plan)
    result = load(run, live, plan)
    title = f"{live.target.name}, {result.source}"
    return Performance(
        result,
        settings.common,
        settings.own,
        baseline,
        missing,
        1 + settings.max_regression / 100,
        (_draw(run, result, baseline, title),),
        in_text(result, baseline),
    )


def load(run: Run, live: Live, plan: Plan) -> LoadResult:
    """Send the load with exclusive use of the target; the raw records stay among the artifacts until the next test."""
    settings = run.settings.of(PerformanceTable)
    host, port = settings.meeting_place
    with alone(live.target.turnstile):
        return run_load(
            plan,
            _emptied(run.artifacts / FOLDER),
            environment(settings.pass_env),
            runs=settings.runs,
            meeting=Meeting(host, port, settings.expect_workers) if host else None,
            max_late=1000 * settings.seconds("max_lateness"),
            services=_services(live),
            progress=run.progress,
        )


def _services(live: Live) -> set[int]:
    """The processes of the target, if it runs on this machine: what they use is the service's own."""
    _, host, port = origin_of(live.target.url)
    started = {live.started.keeper} if live.started is not None else set()
    return started | serving(host, port)


def environment(passed: tuple[str, ...]) -> Mapping[str, str]:
    """The environment of the load generators: no credentials except the variables *passed* on purpose."""
    passed_variables = {name: os.environ[name] for name in passed if name in os.environ}
    return {**clean(children.environment(os.environ)), **passed_variables}


def machine(run: Run) -> str:
    """The class of the machine that sends the load."""
    return machine_class(run.settings.of(PerformanceTable).machine or "")


def baseline_place(run: Run, target: str) -> Path:
    """The file of this target's baseline for this class of machine."""
    return place_of(run.root / run.settings.of(PerformanceTable).baselines, target, machine(run))


def _baseline(run: Run, live: Live, plan: Plan) -> tuple[Baseline | None, Finding | None]:
    """The baseline to compare with; else why there is none. A waiver holds on any machine, and for this reason only."""
    name, kind = live.target.name, machine(run)
    baseline = read_baseline(baseline_place(run, name), name, kind)
    cure = record_command(name)
    if baseline is None:
        other_machines = recorded_machines(run.root / run.settings.of(PerformanceTable).baselines, name)
        known = f" (there is one for {', '.join(other_machines)})" if other_machines else ""
        what = f"that it became no slower is not proven: {name} has no baseline on {kind}{known}"
        return None, Finding("", 0, "baseline", what, key=f"{name} has no baseline", cure=cure)
    if baseline.scenario != plan.scenario:
        what = f"that it became no slower is not proven: the baseline of {name} was recorded under another load"
        return None, Finding("", 0, "baseline", what, key=f"the baseline of {name} is of another load", cure=cure)
    return baseline, None


def _draw(run: Run, result: LoadResult, baseline: Baseline | None, title: str) -> str:
    path = run.artifacts / PICTURE
    try:
        replace_file(path, in_svg(result, baseline, title).encode())
    except OSError as error:
        raise CannotMeasure(*told(path, error)) from None
    return str(path.resolve())


def _emptied(folder: Path) -> Path:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise CannotMeasure(f"{folder} cannot be written: {error.strerror}", "see who owns it") from None
    return folder
