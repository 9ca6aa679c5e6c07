"""The datasources that Grafana knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.observability.dashboards.api.items import Json, table_of, text_of

BUILT_IN: Final = ("grafana", "__expr__", "datasource")


@dataclass(frozen=True, slots=True)
class Datasource:
    """A source of data that Grafana knows.

    Attributes:
        uid: its uid.
        name: its name.
        kind: its type: "prometheus", "loki", …
        is_default: whether panels without a source use it.
        interval: between two scrapes of what it has, as it stands: "30s"; "" if it does not say.
    """

    uid: str
    name: str
    kind: str
    is_default: bool = False
    interval: str = ""

    @property
    def named(self) -> str:
        """The source in words."""
        return f"the {self.kind} datasource {self.name or self.uid!r}"

    @property
    def speaks_promql(self) -> bool:
        """Whether its queries are PromQL."""
        return self.kind in {"prometheus", "victoriametrics-metrics-datasource"} or self.kind.endswith(
            ("-prometheus-datasource", "prometheus-datasource")
        )


def of_list(found: Any) -> tuple[Datasource, ...]:
    """The datasources in the answer to a question for all of them."""
    return tuple(
        _datasource(one, text_of(one, "name"), is_default=one.get("isDefault") is True)
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict)
    )


def of_settings(found: Any) -> tuple[Datasource, ...]:
    """The datasources in the settings of Grafana's pages, which name the default one."""
    default = text_of(found, "defaultDatasource")
    return tuple(
        _datasource(one, name, is_default=name == default)
        for name, one in table_of(found, "datasources").items()
        if isinstance(one, dict) and text_of(one, "type") not in BUILT_IN and not name.startswith("-- ")
    )


def _datasource(one: Json, name: str, *, is_default: bool) -> Datasource:
    interval = text_of(table_of(one, "jsonData"), "timeInterval")
    return Datasource(text_of(one, "uid"), name, text_of(one, "type"), is_default, interval)
