"""Who exports which metrics about requests: the names and labels that real exporters use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.sources.metrics import Matcher, Meta


@dataclass(frozen=True, slots=True)
class Family:
    """The metrics of requests that one exporter has.

    Attributes:
        key: its name in the settings.
        title: its name for readers.
        counts: counters of requests, or histograms whose ``_count`` counts them; the first with a status counts.
        status: labels that hold the status of the response.
        times: histograms or summaries of the time of requests; the first that exists counts.
        unit: the unit of `times`, if their names do not say it.
        routes: labels that hold the path, so that probes and scrapes can be left out.
        only: conditions that its series must meet, so that each request is counted once.
        idle: conditions that leave out what only probes request, where it is no path.
        signs: metrics that nothing else exports; without any of them it is another family. () if the rest says it.
        lacks: why there is no error rate or no percentile, by "status" and "times"; and what to do.
        is_before: whether it stands in front of the service, and sees it from outside.
        all_counts: whether each of `counts` must agree even so: one sees requests that never came as far as the other.
    """

    key: str
    title: str
    counts: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    unit: str = ""
    routes: tuple[str, ...] = ()
    only: tuple[Matcher, ...] = ()
    idle: tuple[Matcher, ...] = ()
    signs: tuple[str, ...] = ()
    lacks: Mapping[str, str] | None = None
    is_before: bool = False
    all_counts: bool = False

    def fits(self, names: Mapping[str, Meta]) -> bool:
        """Whether any of its metrics about requests exists among *names*."""
        has_signs = not self.signs or any(name in names for name in self.signs)
        return has_signs and any(name in names for name in (*self.counts, *self.times))


def _spelled(name: str, unit: str) -> tuple[str, ...]:
    """A name of OpenTelemetry as each way of translation writes it: with underscores or dots, with its unit or not."""
    plain = name.replace(".", "_")
    return f"{plain}_{unit}", plain, f"{name}_{unit}", name


STATUS: Final = ("status", "status_code", "code", "http_status", "http_status_code", "response_code", "statusCode")
ROUTES: Final = ("handler", "path", "route", "uri", "endpoint", "path_template", "url", "view", "http_route")
# The order is that in which they are preferred: OpenTelemetry, which people choose on purpose; then what is made for
# one framework; then names that anybody may use; then what stands in front of the service.
FAMILIES: Final[tuple[Family, ...]] = (
    Family(
        "opentelemetry",
        "OpenTelemetry HTTP",
        _spelled("http.server.request.duration", "seconds"),
        ("http_response_status_code", "http.response.status_code"),
        _spelled("http.server.request.duration", "seconds"),
        "s",
        ("http_route", "http.route"),
    ),
    Family(
        "opentelemetry-old",
        "OpenTelemetry HTTP, before its conventions were stable",
        _spelled("http.server.duration", "milliseconds"),
        ("http_status_code", "http.status_code"),
        _spelled("http.server.duration", "milliseconds"),
        "ms",
        ("http_target", "http_route", "http.target", "http.route"),
    ),
    Family(
        "micrometer",
        "Micrometer",
        ("http_server_requests_seconds",),
        ("status", "outcome"),
        ("http_server_requests_seconds",),
        "s",
        ("uri",),
    ),
    Family(
        "fastapi",
        "prometheus-fastapi-instrumentator",
        ("http_requests_total",),
        ("status",),
        ("http_request_duration_highr_seconds",),
        "s",
        ("handler",),
        signs=("http_request_duration_highr_seconds",),
    ),
    Family(
        "starlette",
        "starlette_exporter, starlette-prometheus",
        ("starlette_requests_total", "starlette_responses_total"),
        ("status_code",),
        ("starlette_request_duration_seconds", "starlette_requests_processing_time_seconds"),
        "s",
        ("path", "path_template"),
    ),
    Family(
        "flask",
        "prometheus-flask-exporter",
        ("flask_http_request_duration_seconds", "flask_http_request_total"),
        ("status",),
        ("flask_http_request_duration_seconds",),
        "s",
        ("path", "url_rule", "endpoint"),
    ),
    Family(
        "django",
        "django-prometheus",
        ("django_http_responses_total_by_status_view_method_total", "django_http_responses_total_by_status_total"),
        ("status",),
        ("django_http_requests_latency_including_middlewares_seconds", "django_http_requests_latency_seconds"),
        "s",
        ("view",),
    ),
    Family(
        "grpc",
        "gRPC servers",
        ("grpc_server_handled_total",),
        ("grpc_code",),
        ("grpc_server_handling_seconds",),
        "s",
        ("grpc_method",),
        idle=(Matcher("grpc_service", "!~", r"grpc\.(health|reflection)\..*"),),
    ),
    Family(
        "prometheus",
        "usual names of Prometheus clients",
        ("http_requests_total", "http_request_duration_seconds", "http_server_requests_total", "http_responses_total"),
        STATUS,
        (
            "http_request_duration_seconds",
            "http_request_duration_milliseconds",
            "http_request_duration_ms",
            "http_request_duration_microseconds",
            "http_request_duration",
            "http_requests_duration_seconds",
            "http_request_latency_seconds",
            "http_response_time_seconds",
            "request_duration_seconds",
            "request_latency_seconds",
        ),
        "",
        ROUTES,
    ),
)
