"""Who exports metrics about requests in front of a service: meshes, ingresses and balancers."""

from __future__ import annotations

from typing import Final

from pytest_golive.observability.signals.requests.families import FAMILIES, Family
from pytest_golive.observability.sources.metrics import Matcher

PROXIES: Final[tuple[Family, ...]] = (
    Family(
        "istio",
        "Istio",
        ("istio_requests_total",),
        ("response_code",),
        ("istio_request_duration_milliseconds",),
        "ms",
        only=(Matcher("reporter", "=", "destination"),),
        is_before=True,
    ),
    Family(
        "envoy",
        "Envoy",
        ("envoy_http_downstream_rq_xx", "envoy_cluster_upstream_rq_xx"),
        ("envoy_response_code_class",),
        ("envoy_http_downstream_rq_time", "envoy_cluster_upstream_rq_time"),
        "ms",
        only=(Matcher("envoy_http_conn_manager_prefix", "!=", "admin"),),
        is_before=True,
    ),
    Family(
        "ingress-nginx",
        "ingress-nginx",
        ("nginx_ingress_controller_requests",),
        ("status",),
        ("nginx_ingress_controller_request_duration_seconds",),
        "s",
        ("path",),
        is_before=True,
    ),
    Family(
        "traefik",
        "Traefik",
        ("traefik_service_requests_total", "traefik_entrypoint_requests_total"),
        ("code",),
        ("traefik_service_request_duration_seconds", "traefik_entrypoint_request_duration_seconds"),
        "s",
        is_before=True,
        all_counts=True,
    ),
    Family(
        "haproxy",
        "HAProxy",
        ("haproxy_backend_http_responses_total", "haproxy_frontend_http_responses_total"),
        ("code",),
        only=(Matcher("proxy", "!~", "stats|prometheus"),),
        lacks={
            "times": "HAProxy exports an average of response times, from which no percentile follows; "
            "measure latency in the service itself"
        },
        is_before=True,
        all_counts=True,
    ),
    Family(
        "nginx",
        "the exporter of nginx",
        ("nginx_http_requests_total",),
        lacks={
            "status": "the exporter of nginx counts requests without their status; "
            "use the metrics of the service, or those of ingress-nginx",
            "times": "the exporter of nginx has no response times; use the metrics of the service",
        },
        is_before=True,
    ),
)
ALL: Final = (*FAMILIES, *PROXIES)
