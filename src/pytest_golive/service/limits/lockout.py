"""Whether one client's limit affects another client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.service.answers.attempts import Attempt
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit import Client, Shooter, Shot

NAME = "another client is accepted meanwhile"
BAD_REQUEST = 400
CURE = (
    "count each client for itself: by address (behind a proxy by the one that it passes on), by API key or by user, "
    "not all of them together"
)


@dataclass(frozen=True, slots=True)
class Lockout:
    """What was observed.

    Attributes:
        facts: the fact, if it is proven.
        unproven: why it is not proven; "" if it is.
        last: the last rejection of the first client.
    """

    facts: tuple[Attempt, ...]
    unproven: str
    last: Shot


def ask_as_others(shooter: Shooter, client: Client, others: Sequence[Client], rejection: Shot, usual: int) -> Lockout:
    """Send requests as others while *client* is rejected; if one is accepted, the limit is not shared by all.

    Args:
        shooter: sends and counts requests.
        client: the rejected client.
        others: other clients, the most clearly distinguishable first.
        rejection: the client's last one.
        usual: status of a response without the limiter.
    """
    if not others:
        return Lockout((), "one client's limit does not lock out another: no other client is described", rejection)
    rejected: list[Client] = []
    notes: list[str] = []
    for other_client in others:
        shot = _send(shooter, other_client)
        if shot and not shooter.limit.is_refusal(shot, usual) and shot.answer.status in {usual, *range(BAD_REQUEST)}:
            return _admitted(shooter, client, other_client, rejection, usual)
        is_refused = shot is not None and shooter.limit.is_refusal(shot, usual)
        rejected += [other_client] if is_refused else []
        notes.append(f"{other_client.name}: {shot.answer.status if shot else 'no answer'}")
        if is_refused and other_client.is_decisive:
            why = f"{other_client.name} was rejected, too, with {shot.answer.status if shot else ''}"
            return Lockout((Attempt(NAME, "yes", "no", why, (fault(NAME, why, CURE),)),), "", rejection)
    why = f"one client's limit does not lock out another ({', '.join(notes)}; the limiter may count something else)"
    return Lockout((), why, rejection)


def _admitted(shooter: Shooter, client: Client, other_client: Client, rejection: Shot, usual: int) -> Lockout:
    again = shooter.shoot(client)
    if shooter.limit.is_refusal(again, usual):
        return Lockout((Attempt(NAME, "yes", "yes", f"{other_client.name}, while the first was rejected"),), "", again)
    why = "one client's limit does not lock out another: the limit was over before another client could be tried"
    return Lockout((), why, rejection)


def _send(shooter: Shooter, other_client: Client) -> Shot | None:
    try:
        return shooter.shoot(other_client)
    except Unreachable:  # this machine may lack the other address
        return None
