"""What the gates about error rate, response time, memory, CPU and queues measure, and how to fix a red row."""

from __future__ import annotations

from typing import Final

from pytest_golive.explaining.explanation import Explanation

READING: Final = (
    "default_target",
    "targets.NAME.instances",
    "targets.NAME.metrics.url",
    "targets.NAME.metrics.url_env",
    "targets.NAME.metrics.selector",
    "targets.NAME.metrics.window",
    "targets.NAME.metrics.path",
    "targets.NAME.metrics.instances",
    "targets.NAME.metrics.scrape_for",
    "targets.NAME.metrics.scrape_every",
    "targets.NAME.metrics.scrape_interval",
)
OF_REQUESTS: Final = (
    *READING,
    "targets.NAME.metrics.framework",
    "targets.NAME.metrics.own_requests",
    "monitoring.fewest_requests",
    "monitoring.longest_window",
)
ALONE: Final = "The worst instance is judged as well, so that one that fails among ten is seen."
EXPLANATIONS: dict[str, Explanation] = {
    "error_rate": Explanation(
        "The share of requests that the server failed (status 5xx), from the metrics of the service's framework or of "
        "what stands in front of it, in total. "
        f"{ALONE} Requests to the paths of health check and metrics are left out where a label tells them apart. A "
        "service without failed requests has no series of them: that counts as 0 only if its other requests are "
        "counted, and their counters rise. With Prometheus, the rates that alert and trigger a rollback are judged "
        "over their own windows as well.",
        (
            *OF_REQUESTS,
            "targets.NAME.metrics.error_rate.query",
            "targets.NAME.metrics.error_rate.unit",
            "targets.NAME.metrics.error_rate.trusted",
            "monitoring.error_rate",
            "monitoring.error_rate_window",
            "monitoring.error_rate_alert",
            "monitoring.error_rate_alert_window",
            "monitoring.error_rate_trigger",
            "monitoring.error_rate_trigger_window",
        ),
        "See the logs of the instances for what fails, the worst one first; if it began with this release, roll back.",
        said=(
            "error rate below 1 %",
            "error rate < 1 %",
            "error rate (target: < 1 %)",
            "error rate in production under 1 %",
            "5xx rate below 1 %",
            "fewer than 1 % of requests fail",
        ),
    ),
    "latency": Explanation(
        "A percentile of the response times that customers got, from the histogram of the service's framework. "
        f"{ALONE} The unit comes from the metric's name and metadata. A percentile is known only as well as its "
        "bucket: where the limit lies within it, the row is an error that names the missing bucket.",
        (
            *OF_REQUESTS,
            "targets.NAME.metrics.latency.query",
            "targets.NAME.metrics.latency.unit",
            "targets.NAME.metrics.latency.trusted",
            "monitoring.latency",
        ),
        "Look at traces of slow requests on the named instance, and at what it waits for; if it began with this "
        "release, roll back.",
        said=(
            "p95 latency in production under 200 ms",
            "response time target in production p95",
            "response times in production within target",
        ),
    ),
    "memory": Explanation(
        "The memory that each container or process uses, in percent of its limit: the container's own, or memory_limit "
        "for processes; never of the host's memory. The fullest one is judged.",
        (
            *READING,
            "targets.NAME.metrics.memory_limit",
            "targets.NAME.metrics.memory.query",
            "targets.NAME.metrics.memory.unit",
            "targets.NAME.metrics.memory.trusted",
            "monitoring.memory",
        ),
        "See whether it grows with every request (a leak), or the limit is too low for the traffic.",
        said=("memory usage below 80 %", "memory below 80 %", "memory usage normal"),
    ),
    "cpu": Explanation(
        "The CPU time that each container or process uses, in percent of its limit: the container's quota, or "
        "cpu_limit for processes; never of the host. The busiest one is judged.",
        (
            *READING,
            "targets.NAME.metrics.cpu_limit",
            "targets.NAME.metrics.cpu.query",
            "targets.NAME.metrics.cpu.unit",
            "targets.NAME.metrics.cpu.trusted",
            "monitoring.cpu",
        ),
        "Profile the named instance, start more instances, or give each of them more CPU.",
        said=("CPU usage below 80 %", "CPU below 80 %", "CPU load normal"),
    ),
    "queue_depth": Explanation(
        "The jobs or messages that wait in each queue of RabbitMQ, Celery, Sidekiq, RQ, BullMQ, Kafka (its lag), "
        "Redis, NATS, Amazon SQS or the service itself. The longest one is judged, and never their sum: a queue that "
        "several exporters report is one queue.",
        (
            *READING,
            "targets.NAME.metrics.queue_depth.query",
            "targets.NAME.metrics.queue_depth.trusted",
            "monitoring.queue_depth",
        ),
        "See whether the workers of the named queue run and what they wait for; start more of them.",
        said=("queue depth below 1000", "queue length below 1000", "queues are drained"),
    ),
}
