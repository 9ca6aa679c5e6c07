"""Smoke tests: read-only, safe on production."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Finding, Judge, gate

if TYPE_CHECKING:
    from pytest_golive.service.health.checking import Health
    from pytest_golive.service.release.checking import Releases
    from pytest_golive.service.waiting import Ready
    from pytest_golive.settings.targets.target import Target

pytestmark = pytest.mark.smoke
KIND = "service"


@gate("The service is healthy")
def healthy(health: Health, ready: Ready, judge: Judge) -> None:
    """A service that reports itself unhealthy must not receive customers."""
    judge("health", health.state, equals="healthy", source=health.source, where=health.faults)
    judge.note("answered", ready.tries_in_words)
    for name, said in health.notes:
        judge.note(name, said)


@gate("The right release answers")
def version(releases: Releases, target_settings: Target, judge: Judge) -> None:
    """A deployment that reached only some instances, or none, can look as if it succeeded."""
    wrong, asked = releases.wrong, len(releases.answers)
    judge("answers of another release", wrong, at_most=0, n=asked, source=releases.source, where=releases.others)
    missing = releases.missing(target_settings.instances)
    judge("instances that answered", releases.instances, at_least=target_settings.instances, where=missing)
    judge.note("instances seen", releases.seen)
    judge.note("this release", str(releases.release))
    for doubt in releases.doubts:
        judge.note("not understood", doubt)


@gate("Critical endpoints work")
def critical_endpoints(endpoints: tuple[Finding, ...], target_settings: Target, judge: Judge) -> None:
    """The features that customers use must work, not only the health check."""
    judge("endpoints that answer wrongly", endpoints, at_most=0, n=len(target_settings.endpoints))
