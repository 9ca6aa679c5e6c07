"""Deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.delivery.deploying import WatchedDeployment

pytestmark = pytest.mark.deploy
KIND = "service"


@gate("Zero downtime achieved")
def zero_downtime(watched_deployment: WatchedDeployment, judge: Judge) -> None:
    """Customers must not lose a single request to a deployment."""
    watch = watched_deployment.watch
    judge("gaps in service", watch.gaps, at_most=0, n=len(watch.samples), source=watch.source)
    judge.note("slowest good answer", watch.worst_latency * 1000, unit=" ms")
    judge.note("timeline", watched_deployment.timeline)
    judge.attach(watched_deployment.picture)
    judge.attach(watched_deployment.log)
