"""``golive baseline``: records the response times of a healthy service, and shows what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.judging.evidence import now
from pytest_golive.load.baselines.baseline import SUFFIX, TOTAL, Baseline, read_baseline, write_baseline
from pytest_golive.load.limits import FEWEST
from pytest_golive.load.results.drawing import sparkline
from pytest_golive.load.results.noise import CURE, Noise
from pytest_golive.load.results.result import LoadResult, Together
from pytest_golive.settings.infrastructure.performance import Performance

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.targets.live import Live

LEVELS = (50, 95, 99)
SHAPE = range(5, 100, 5)


def record(target: str | None, allowed: Sequence[str]) -> str:
    """Run the load test of the gate, and record the times.

    Args:
        target: its name; the default one if None.
        allowed: what is permitted on production.

    Returns:
        A report on what was recorded.

    Raises:
        GoliveError: it could not be measured, or is unsuitable as a baseline; the former baseline stays.
    """
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.targets.opening import opened, ready_service
    from pytest_golive.targets.performing import baseline_place, load, machine
    from pytest_golive.targets.planning import plan_of

    with opened_run(target, allowed) as run:
        live = opened(run, run.target_name)
        ready_service(run, live)
        result = load(run, live, plan_of(run, live))
        _check_worth(run, result)
        kept = Baseline.of(
            result, target=live.target.name, machine=machine(run), recorded=now(), commit=_commit(run, live)
        )
        path = baseline_place(run, live.target.name)
        write_baseline(path, kept)
        place = path.relative_to(run.root).as_posix()
        return "\n".join([*_lines(kept), f"{place}: written; commit it"])


def show() -> str:
    """A report on all baselines of the project around the current folder.

    Raises:
        GoliveError: one of them cannot be read.
    """
    from pytest_golive.settings.loading import find_project, load_settings

    root = find_project(Path.cwd())
    folder = root / load_settings(root).settings.of(Performance).baselines
    paths = sorted(folder.glob(f"*/*{SUFFIX}"))
    if not paths:
        return "nothing is recorded yet: golive baseline record --target NAME"
    lines: list[str] = []
    for path in paths:
        baseline = read_baseline(path)
        if baseline is not None:
            lines += [*_lines(baseline), f"  {path.relative_to(root).as_posix()}", ""]
    return "\n".join(lines).rstrip()


def _check_worth(run: Run, result: LoadResult) -> None:
    """Raise for a result with errors: errors are fast, so such a baseline would make a healthy service look slow."""
    settings = run.settings.of(Performance)
    if (busy := Noise(result).busy) is not None:
        raise CannotMeasure(
            f"not recorded: this machine was busy: {busy.words}; a baseline of now would hide what becomes slower",
            CURE,
        )
    for name in (TOTAL, *result.names):
        together, called = result.of(name), name or "in total"
        if together.n < FEWEST:
            raise CannotMeasure(
                f"{together.n} requests {called} are too few to compare with; {FEWEST} are needed",
                "raise [tool.golive.performance] duration, rate or runs, or the endpoint's weight",
            )
        for limit in settings.own.get(name) or settings.common:
            if limit.measure == "error_rate" and not limit.holds(together.error_rate):
                reasons = ", ".join(f"{count:,} {reason}" for reason, count in together.errors.most_common(3))
                raise GoliveError(
                    f"not recorded: {called} {together.error_rate:.3g} % failed ({reasons}), must be {limit.text}",
                    "fix the service first",
                )


def _commit(run: Run, live: Live) -> str:
    """The commit that is checked out; the service that was started here was built from it."""
    try:
        head = run.repository.head
    except CannotMeasure:
        return ""
    changed = live.started is not None and run.repository.is_dirty
    return f"{head.sha}{'+changes' if changed else ''}" if head else ""


def _lines(baseline: Baseline) -> Iterator[str]:
    load = ", ".join(f"{value} {key}" for key, value in baseline.scenario.items() if key != "endpoints")
    commit = f", commit {baseline.commit[:10]}" if baseline.commit else ""
    yield f"{baseline.target} on {baseline.machine}: recorded {baseline.recorded[:16]} UTC{commit}; {load}"
    names = sorted(baseline.endpoints)
    width = max(len(name) for name in (*names, "in total"))
    yield f"  {'':<{width}} {'requests':>9} {'errors':>7} " + " ".join(f"{f'p({level})':>10}" for level in LEVELS)
    for name in names:
        together = Together(name, list(baseline.endpoints[name]))
        levels = " ".join(f"{together.percentile(level):>7.4g} ms" for level in LEVELS)
        shape = sparkline([together.percentile(level) for level in SHAPE])
        yield (f"  {name or 'in total':<{width}} {together.n:>9,} {together.error_rate:>5.2g} % {levels}  {shape}")
