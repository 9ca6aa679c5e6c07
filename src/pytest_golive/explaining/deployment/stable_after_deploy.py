"""What the gate about the time after a deployment measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "stable_after_deploy": Explanation(
        "The service after the deployment: every interval one sample of all signals at the same moment, for as long as "
        "the settings say. The signals are gates, which each sample evaluates anew with its own limits, figures of the "
        "team's own by query, a probe of the health path that asks once a second all the time, and firing alerts about "
        "the service. The counts are those of Argo Rollouts: failure_limit samples of a signal may fail, "
        "inconclusive_limit may prove nothing, and consecutive_error_limit in succession may not be taken; one more, "
        "and the watch ends at once. A sample that could not be taken does not count, so that each signal has as many "
        "samples as the duration has intervals. Too few requests prove nothing, and the time in which the machine was "
        "suspended is no sample. Every sample stands in .golive/watch-TARGET.jsonl as it is taken. Error rate and "
        "response time must be set up, or declared as not applicable; what else is not set up is named. Where the "
        "target has objectives (OpenSLO, Sloth), each of them is a signal: it fails while its error budget burns "
        "faster than allowed in a long window, which reaches no further back than the deployment, and in a short one; "
        "with fewer bad events than fewest_bad nothing is proven.",
        (
            *REACHING,
            "watch.duration",
            "watch.interval",
            "watch.initial_delay",
            "watch.failure_limit",
            "watch.inconclusive_limit",
            "watch.consecutive_error_limit",
            "watch.consecutive_success_limit",
            "watch.gates",
            "watch.fewest_requests",
            "watch.probe_interval",
            "watch.probe_timeout",
            "watch.alerts.watched",
            "watch.alerts.labels",
            "watch.alerts.without",
            "watch.business.NAME.query",
            "watch.business.NAME.above",
            "watch.business.NAME.below",
            "watch.business.NAME.unit",
            "targets.NAME.slos.files",
            "watch.objectives.watched",
            "watch.objectives.only",
            "watch.objectives.burns.NAME.rate",
            "watch.objectives.burns.NAME.long",
            "watch.objectives.burns.NAME.short",
            "watch.objectives.fewest_events",
            "watch.objectives.fewest_bad",
            "watch.signals.NAME.failure_limit",
            "watch.signals.NAME.inconclusive_limit",
            "watch.signals.NAME.consecutive_error_limit",
        ),
        "The named signal shows what the release does to customers: roll it back unless the cause is known and mended "
        "within minutes. What could not be measured must be mended first: golive watch tries it alone.",
        said=(
            "monitor for 30 minutes",
            "watch for 30 minutes",
            "monitor the release for an hour",
            "stable after the deployment",
            "watch the service after the deployment",
        ),
    ),
}
