"""What the gate about staging measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "staging_deployed": Explanation(
        "Several samples of the staging target. Each sample requests its health and its release several times, so "
        "that both reach every instance behind a load balancer. A request without a response is not a sample, and is "
        "reported.",
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
        "Deploy this commit to staging and wait until it is up. If it is up, see what the named sample says: a health "
        "check that flaps, or an instance that still runs the old release.",
        said=(
            "deployed to staging",
            "staging is stable",
            "staging is healthy",
            "staging runs the release candidate",
            "staging environment verified",
        ),
    ),
}
