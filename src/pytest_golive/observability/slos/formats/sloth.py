"""The format of Sloth: prometheus/v1, and the same as a Kubernetes resource, whose keys are in camelCase."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

from pytest_golive.observability.reading.models import CamelSpec, Spec
from pytest_golive.observability.slos.formats import targets

VERSION = "prometheus/v1"
RESOURCE = "sloth.slok.dev/v1"
WINDOW = "{{.window}}"
Label = str | int | float | bool


class Raw(Spec):
    """``raw``: the ratio of errors."""

    error_ratio_query: str = Field(min_length=1)


class Events(Spec):
    """``events``: errors, and all events."""

    error_query: str = Field(min_length=1)
    total_query: str = Field(min_length=1)


class Plugin(Spec):
    """``plugin``: a program that makes the queries."""

    id: str
    options: dict[str, Label] = Field(default_factory=dict)


class Sli(Spec):
    """``sli``: one of three."""

    raw: Raw | None = None
    events: Events | None = None
    plugin: Plugin | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Sli:
        if sum(part is not None for part in (self.raw, self.events, self.plugin)) != 1:
            raise ValueError("needs one of events, raw and plugin")
        return self


class Alert(Spec):
    """``page_alert`` or ``ticket_alert``."""

    disable: bool = False
    labels: dict[str, Label] = Field(default_factory=dict)
    annotations: dict[str, Label] = Field(default_factory=dict)


class Alerting(Spec):
    """``alerting``."""

    name: str = ""
    labels: dict[str, Label] = Field(default_factory=dict)
    annotations: dict[str, Label] = Field(default_factory=dict)
    page_alert: Alert | None = None
    ticket_alert: Alert | None = None


class Step(Spec):
    """One of a chain of plugins."""

    id: str
    config: Any = None
    priority: int = 0


class Plugins(Spec):
    """``slo_plugins`` and ``plugins``."""

    override_previous: bool = Field(default=False, alias="overridePrevious")
    chain: list[Step] = Field(default_factory=list)


class Objective(Spec):
    """One of ``slos``."""

    name: str = Field(min_length=1)
    description: str = ""
    objective: float
    plugins: Plugins | None = None
    labels: dict[str, Label] = Field(default_factory=dict)
    sli: Sli
    alerting: Alerting | None = None

    @field_validator("objective")
    @classmethod
    def _is_sane(cls, value: float) -> float:
        targets.percent(value)
        return value


class Service(Spec):
    """A file of the version prometheus/v1."""

    version: str
    service: str = Field(min_length=1)
    labels: dict[str, Label] = Field(default_factory=dict)
    slo_plugins: Plugins | None = None
    slos: list[Objective] = Field(min_length=1)


class Camel(Spec):
    """The same keys in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)


class CamelRaw(Camel, Raw):
    """``raw`` of the resource."""


class CamelEvents(Camel, Events):
    """``events`` of the resource."""


class CamelSli(Camel, Sli):
    """``sli`` of the resource."""

    raw: CamelRaw | None = None
    events: CamelEvents | None = None


class CamelAlerting(Camel, Alerting):
    """``alerting`` of the resource."""


class CamelObjective(Camel, Objective):
    """One of ``slos`` of the resource."""

    sli: CamelSli
    alerting: CamelAlerting | None = None


class ResourceSpec(Camel):
    """``spec`` of the resource."""

    service: str = Field(min_length=1)
    labels: dict[str, Label] = Field(default_factory=dict)
    slo_plugins: Plugins | None = None
    slos: list[CamelObjective] = Field(min_length=1)


class Resource(CamelSpec):
    """``kind: PrometheusServiceLevel``."""

    api_version: str
    kind: str
    metadata: dict[str, Any]
    spec: ResourceSpec
    status: Any = None


class Windows(CamelSpec):
    """``kind: AlertWindows``: how Sloth's alerts look back; nothing of it is measured here."""

    api_version: str
    kind: str
    spec: dict[str, Any]


KINDS: dict[str, type[Spec]] = {"PrometheusServiceLevel": Resource, "AlertWindows": Windows}
