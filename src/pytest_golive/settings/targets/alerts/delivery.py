"""Settings about the way of an alert from Prometheus to the people who are called."""

from __future__ import annotations

from pydantic import Field, model_validator

from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values import web
from pytest_golive.settings.values.kinds import Address, Duration
from pytest_golive.settings.values.table import Table


class Alertmanager(ReachingApi):
    """``alertmanager``: where alerts are routed."""

    members: int = Field(1, ge=1, le=100, description="Alertmanagers that its cluster must have")


class FireDrill(Table):
    """``drill``: how the delivery of a fire drill is seen; it needs allow = ['drill'] and --golive-allow=drill."""

    listen: Address | None = Field(
        None,
        description="host and port of this machine at which the drill waits for Alertmanager's webhook, such as "
        "'127.0.0.1:9099'; Alertmanager's own counters count if not given",
    )
    patience: Duration = Field(
        "1m", description="longest time for the delivery, beyond the waiting time of Alertmanager's routes"
    )

    @model_validator(mode="after")
    def _is_private(self) -> FireDrill:
        if self.listen is not None and not web.is_loopback(f"http://{self.listen}"):
            raise ValueError("listen must be an address that only this machine reaches, such as '127.0.0.1:9099'")
        return self
