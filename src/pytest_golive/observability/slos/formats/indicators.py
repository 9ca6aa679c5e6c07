"""Turn the indicators of each format into queries; one that cannot be asked at a Prometheus says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pytest_golive.findings import Finding
from pytest_golive.observability.reading.nodes import Node
from pytest_golive.observability.reading.yaml_files import fault, placeholder, unrendered
from pytest_golive.observability.slos.formats import openslo, openslo_alpha, sloth
from pytest_golive.observability.slos.formats.openslo_indicators import Metric, Sli, SliSpec
from pytest_golive.observability.slos.slo import Indicator

WINDOW: Final = re.compile(r"\{\{-?[ \t]{0,20}+\.window[ \t]{0,20}+-?\}\}")
ANY_WINDOW: Final = "5m"
SAME_LANGUAGE: Final = frozenset({"prometheus", "victoriametrics", "thanos", "mimir", "cortex", "sloth", "promql"})
QUERY_KEYS: Final = ("query", "promql", "expr", "expression")
OPERATORS: Final = {"lte": "<=", "gte": ">=", "lt": "<", "gt": ">"}
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document refers to, and where its faults go.

    Attributes:
        path: of its file.
        node: the document.
        slis: the indicators of all files, by name.
        types: the types of the data sources of all files, by name.
        now: seconds since 1970.
        faults: what is wrong with it.
    """

    path: str
    node: Node
    slis: Mapping[str, Sli]
    types: Mapping[str, str]
    now: float
    faults: list[Finding] = field(default_factory=list)

    def wrong(self, place: Path, what: str, cure: str) -> None:
        """Note a fault, and what to do about it."""
        self.faults.append(fault(self.path, self.node.line_of(place), what, cure=cure))

    def checked(self, query: str, place: Path) -> str:
        """A query without placeholders but that of the window."""
        if shown := placeholder(query, WINDOW):
            self.faults.append(unrendered(self.path, self.node.line_of(place), shown))
        return query.strip()


def openslo_indicator(spec: SliSpec, each: openslo.Objective, place: Path, sources: Sources) -> Indicator:
    """The indicator of an objective of openslo/v1."""
    if spec.threshold_metric is not None:
        query, unknown = _query(spec.threshold_metric, sources, place)
        return _threshold(query, each.op, each.value, place, sources, unknown)
    ratio = spec.ratio_metric
    if ratio is None:
        raise TypeError("an SLI that is valid has one of the two metrics")
    if ratio.raw is not None:
        query, unknown = _query(ratio.raw, sources, place)
        return Indicator("success" if ratio.raw_type == "success" else "failure", query, unknown=unknown)
    kind: Literal["good", "bad"] = "good" if ratio.good is not None else "bad"
    part = ratio.good or ratio.bad
    if part is None or ratio.total is None:
        raise TypeError("a ratio that is valid has both")
    query, unknown = _query(part, sources, place)
    total, more = _query(ratio.total, sources, place)
    return Indicator(kind, query, total, ratio.counter, unknown=unknown or more)


def _query(metric: Metric, sources: Sources, place: Path) -> tuple[str, str]:
    """The query, and why it cannot be asked here."""
    source = metric.metric_source
    kind = source.type or sources.types.get(source.metric_source_ref or "", "")
    if kind and kind.lower() not in SAME_LANGUAGE:
        return "", f"its queries are for {kind[:40]}, not for Prometheus"
    found = next((source.spec[key] for key in QUERY_KEYS if isinstance(source.spec.get(key), str)), "")
    return sources.checked(found, place), "" if found else "its metric source has no query"


def _threshold(  # noqa: PLR0913, PLR0917 -- a comparison, and where it stands
    query: str, op: str | None, value: float | None, place: Path, sources: Sources, unknown: str
) -> Indicator:
    if op is None or value is None:
        sources.wrong(place, "an objective of a thresholdMetric needs op and value", "write both into the objective")
        return Indicator("threshold", query, unknown="op or value is missing")
    return Indicator("threshold", query, comparison=f"{OPERATORS[op]} {value!r}", unknown=unknown)


def alpha_indicator(
    spec: openslo_alpha.SloSpec, each: openslo_alpha.Objective, place: Path, sources: Sources
) -> Indicator:
    """The indicator of an objective of openslo/v1alpha."""
    queries = [spec.indicator.threshold_metric] if spec.indicator else []
    ratio = each.ratio_metrics
    queries += [ratio.good, ratio.total] if ratio else []
    foreign = next((query.source for query in queries if query.source.lower() not in SAME_LANGUAGE), "")
    unknown = f"its queries are for {foreign[:40]}, not for Prometheus" if foreign else ""
    texts = [sources.checked(query.query, place) for query in queries]
    if ratio is None:
        return _threshold(texts[0], each.op, each.value, place, sources, unknown)
    counter = ratio.counter if ratio.incremental is None else ratio.incremental
    return Indicator("good", texts[0], texts[1], counter, unknown=unknown)


def sloth_indicator(each: sloth.Objective, service: str, place: Path, sources: Sources, days: int) -> Indicator:
    """The indicator of an objective of Sloth."""
    sli = each.sli
    if sli.plugin is not None:  # what it would ask is known to Sloth alone; what Sloth's rules recorded is not
        labels = f'sloth_service="{_escaped(service)}",sloth_slo="{_escaped(each.name)}"'
        return Indicator("failure", f"slo:sli_error:ratio_rate{days}d{{{labels}}}", is_counter=False)
    queries = [sli.raw.error_ratio_query] if sli.raw else []
    queries += [sli.events.error_query, sli.events.total_query] if sli.events else []
    for query in queries:
        if not WINDOW.search(query):
            what = f"a query of {each.name} lacks {sloth.WINDOW}, which Sloth needs"
            sources.wrong((*place, "sli"), what, f"write [{sloth.WINDOW}] in place of the range in the query")
    texts = [sources.checked(query, (*place, "sli")) for query in queries]
    return Indicator("failure", texts[0]) if sli.raw else Indicator("bad", texts[0], texts[1])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def plain(query: str) -> str:
    """The query without Sloth's placeholder for a window, which is no PromQL."""
    return WINDOW.sub(ANY_WINDOW, query)
