"""Judges an Alertmanager itself: its cluster, and the configuration that it runs with."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.alertmanager.counters import LOST_PEERS, RELOADED
from pytest_golive.observability.alerts.alertmanager.manager import Manager

READY = "ready"
ALONE = "disabled"


def faults_of(manager: Manager, members: int) -> Iterator[Finding]:
    """What is wrong with it.

    Args:
        manager: what it says.
        members: how many Alertmanagers must be in its cluster; 1 for one alone.
    """
    cluster, said = manager.cluster, manager.said
    here = max(1, len(cluster.members))
    if here < members:
        names = f": {', '.join(cluster.members)}" if cluster.members else ""
        what = f"{here} of {members} members of the cluster are there{names}"
        cure = "start the one that is gone, or see why they cannot reach each other on the cluster's port"
        yield _finding("cluster", said, what, cure)
    elif cluster.status not in {READY, ALONE}:
        what = f"its cluster is {cluster.status!r}, so alerts may be late or sent twice"
        yield _finding("cluster", said, what, "wait until it is ready, or see its log")
    if manager.counters is None:
        return
    lost = manager.counters.total(LOST_PEERS)
    if lost > 0 and here >= members:
        what = f"it has lost {lost:,.0f} members of its cluster"
        yield _finding(
            "cluster", said, what, "start the one that is gone; if it is gone for good, wait until it is forgotten"
        )
    if manager.counters.total(RELOADED) == 0:
        what = "it could not read its newest configuration, and runs with an older one"
        yield _finding("reload", said, what, "see its log for the fault (amtool check-config), correct it, and reload")


def _finding(rule: str, said: str, what: str, cure: str) -> Finding:
    return Finding("", 0, rule, f"{said}: {what}", "high", key=f"alertmanager {rule}", cure=cure)
