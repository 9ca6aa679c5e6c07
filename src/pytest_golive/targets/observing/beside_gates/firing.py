"""Whether alerts about a service fire while it is watched, as a signal of the watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.alerts.drill.drilling import LABEL
from pytest_golive.observability.signals.readings import Early
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.triggers.before import Parted, parted
from pytest_golive.observability.triggers.firing import Firing, alerting_rules, at_manager, at_prometheus, is_like
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.watching.signals import ALERTS
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.alert_ways import rules_api_of
from pytest_golive.targets.reaching.apis import api_of

LIMIT: Final = "0 firing alerts"
UNIT: Final = " firing alerts"
CURE: Final = "answer the alert: see what the release did; silence it, with a reason, if it has nothing to do with it"
KEY: Final = "[tool.golive.watch.alerts]"
# How projects call the alert that always fires, where the settings do not name it.
SWITCHES: Final = frozenset({"watchdog", "deadmansswitch", "deadmanswitch"})
SHOWN: Final = 3


class FiringAlerts:
    """The signal; where the settings do not say where alerts are, or which are the service's, there is none.

    Alertmanager is asked, which knows what is silenced; where none is named, the Prometheus that evaluates the rules.
    """

    def __init__(self, run: Run, live: Live, table: Watch) -> None:
        self._run, self._live, self._without = run, live, table.alerts.without
        metrics = live.table.metrics
        self._labels: Mapping[str, str] = table.alerts.labels or (metrics.selector if metrics else {})
        self._api: Api | None = None
        self._read: Callable[[Client], list[Firing]] = at_manager
        self._why = ""
        try:
            self._open(run, table)
        except NotSetUp as error:
            self._why = f"not set up: {error.what}"

    @property
    def signals(self) -> tuple[str, ...]:
        """Its name in the watch."""
        return () if self._why else (ALERTS,)

    @property
    def not_watched(self) -> tuple[tuple[str, str], ...]:
        """Its name, and why it is not watched; nothing if it is."""
        return ((ALERTS, self._why),) if self._why else ()

    def measure(self) -> Sequence[Measurement]:
        """What fires now."""
        if self._why or self._api is None:
            return ()
        try:
            found = self._read(Client(self._api))
        except CannotMeasure as error:
            return (Measurement(ALERTS, Phase.ERROR, None, LIMIT, UNIT, said=error.what, cure=error.cure, bound=0.0),)
        ours = [one for one in found if self._is_ours(one.labels)]
        counted = [one for one in ours if not self._is_left_out(one.labels)]
        moment = deployed(self._run)
        parts = parted((one.fired for one in counted), moment.before if moment else None)
        return (self._told(parts, len(ours) - len(counted), self._api.named),)

    def _open(self, run: Run, table: Watch) -> None:
        """Find whom to ask.

        Raises:
            NotSetUp: nobody can be asked, or an answer could not tell which alerts are the service's.
        """
        if not table.alerts.watched:
            self._why = f"switched off: {KEY} watched"
            return
        if not self._labels:
            raise NotSetUp("the settings do not say which alerts are about this service", f"set labels in {KEY}")
        alerts = self._live.table.alerts
        if alerts is not None and alerts.alertmanager is not None:
            self._api = api_of(run, self._live, alerts.alertmanager, "alerts.alertmanager", "Alertmanager")
            return
        self._api, self._read = rules_api_of(run, self._live), at_prometheus
        if _has_none(Client(self._api)):
            raise NotSetUp(f"{self._api.named} has no alerting rules, so none could fire", "load the rules of alerts")

    def _is_ours(self, labels: Mapping[str, str]) -> bool:
        """Whether it has labels of the service, and none of another one: sums lose some of their labels."""
        known = [name for name in self._labels if labels.get(name)]
        return bool(known) and all(is_like(labels[name], self._labels[name]) for name in known)

    def _is_left_out(self, labels: Mapping[str, str]) -> bool:
        name, alerts = labels.get("alertname", ""), self._live.table.alerts
        said = alerts.dead_mans_switch if alerts else None
        is_switch = name == said if said else "".join(filter(str.isalnum, name)).lower() in SWITCHES
        return (
            is_switch
            or LABEL in labels
            or any(is_like(labels.get(name, ""), glob) for name, globs in self._without.items() for glob in globs)
        )

    def _told(self, found: Parted, left_out: int, where: str) -> Measurement:
        shown = ", ".join(f"{name}={value}" for name, value in self._labels.items())
        besides = f"; {left_out:,} that the settings leave out, fire" if left_out else ""
        if not found.now and found.doubts:
            return _doubted(found.doubts, besides)
        if not found.now:
            said = f"no alert with {shown} fires in {where}{besides}"
            return Measurement(ALERTS, Phase.GOOD, 0.0, LIMIT, UNIT, said=said, bound=0.0)
        said = _shown([one.said for one in found.now]) + besides
        return Measurement(ALERTS, Phase.FAILED, float(len(found.now)), LIMIT, UNIT, said=said, cure=CURE, bound=0.0)


def _doubted(doubts: Sequence[CannotMeasure], besides: str) -> Measurement:
    """What is no failure of this release, and nothing good either."""
    is_early = all(isinstance(one, Early) for one in doubts)
    phase = Phase.INCONCLUSIVE if is_early else Phase.ERROR
    said = _shown([one.what for one in doubts]) + besides
    cure = "; ".join(dict.fromkeys(one.cure for one in doubts))
    return Measurement(
        ALERTS, phase, float(len(doubts)), LIMIT, UNIT, said=said, cure=cure, bound=0.0, is_early=is_early
    )


def _shown(each: Sequence[str]) -> str:
    more = f", and {len(each) - SHOWN:,} more" if len(each) > SHOWN else ""
    return "; ".join(each[:SHOWN]) + more


def _has_none(client: Client) -> bool:
    """Whether a Prometheus has no alerting rule at all; one that cannot be asked now may have some."""
    try:
        return not any(True for _ in alerting_rules(client))
    except CannotMeasure:
        return False
