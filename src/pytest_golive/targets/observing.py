"""What is known of a target beside its own answers: its metrics, and the files about them in the repository."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.codebase.seen import read_once
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.sources.selecting import Matcher
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.apis import api_of


def metrics_of(run: Run, live: Live) -> Metrics:
    """The metrics of a target, as a Prometheus has them.

    Raises:
        NotSetUp: the settings name no Prometheus.
        CannotMeasure: a file or a command that the settings name fails.
    """
    table = live.table.metrics
    if table is None:
        key = f"[tool.golive.targets.{live.target.name}.metrics]"
        raise NotSetUp(f"the settings do not say where the metrics of {live.target.name} are", f"set {key} url")
    matchers = [Matcher(label, "=", value) for label, value in table.selector.items()]
    return PrometheusMetrics(Client(api_of(run, live, table, "metrics", "Prometheus")), matchers)


def kept_files(run: Run, globs: Sequence[str]) -> list[tuple[str, bytes]]:
    """The tracked files that *globs* match: paths, and what each holds.

    Raises:
        CannotMeasure: a glob matches no file, or a file cannot be read.
    """
    tracked = run.shared.once("tracked_paths", lambda: tuple(list_tracked(run.repository).paths))
    for glob in globs:
        if not any(map(ManyGlobs([glob]).any, tracked)):
            raise CannotMeasure(f"no tracked file matches {glob!r}", "correct the glob, or commit the files")
    is_wanted = ManyGlobs(globs).any
    return [(path, read_once(run.root, path)) for path in sorted(filter(is_wanted, tracked))]
