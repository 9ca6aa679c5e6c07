"""Whether a query of the team's own looks at the whole service, and not at one route, method or instance of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.observability.queries.outcomes import FLIPPED, is_outcome
from pytest_golive.observability.queries.rewriting import written
from pytest_golive.observability.queries.selecting import Matcher as Condition
from pytest_golive.observability.queries.selecting import Selection
from pytest_golive.observability.signals.own.trusting import Notes, answered_for
from pytest_golive.observability.signals.readings import INSTANCE, whole
from pytest_golive.observability.signals.requests.families import ROUTES
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Selector

OF_REQUESTS: Final = frozenset({"error_rate", "latency"})
# Labels that tell which requests a series counts, and not how they ended.
WHICH: Final = frozenset(
    {*ROUTES, *INSTANCE, "http_target", "url_rule", "method", "http_method", "http_request_method"}
    | {"grpc_method", "grpc_service", "operation"}
)
# Labels that tell what a series is, and whose: of these, some are none of the service's requests.
KINDS: Final = frozenset(
    {"le", "quantile", "reporter", "span_kind", "kind", "direction", "type", "protocol", "scheme", "mode"}
    | {
        "job",
        "service",
        "service_name",
        "app",
        "application",
        "container",
        "namespace",
        "cluster",
        "environment",
        "env",
    }
    | {"version", "release", "source", "exported_job", "exported_service", "destination_workload", "upstream"}
)
POSITIVE: Final = frozenset({"=", "=~"})
EVERYTHING: Final = frozenset({".*", ".+", ""})
# The last words of paths that only probes and scrapes ask for.
PROBES: Final = frozenset(
    {"health", "healthz", "healthcheck", "livez", "live", "liveness", "readyz", "ready", "readiness", "startup"}
    | {"startupz", "ping", "metrics", "prometheus", "favicon.ico"}
)
SHOWN: Final = 5


def check_whole_service(metrics: Metrics, wanted: Wanted, query: str, found: Sequence[Selection]) -> Notes:
    """Refuse conditions that leave out requests of the service, other than those of probes and scrapes.

    Returns:
        Notes on what the team answers for.

    Raises:
        CannotMeasure: a condition leaves out some, and the settings do not answer for it.
    """
    cure = f"leave that condition out, or narrow the selector in {wanted.place} to what the query is about"
    narrow = dict.fromkeys(why for one in found for why in _left_out(metrics, wanted, one))
    return tuple(note for why in narrow for note in answered_for(wanted, query, why, cure))


def _left_out(metrics: Metrics, wanted: Wanted, selection: Selection) -> Iterator[str]:
    for one in selection.matchers if selection.name else ():
        if not _narrows(wanted, one):
            continue
        every = (Matcher(one.label, "!=", ""), *wanted.without_probes((one.label,)))
        others = Selector(selection.name, (*every, Matcher(one.label, FLIPPED[one.op], one.value)))
        counted = whole(metrics.values(others, by=(one.label,), how="count"), str(others)).samples
        values = sorted({sample.labels.get(one.label, "") for sample in counted})
        if missed := [value for value in values if one.op in POSITIVE or not _is_probe(value)]:
            more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
            yield f"it is not about the whole service: {written(one)} leaves out {', '.join(missed[:SHOWN])}{more}"


def _narrows(wanted: Wanted, one: Condition) -> bool:
    """Whether a condition may leave out a part of the service."""
    if one.label in wanted.labels or is_outcome(one.label) or one.value in EVERYTHING:
        return False
    if wanted.signal not in OF_REQUESTS:
        return one.label in INSTANCE
    return one.label in WHICH or one.label not in KINDS


def _is_probe(path: str) -> bool:
    return path.rstrip("/").rpartition("/")[2].lower() in PROBES
