"""A Prometheus with two alerts, one of them the dead man's switch, that sends to an Alertmanager, which sends to a webhook."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

from pytest_golive.observability.alerts.reaching.measuring import Way
from pytest_golive.observability.alerts.reaching.result import Alert, Routing
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from servers.alertmanager import Alertmanager, webhook
from servers.prometheus import Prometheus, job
from servers.watching import until

SWITCH = Rule("Watchdog", "vector(1)", labels={"severity": "none"}, group="shop")
LABELS = {"alertname": "ShopErrors", "severity": "critical", "job": "shop"}
RULES = {
    "groups": [
        {
            "name": "shop",
            "rules": [
                {"alert": "Watchdog", "expr": "vector(1)", "labels": {"severity": "none"}},
                {"alert": "ShopErrors", "expr": "vector(0) > 1", "labels": {"severity": "critical", "job": "shop"}},
            ],
        }
    ]
}
CONFIG: Mapping[str, Any] = {
    "route": {
        "receiver": "everybody",
        "group_by": ["alertname"],
        "group_wait": "1s",
        "group_interval": "1s",
        "routes": [
            {"matchers": ['alertname="Watchdog"'], "receiver": "heartbeat"},
            {"matchers": ['severity="critical"'], "receiver": "pager"},
        ],
    },
}


class Scene:
    """Both servers, and the address of a webhook that takes everything."""

    def __init__(self, prometheus: Prometheus, alertmanager: Alertmanager, sink: str) -> None:
        self.prometheus, self.alertmanager, self.sink = prometheus, alertmanager, sink
        self.config: Any = {}
        self._prometheus_is_ours = False
        self.scrapes_itself = False

    def reset(self) -> None:
        """As it was at first: the needed alert reaches somebody, and the dead man's switch has arrived."""
        self.config = {
            **copy.deepcopy(dict(CONFIG)),
            "receivers": [webhook(name, f"{self.sink}/{name}") for name in ("everybody", "heartbeat", "pager")],
        }
        self.settle()
        if not self._prometheus_is_ours:
            self._prometheus_is_ours = True
            prefix = self.alertmanager.url.partition(self.alertmanager.address)[2]
            own = job(
                "itself",
                self.prometheus.address,
                path=self.prometheus.url.partition(self.prometheus.address)[2] + "/metrics",
            )
            self.prometheus.configure(
                *([own] if self.scrapes_itself else []),
                rules=RULES,
                alertmanagers=[self.alertmanager.address],
                alertmanager_prefix=prefix,
            )
        until(lambda: self.sends() and has(self, "Watchdog"), "the dead man's switch arrives")

    def sends(self) -> bool:
        """Whether Prometheus knows an Alertmanager, and the dead man's switch fires."""
        known = self.prometheus.ask("/api/v1/alertmanagers")["data"]["activeAlertmanagers"]
        alerts = self.prometheus.ask("/api/v1/alerts")["data"]["alerts"]
        return bool(known) and any(one["labels"]["alertname"] == "Watchdog" for one in alerts)

    def reconfigure(self, *jobs: Any, **config: Any) -> None:
        """Give Prometheus another configuration, until the next test."""
        self._prometheus_is_ours = False
        self.prometheus.configure(*jobs, **config)

    def route(self, **changed: Any) -> None:
        """Change the route of the needed alert, or a receiver by its name, and let Alertmanager reload."""
        self.config["route"]["routes"][1].update(changed)
        self.settle()

    def receive(self, name: str, made: Mapping[str, Any]) -> None:
        """Let a receiver be another one."""
        others = [one for one in self.config["receivers"] if one["name"] != name]
        self.config["receivers"] = [*others, {"name": name, **made}]
        self.settle()

    def settle(self) -> None:
        """Let Alertmanager read its configuration."""
        self.alertmanager.configure(self.config)

    def way(self, **changed: Any) -> Way:
        """What a run measures with; fire drills are permitted."""
        may = frozenset({"drill"})
        manager = Api("Alertmanager", self.alertmanager.url, target="staging", by_settings=may, by_option=may)
        return Way(
            Client(Api("Prometheus", self.prometheus.url, "[metrics]")),
            Client(manager),
            **{"switch": "Watchdog", **changed},
        )

    def measure(
        self, labels: Mapping[str, str] = LABELS, annotations: Mapping[str, str] | None = None, **changed: Any
    ) -> Routing:
        """Whom the needed alert reaches."""
        alert = Alert(labels["alertname"], Labels.of(labels), annotations or {}, signal="error_rate")
        return self.way(**changed).measure([alert], [SWITCH])

    def silence(self, **matchers: str) -> str:
        """Silence alerts for an hour; the id."""
        now = dt.datetime.now(dt.UTC)
        body = {
            "matchers": [{"name": name, "value": value, "isRegex": False} for name, value in matchers.items()],
            "startsAt": now.isoformat(),
            "endsAt": (now + dt.timedelta(hours=1)).isoformat(),
            "createdBy": "ann",
            "comment": "maintenance",
        }
        return str(self.alertmanager.send("POST", "/api/v2/silences", json=body).json()["silenceID"])

    def loud(self, silence: str) -> None:
        """End a silence."""
        self.alertmanager.send("DELETE", f"/api/v2/silence/{silence}")


def has(scene: Scene, name: str) -> bool:
    """Whether Alertmanager has an alert."""
    return any(one["labels"].get("alertname") == name for one in scene.alertmanager.ask("/api/v2/alerts"))


def rules_found(routing: Routing) -> list[str]:
    """The rules of all findings; nothing may be left open."""
    assert routing.doubt() is None, routing.doubt()
    return [one.rule for one in routing.faults]
