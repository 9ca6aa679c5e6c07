"""Notifications that failed, though others arrived: Alertmanager counts by integration, and not by receiver."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import Manager

SHARE: Final = 0.5  # of what was tried: so much is no bad moment, and may be all of one receiver
CURE: Final = (
    "see its log for the error, and correct that receiver; a fire drill shows that it works, or let the counters tell "
    "receivers apart (--enable-feature=receiver-name-in-metrics), which restarts them"
)


def failures_of(manager: Manager, called: Collection[str]) -> Iterator[tuple[str, CannotMeasure | None]]:
    """What failed of the integrations of the receivers *called*, each once, and what that leaves open."""
    counters, receivers = manager.counters, manager.config.receivers
    if counters is None:
        return
    done = set()
    for name in sorted(set(called) & set(receivers)):
        for kind in receivers[name].kinds:
            count, lost, what, is_apart = counters.lost(kind, name)
            key = (kind, name if is_apart else "")
            if key in done or not 0 < lost < count:
                continue  # all that failed is told by what it reaches
            done.add(key)
            others = sorted(one.name for one in receivers.values() if kind in one.kinds)
            of = f" of {name}" if is_apart else ""
            told = f"{lost:,.0f} of {count:,.0f} {what} by {kind}{of} since its start failed"
            if is_apart or len(others) == 1:
                yield told, None
                continue
            told += f", and which receiver is not told ({', '.join(others)})"
            doubt = CannotMeasure(f"whether {name} works is not proven: {manager.said}: {told}", CURE)
            yield told, doubt if lost >= SHARE * count else None
