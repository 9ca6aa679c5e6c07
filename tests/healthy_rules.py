"""Rules that are strict enough, each written small in the shape that a public project gives its rules.

Each is a signal, the rules (recording rules as pairs), and where that shape is usual.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shape:
    """One alerting rule, and the recording rules that it reads."""

    usual: str
    signal: str
    expression: str
    recordings: tuple[tuple[str, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


def ratio(window):
    return (
        f'sum by (job) (rate(http_requests_total{{job="shop",code=~"5.."}}[{window}])) '
        f'/ sum by (job) (rate(http_requests_total{{job="shop"}}[{window}]))'
    )


def slow(window):
    count = f'sum(rate(http_request_duration_seconds_count{{job="shop"}}[{window}]))'
    fast = f'sum(rate(http_request_duration_seconds_bucket{{job="shop",le="0.5"}}[{window}]))'
    return f"({count} - {fast}) / {count}"


SLOTH = tuple((f"slo:sli_error:ratio_rate{window}", ratio(window)) for window in ("5m", "30m", "1h", "6h"))
BURNS = "slo:sli_error:ratio_rate{} > (14.4 * 0.001)"
SHAPES = (
    Shape(
        "awesome-prometheus-alerts: nginx",
        "error_rate",
        'sum(rate(nginx_http_requests_total{status=~"^5.."}[1m])) / sum(rate(nginx_http_requests_total[1m])) * 100 > 2',
    ),
    Shape(
        "awesome-prometheus-alerts: latency of nginx, with the label le",
        "latency",
        "histogram_quantile(0.99, sum(rate(nginx_http_request_duration_seconds_bucket[2m])) by (host, node, le)) > 0.4",
    ),
    Shape(
        "awesome-prometheus-alerts: containers",
        "memory",
        '(sum(container_memory_working_set_bytes{name!=""}) BY (instance, name) / '
        "sum(container_spec_memory_limit_bytes > 0) BY (instance, name) * 100) > 80",
    ),
    Shape("awesome-prometheus-alerts: RabbitMQ", "queue_depth", "rabbitmq_queue_messages_ready > 1000"),
    Shape("awesome-prometheus-alerts: Kafka", "queue_depth", "sum(kafka_consumergroup_lag) by (consumergroup) > 500"),
    Shape(
        "awesome-prometheus-alerts: JVM",
        "memory",
        'sum by (instance)(jvm_memory_used_bytes{area="heap"}) / '
        'sum by (instance)(jvm_memory_max_bytes{area="heap"}) * 100 > 80',
    ),
    Shape(
        "ingress-nginx mixin",
        "error_rate",
        '(sum(rate(nginx_ingress_controller_requests{job=~"shop|ingress",status=~"^5.*",ingress!=""}[5m])) by '
        '(exported_namespace, ingress) / sum(rate(nginx_ingress_controller_requests{job=~"shop|ingress",ingress!=""}[5m]))'
        " by (exported_namespace, ingress) * 100) > 2",
    ),
    Shape(
        "kubernetes-mixin: burn rates of an API",
        "error_rate",
        "sum(shop_requests:burnrate1h) > (14.40 * 0.00100)\nand\nsum(shop_requests:burnrate5m) > (14.40 * 0.00100)",
        (("shop_requests:burnrate5m", ratio("5m")), ("shop_requests:burnrate1h", ratio("1h"))),
    ),
    Shape(
        "kubernetes-mixin: memory of the limits",
        "memory",
        'sum by (namespace, pod, container) (container_memory_working_set_bytes{container!=""}) / sum by (namespace, '
        'pod, container) (kube_pod_container_resource_limits{resource="memory"}) > 0.75',
    ),
    Shape(
        "Sloth: two pairs of windows",
        "error_rate",
        f"(max({BURNS.format('5m')}) without (sloth_window) and max({BURNS.format('1h')}) without (sloth_window)) or "
        "(max(slo:sli_error:ratio_rate30m > (6 * 0.001)) without (sloth_window) and "
        "max(slo:sli_error:ratio_rate6h > (6 * 0.001)) without (sloth_window))",
        SLOTH,
    ),
    Shape(
        "Pyrra: burn rate of latency by the share of slow requests",
        "latency",
        "http_request_duration_seconds:burnrate5m > (14 * (1 - 0.999)) and "
        "http_request_duration_seconds:burnrate1h > (14 * (1 - 0.999))",
        tuple(
            (
                f"http_request_duration_seconds:burnrate{window}",
                slow(window),
            )
            for window in ("5m", "1h")
        ),
    ),
    Shape(
        "Istio: errors that the destination reports",
        "error_rate",
        'sum(rate(istio_requests_total{response_code=~"5.*"}[5m])) / sum(rate(istio_requests_total[5m])) * 100 > 1',
    ),
    Shape(
        "Istio: latency in milliseconds",
        "latency",
        "histogram_quantile(0.95, sum by (le, destination_service) "
        "(rate(istio_request_duration_milliseconds_bucket[1m]))) > 450",
    ),
    Shape(
        "Spring Boot, Micrometer: errors by service",
        "error_rate",
        'sum(rate(http_server_requests_seconds_count{status=~"5.."}[5m])) by (service)\n/\n'
        "sum(rate(http_server_requests_seconds_count[5m])) by (service)\n> 0.02",
    ),
    Shape(
        "Spring Boot, Micrometer: outcome instead of a status",
        "error_rate",
        'sum(rate(http_server_requests_seconds_count{outcome="SERVER_ERROR"}[5m])) / '
        "sum(rate(http_server_requests_seconds_count[5m])) > 0.02",
    ),
    Shape(
        "GitLab runbooks: recorded ratios, and some traffic",
        "error_rate",
        '(gitlab_service_errors:ratio_5m{type="web"} > 0.015) and on() (sum(rate(http_requests_total{job="shop"}[5m])) > 0)',
        (("gitlab_service_errors:ratio_5m", ratio("5m")),),
        {"type": "web"},
    ),
    Shape("GitLab runbooks: Sidekiq", "queue_depth", "sum by (name) (sidekiq_queue_size) >= 1000"),
    Shape(
        "gRPC mixin",
        "error_rate",
        'sum(rate(grpc_server_handled_total{grpc_code=~"Unknown|Internal|Unavailable|DataLoss|DeadlineExceeded"}[5m])) / '
        "sum(rate(grpc_server_handled_total[5m])) > 0.02",
    ),
    Shape(
        "OpenTelemetry: stable names of HTTP metrics",
        "error_rate",
        'sum(rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[5m])) / '
        "sum(rate(http_server_request_duration_seconds_count[5m])) > 0.02",
    ),
    Shape(
        "success ratio below the objective",
        "error_rate",
        'sum(rate(http_requests_total{job="shop",code!~"5.."}[5m])) / sum(rate(http_requests_total{job="shop"}[5m])) < 0.99',
    ),
    Shape(
        "one minus successes, and a zero for errors that never were",
        "error_rate",
        '(sum(rate(http_requests_total{job="shop",code=~"5.."}[5m])) or vector(0)) / '
        'clamp_min(sum(rate(http_requests_total{job="shop"}[5m])), 0) > 0.02',
    ),
    Shape(
        "nginx-module-vts: errors times 50 more than successes",
        "error_rate",
        'rate(nginx_vts_server_requests_total{code="5xx"}[5m]) * 50 > on(instance, host) '
        'rate(nginx_vts_server_requests_total{code="2xx"}[5m])',
    ),
    Shape(
        "cAdvisor: compared with a part of the limit",
        "memory",
        "container_memory_working_set_bytes > 0.8 * container_spec_memory_limit_bytes",
    ),
    Shape("Celery exporter, the number first", "queue_depth", "1000 < sum(celery_queue_length)"),
    Shape(
        "a summary with its own quantile",
        "latency",
        'max by (handler) (http_request_duration_seconds{job="shop",quantile="0.95"}) > 0.5',
    ),
    Shape(
        "bool, and 1",
        "queue_depth",
        "max(shop_queue_length > bool 900) == 1",
    ),
    Shape(
        "HAProxy exporter, by the class of the code",
        "error_rate",
        'sum by (proxy) (rate(haproxy_server_http_responses_total{code="5xx"}[1m])) / '
        "sum by (proxy) (rate(haproxy_server_http_responses_total[1m])) > 0.02",
    ),
    Shape(
        "node exporter mixin: idle cores",
        "cpu",
        '(1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))) * 100 > 80',
    ),
)
