"""What the gate about load measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "performance_acceptable": Explanation(
        "The target under load, sent by locust in separate processes: its endpoints in proportion to their weights, "
        "either at a fixed rate and measured from when each request was due, or by users; or the team's own locust "
        "scenario. Percentiles are medians of runs. A slowdown against the baseline must be statistically "
        "significant.",
        (
            *REACHING,
            "targets.NAME.endpoints.path",
            "targets.NAME.endpoints.weight",
            "targets.NAME.allow",
            "performance.limits",
            "performance.endpoint_limits",
            "performance.rate",
            "performance.users",
            "performance.warm_up",
            "performance.duration",
            "performance.runs",
            "performance.max_regression",
            "performance.baselines",
            "performance.machine",
            "performance.max_lateness",
            "performance.locustfile",
            "performance.workers",
        ),
        "See the attached picture: a longer tail, or a moment at which everything slowed down. Profile the named "
        "endpoint. If the new times are intended, record a new baseline: golive baseline record.",
        said=(
            "load tests pass",
            "performance tests pass",
            "response time p95 under 200 ms under load",
            "performance targets met",
            "latency within budget",
        ),
    ),
}
