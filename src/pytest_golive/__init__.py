"""Deployment gates for pytest: a go-live checklist that is a test run.

A team's own gate needs two names from here::

    from pytest_golive import Judge, gate

PYTEST_DONT_REWRITE: ``golive ratchet`` imports this package before pytest does, of which pytest would warn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from pytest_golive.errors import CannotMeasure, NotSetUp
    from pytest_golive.findings import Finding
    from pytest_golive.judging.judge import Judge

    gate = pytest.mark.gate

__all__ = ["CannotMeasure", "Finding", "Judge", "NotSetUp", "gate"]

HOMES = {
    "CannotMeasure": "pytest_golive.errors",
    "Finding": "pytest_golive.findings",
    "Judge": "pytest_golive.judging.judge",
    "NotSetUp": "pytest_golive.errors",
}


def __getattr__(name: str) -> Any:
    # pytest imports this package in every run of every project: nothing is loaded before it is asked for.
    if name == "gate":
        import pytest

        return pytest.mark.gate
    if name in HOMES:
        from importlib import import_module

        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
