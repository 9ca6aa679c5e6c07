"""Settings about the alerts of a target: what evaluates their rules, who must hear of them, and how soon."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from pytest_golive.settings.targets.alerts.delivery import Alertmanager, FireDrill
from pytest_golive.settings.targets.alerts.rules import AlertRules
from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values.kinds import Duration, Reason, Text


class Alerts(AlertRules):
    """``alerts``: the rules of alerts, and whom they reach."""

    prometheus: ReachingApi | None = Field(
        None, description="the Prometheus that evaluates the rules, if that of metrics does not"
    )
    alertmanager: Alertmanager | None = Field(None, description="the Alertmanager to which it sends alerts")
    receivers: tuple[Text, ...] = Field(
        (), description="globs of the receivers, one of which each needed alert must reach; any that works, if none"
    )
    silent_times: Text | None = Field(
        None,
        description="why the routes of needed alerts may be silent at some times of the week; never if not given",
    )
    may_inhibit: dict[str, Reason] = Field(
        default_factory=dict,
        description="globs of alerts that may keep needed ones silent though nobody hears of them, and why: "
        "MaintenanceMode = 'planned work is announced'",
    )
    dead_mans_switch: Text | None = Field(
        None, description="name of the alert that always fires; any rule such as vector(1) if not given"
    )
    runbook_required: bool = Field(default=True, description="whether each needed alert must name a runbook")
    runbooks: dict[str, str] = Field(
        default_factory=dict,
        description="folder of the repository by the beginning of the URLs that show it, so that runbooks on the forge "
        "are looked up in the repository: {'https://git.example/shop/blob/main/' = ''}",
    )
    longest_group_wait: Duration = Field("5m", description="longest group_wait of a route for needed alerts")
    longest_group_interval: Duration = Field("1h", description="longest group_interval of such a route")
    longest_repeat_interval: Duration = Field("24h", description="longest repeat_interval of such a route")
    drill: FireDrill = Field(FireDrill.model_construct(), description="how a fire drill is seen")

    def variables(self) -> Iterator[str]:
        """The environment variables with its secrets."""
        for api in (self.prometheus, self.alertmanager):
            if api is not None:
                yield from api.variables()
