"""What the gate about downtime measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "zero_downtime": Explanation(
        "The target's health path, requested on a fixed schedule over fresh and over kept-alive connections, while "
        "the deployment command runs and for a while after; with batches, from the first until the watch after the "
        "last. A request fails if it is refused, reset, cut off, too slow, or has a status other than 200 to 299; an "
        "idle connection that the server closes is not a failure. A "
        "production target is deployed to only if its allow and --golive-allow both say deploy, and if every other row "
        "that is due before or beside the deployment holds in the same run.",
        (
            *REACHING,
            "deployment.command",
            "deployment.timeout",
            "deployment.batches",
            "deployment.batch_targets",
            "deployment.batch_watch.duration",
            "deployment.batch_watch.interval",
            "deployment.probe_path",
            "deployment.probe_interval",
            "deployment.probe_timeout",
            "deployment.settle",
            "targets.NAME.health",
            "targets.NAME.allow",
        ),
        "Start new instances and wait until they are healthy before traffic moves; then let the old ones finish their "
        "requests (drain) before they stop. The named time shows which step of the deployment failed.",
        said=(
            "zero downtime deployment",
            "rolling deployment without downtime",
        ),
    ),
}
