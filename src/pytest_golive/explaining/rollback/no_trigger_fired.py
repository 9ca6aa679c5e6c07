"""What the gate about the triggers of a rollback measures."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_trigger_fired": Explanation(
        "Four triggers, each measured now: the error rate over the trigger's own window; the percentile of response "
        "times, as a multiple of its baseline: the one in the settings, else that of the time before the "
        "deployment, else that of golive baseline; the endpoints that customers depend on, and gates that the "
        "settings call critical, evaluated anew; and security incidents: an alert with certain labels that fires "
        "and that nobody has silenced, an open issue with a certain label that is new since the release's commit, "
        "or somebody who rejects the row that there is no incident. A trigger that cannot be measured is an error, "
        "and one that nobody has set up is not set up, unless the settings say why nobody watches it.",
        (
            *REACHING,
            "rollback.command",
            "rollback.notify",
            "rollback.latency",
            "rollback.baseline",
            "rollback.before",
            "rollback.critical",
            "rollback.security_alerts",
            "rollback.security_issues",
            "rollback.security_row",
            "rollback.not_watched",
            "monitoring.error_rate_trigger",
            "monitoring.error_rate_trigger_window",
            "monitoring.latency",
            "monitoring.fewest_requests",
            "targets.NAME.endpoints.path",
            "targets.NAME.metrics.url",
            "targets.NAME.alerts.alertmanager.url",
            "forge.url",
        ),
        "Roll back by the command in [tool.golive.rollback], and tell those that it names; find the cause afterwards.",
        said=(
            "error rate > 5%",
            "error rate above 5 %",
            "response time > 2x baseline",
            "response time above twice the baseline",
            "critical feature broken",
            "a critical feature is broken",
            "security incident",
            "no rollback trigger fired",
            "rollback triggers watched",
        ),
    ),
}
