"""What the gate about the flow of metrics measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "metrics_flow": Explanation(
        "The way from a request to its metric. Each instance is scraped, and was just now; each has the metrics that "
        "the gates about error rate and response time read; and when the run sends read-only requests, the counters "
        "rise by at least as many, within a few scrapes.",
        (
            *REACHING,
            "targets.NAME.instances",
            "targets.NAME.metrics.url",
            "targets.NAME.metrics.url_env",
            "targets.NAME.metrics.selector",
            "targets.NAME.metrics.path",
            "targets.NAME.metrics.instances",
            "targets.NAME.metrics.scrape_interval",
            "targets.NAME.metrics.framework",
            "targets.NAME.metrics.needed",
            "targets.NAME.metrics.request_path",
            "targets.NAME.metrics.requests",
        ),
        "See the named instance's metrics, and the scrape configuration of what reads them.",
        said=(
            "observability verified (metrics)",
            "metrics are collected",
            "metrics arrive in Prometheus",
            "all instances are scraped",
            "monitoring is active",
        ),
    ),
}
