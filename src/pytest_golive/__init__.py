"""Deployment gates for pytest: a go-live checklist that is a test run.

A team's own gate needs only two names from here::

    from pytest_golive import Judge, gate

All names in `__all__` are public: they stay here, even if the code behind them moves. ``docs/api.md`` lists them.

PYTEST_DONT_REWRITE: ``golive ratchet`` imports this package before pytest does, which would cause a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from pytest_golive.codebase.inventory.taking import Inventory
    from pytest_golive.context.run import Run
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.errors import CannotMeasure, NotSetUp
    from pytest_golive.explaining.explanation import Explanation
    from pytest_golive.findings import Finding
    from pytest_golive.fixtures import per_gate, source
    from pytest_golive.judging.judge import Judge
    from pytest_golive.service.credentials.reading import Credentials
    from pytest_golive.service.http.asking import Service
    from pytest_golive.service.probing.probe import Probe
    from pytest_golive.service.release.checking import Release
    from pytest_golive.service.target import Target
    from pytest_golive.service.waiting import Ready
    from pytest_golive.settings.model import Settings
    from pytest_golive.settings.targets.target import Target as TargetSettings
    from pytest_golive.settings.values.table import SectionTable
    from pytest_golive.settings.values.ways import Way
    from pytest_golive.targets.live import Live

    gate = pytest.mark.gate

__all__ = [
    "CannotMeasure",
    "Credentials",
    "Explanation",
    "Finding",
    "Inventory",
    "Judge",
    "Live",
    "NotSetUp",
    "Probe",
    "Ready",
    "Release",
    "Repository",
    "Run",
    "SectionTable",
    "Service",
    "Settings",
    "Target",
    "TargetSettings",
    "Way",
    "gate",
    "per_gate",
    "source",
]

HOMES = {
    "CannotMeasure": "errors.CannotMeasure",
    "Credentials": "service.credentials.reading.Credentials",
    "Explanation": "explaining.explanation.Explanation",
    "Finding": "findings.Finding",
    "Inventory": "codebase.inventory.taking.Inventory",
    "Judge": "judging.judge.Judge",
    "Live": "targets.live.Live",
    "NotSetUp": "errors.NotSetUp",
    "Probe": "service.probing.probe.Probe",
    "Ready": "service.waiting.Ready",
    "Release": "service.release.checking.Release",
    "Repository": "delivery.git.repository.Repository",
    "Run": "context.run.Run",
    "SectionTable": "settings.values.table.SectionTable",
    "Service": "service.http.asking.Service",
    "Settings": "settings.model.Settings",
    "Target": "service.target.Target",
    "TargetSettings": "settings.targets.target.Target",
    "Way": "settings.values.ways.Way",
    "per_gate": "fixtures.per_gate",
    "source": "fixtures.source",
}


def __getattr__(name: str) -> Any:
    # pytest imports this package in every run of every project: load nothing before it is needed.
    if name == "gate":
        import pytest

        return pytest.mark.gate
    if name in HOMES:
        from importlib import import_module

        module, _, own = HOMES[name].rpartition(".")
        return getattr(import_module(f"{__name__}.{module}"), own)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
