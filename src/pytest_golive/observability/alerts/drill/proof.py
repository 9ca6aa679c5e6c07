"""Whether Alertmanager's own counters prove that a notification arrived: only if nothing else was sent meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.alertmanager.counters import FAILED, REJECTED, SENT, TRIED, Counters
from pytest_golive.observability.alerts.alertmanager.manager import Active
from pytest_golive.observability.alerts.routing.receivers import Receiver

ALL: Final = (SENT, FAILED, TRIED, REJECTED)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the counters say: "sent", "failed", "nothing", or "unclear", and why."""

    state: str
    why: str = ""


def compare(before: Counters, after: Counters, receivers: Sequence[Receiver]) -> Proof:
    """What was sent by the integrations of *receivers* between two moments.

    One notification by each integration is the drill's; more may be anything.
    """
    moved = [_of_kind(before, after, kind, receivers) for kind in sorted({k for one in receivers for k in one.kinds})]
    if not moved:
        return Proof("unclear", "no receiver has an integration")
    for state in ("failed", "unclear", "nothing"):
        found = [proof for proof in moved if proof.state == state]
        if found:
            return found[0]
    return Proof("sent", "; ".join(proof.why for proof in moved))


def _of_kind(before: Counters, after: Counters, kind: str, receivers: Sequence[Receiver]) -> Proof:
    using = [one for one in receivers if kind in one.kinds]
    expected = sum(one.kinds_count(kind) for one in using)
    names = [one.name for one in using] if after.knows(SENT, "receiver_name") else [using[0].name]
    grown = {}
    for metric in ALL:
        grown[metric] = sum(
            _known(after.of_receiver(metric, kind, name)) - _known(before.of_receiver(metric, kind, name))
            for name in names
        )
    if any(value < 0 for value in grown.values()):
        return Proof("unclear", "Alertmanager was restarted meanwhile")
    if grown[FAILED] or grown[REJECTED]:
        return Proof("failed", f"{grown[REJECTED] or grown[FAILED]:,.0f} requests by {kind} failed")
    if not grown[SENT]:
        return Proof("nothing", f"nothing was sent by {kind}")
    if grown[SENT] != expected or grown[TRIED] > expected:
        return Proof("unclear", f"{grown[SENT]:,.0f} notifications were sent by {kind}, and the drill's are {expected}")
    return Proof("sent", f"{expected} by {kind}")


def _known(value: float) -> float:
    """A series that is not there yet has counted nothing; `compare` is told so only of counters that can be read."""
    return value if value == value else 0.0  # noqa: PLR0124 -- NaN alone differs from itself


def others_at(alerts: Sequence[Active], receivers: Sequence[Receiver], label: str) -> list[str]:
    """Other alerts of the same receivers, whose notifications cannot be told from the drill's."""
    names = {one.name for one in receivers}
    return sorted({one.name for one in alerts if label not in one.labels and names & set(one.receivers)})
