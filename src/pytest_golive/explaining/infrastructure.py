"""What the gates about staging and load measure, which settings they obey, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

PLACE = 30  # in the checklist
EXPLANATIONS: dict[str, Explanation] = {
    "staging_deployed": Explanation(
        "Several samples of the staging target, each of which asks several times for its health and for the release "
        "that answers, so that every instance behind a load balancer is met by both. A request without an answer is no "
        "sample, and is reported.",
        (
            *REACHING,
            "targets.NAME.health",
            "targets.NAME.health_json",
            "targets.NAME.version",
            "targets.NAME.version_samples",
            "targets.NAME.instances",
            "targets.NAME.stability.samples",
            "targets.NAME.stability.interval",
        ),
        "Deploy this commit to staging and wait until it is up. If it is, see what the named sample says: a health "
        "check that flaps, or an instance that kept the old release.",
    ),
    "performance_acceptable": Explanation(
        "The target under load, by locust in processes of its own: its endpoints in the shares of their weights, at a "
        "fixed rate and measured from when each request was due, or by users; or a locust scenario of the team's. "
        "Percentiles are medians of runs. What became slower than the baseline must be more than chance.",
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
        "See the attached picture: a tail that grew, or a moment at which all slowed down. Profile the named endpoint. "
        "If the new times are meant to be, record a new baseline: golive baseline record.",
    ),
}
