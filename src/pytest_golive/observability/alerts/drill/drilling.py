"""Carries out a fire drill: sends a marked alert, sees it delivered, and ends it, whatever happens."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.counters import Counters, counters_of
from pytest_golive.observability.alerts.alertmanager.manager import ALERTS, Active, Manager, alerts_of
from pytest_golive.observability.alerts.drill.proof import Proof, compare, others_at
from pytest_golive.observability.alerts.drill.webhook import Delivered, Listener
from pytest_golive.observability.alerts.routing.receivers import Receiver
from pytest_golive.observability.alerts.routing.routes import Route
from pytest_golive.observability.sources.asking import Client
from pytest_golive.service.target import Target

PURPOSE: Final = "drill"
LABEL: Final = "golive_drill"
SPARE: Final = 120.0  # seconds after which Alertmanager ends a drill by itself, if we cannot
TRIES: Final = 5
PAUSE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Drilled:
    """What became of one drill.

    Attributes:
        state: "delivered", "not delivered" or "not proven".
        said: what was seen, or why it proves nothing.
        identity: the value of the label that marks it.
        ended: whether Alertmanager no longer has it.
        resolved: whether the message that it is over was seen; None if that cannot be seen.
    """

    state: str
    said: str
    identity: str
    ended: bool = False
    resolved: bool | None = None


@dataclass
class Drill:
    """One drill.

    Attributes:
        client: of Alertmanager, whose target must permit "drill".
        manager: what it said before.
        labels: of the alert that is needed.
        routes: that it takes.
        listener: our webhook, which listens; None to go by Alertmanager's counters.
        patience: seconds for the delivery, beyond the routes' own waiting time.
        wait: sleeps.
    """

    client: Client
    manager: Manager
    labels: Mapping[str, str]
    routes: Sequence[Route]
    listener: Listener | None
    patience: float = 60.0
    wait: Callable[[float], object] = time.sleep
    identity: str = field(default_factory=lambda: token_hex(8))

    def run(self) -> Drilled:
        """Send it, see it, end it.

        Raises:
            CannotMeasure: it is not permitted, or could not be sent or ended.
        """
        self._check_permission()
        before = counters_of(self.client)
        seconds = max(route.timing.wait for route in self.routes) + self.patience
        try:
            self._post(seconds + SPARE)
            outcome = self._outcome(before, time.monotonic() + seconds)
        except BaseException:
            with contextlib.suppress(CannotMeasure):
                self._end()
            raise
        self._end()
        return self._after(*outcome)

    def _check_permission(self) -> None:
        api = self.client.api
        target = Target(api.target, api.url, production=True, by_settings=api.by_settings, by_option=api.by_option)
        if not target.may(PURPOSE):
            what = f"no fire drill was sent: {api.target or api.named} does not permit it"
            raise CannotMeasure(what, target.to_permit(PURPOSE))

    def _outcome(self, before: Counters | None, until: float) -> tuple[str, str]:
        """The state, and what was seen."""
        if self.listener is not None:
            return self._at_webhook(self.listener, until)
        if before is None:
            return "not proven", "there is no webhook of ours, and Alertmanager's own metrics cannot be read"
        if others := others_at(self.manager.alerts, self._receivers, LABEL):
            return "not proven", f"other alerts of the same receiver may send meanwhile: {', '.join(others[:3])}"
        proof = Proof("nothing")
        while time.monotonic() < until:
            after = counters_of(self.client)
            proof = compare(before, after, self._receivers) if after else Proof("unclear", "its metrics are gone")
            if proof.state != "nothing":
                break
            self.wait(PAUSE)
        if proof.state == "sent" and (others := others_at(alerts_of(self.client), self._receivers, LABEL)):
            return "not proven", f"other alerts of the same receiver came meanwhile: {', '.join(others[:3])}"
        states = {"sent": "delivered", "failed": "not delivered", "nothing": "not delivered"}
        return states.get(proof.state, "not proven"), proof.why or self._missing()

    def _at_webhook(self, listener: Listener, until: float) -> tuple[str, str]:
        found = listener.wait(LABEL, self.identity, "firing", until)
        if found is None:
            return "not delivered", f"nothing came to the webhook at {listener.address}: {self._missing()}"
        if found.receiver not in {route.receiver for route in self.routes}:
            return "not proven", f"it came for the receiver {found.receiver!r}, by another way"
        return "delivered", f"it came for the receiver {found.receiver!r} to the webhook at {listener.address}"

    def _missing(self) -> str:
        """What Alertmanager says about a drill that did not come."""
        found = self._mine()
        if not found:
            return "Alertmanager does not have it"
        hidden = {"silenced": found[0].silenced_by, "inhibited": found[0].inhibited_by}
        words = [f"{word} by {', '.join(ids)}" for word, ids in hidden.items() if ids]
        return f"Alertmanager has it for {', '.join(found[0].receivers)}, {' and '.join(words) or found[0].state}"

    def _after(self, state: str, said: str) -> Drilled:
        """With what became of it once it was ended."""
        until = time.monotonic() + self.patience
        while (left := self._mine()) and time.monotonic() < until:
            self.wait(PAUSE)
        resolved = None
        if self.listener is not None and state == "delivered" and any(one.resolves for one in self._receivers):
            slack = max(route.timing.interval for route in self.routes)
            until = time.monotonic() + min(slack, self.patience) + PAUSE
            seen: Delivered | None = self.listener.wait(LABEL, self.identity, "resolved", until)
            resolved = True if seen else None if slack > self.patience else False
        return Drilled(state, said, self.identity, not left, resolved)

    @property
    def _receivers(self) -> list[Receiver]:
        names = dict.fromkeys(route.receiver for route in self.routes)
        return [self.manager.config.receivers[name] for name in names]

    def _mine(self) -> list[Active]:
        return alerts_of(self.client, filter=f'{LABEL}="{self.identity}"')

    def _end(self) -> None:
        """End it; tried several times, for nobody wants to be called by it again.

        Raises:
            CannotMeasure: Alertmanager did not take it.
        """
        for attempt in range(1, TRIES + 1):
            try:
                self._post(0.0)
            except CannotMeasure as error:
                if attempt == TRIES:
                    raise CannotMeasure(
                        f"the fire drill {self.identity} could not be ended, and ends by itself: {error.what}",
                        f'or end it by hand: post it again with an endsAt of now, labels {LABEL}="{self.identity}"',
                    ) from None
                self.wait(PAUSE * attempt)
            else:
                return

    def _post(self, lasts: float) -> None:
        now = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.manager.ahead)  # by its clock
        alert: dict[str, Any] = {
            "labels": {**self.labels, LABEL: self.identity},
            "annotations": {
                "summary": "FIRE DRILL: nothing is wrong, this tests whether alerts arrive",
                "description": f"Sent by pytest-golive as drill {self.identity}; it ends by itself within minutes.",
            },
            "endsAt": (now + dt.timedelta(seconds=lasts)).isoformat(),
        }
        if lasts:
            alert["startsAt"] = now.isoformat()
        self.client.ask(ALERTS, json_body=[alert], purpose=PURPOSE)
