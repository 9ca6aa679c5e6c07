"""What the first day after a deployment was like."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

ASKED = (
    *REACHING,
    "targets.NAME.metrics.url",
    "targets.NAME.metrics.selector",
    "monitoring.fewest_requests",
    "post_deploy.day",
)
WHEN = (
    " It needs a Prometheus that remembers the time, and the deployment's moment, which --golive-deployed or "
    "--golive-after tells. A time without samples is an error that names it; nothing is filled. Of several "
    "instances the worst one is judged alone, too."
)
EXPLANATIONS: dict[str, Explanation] = {
    "error_rate_of_the_day": Explanation(
        f"The share of requests that failed in the 24 hours since the deployment, over all of the time at once.{WHEN}",
        (*ASKED, "targets.NAME.metrics.error_rate.query", "monitoring.error_rate"),
        "Look at the worst window that the row names: what failed then, and since which release? Fix it, or roll back.",
        said=("check error rates", "error rate of the first day", "error rates checked"),
    ),
    "performance_within_baseline": Explanation(
        "The percentile of response times (monitoring.latency) in the 24 hours since the deployment, against that of "
        "as many hours before it (post_deploy.baseline), and, if post_deploy.stored names a target, against its runs "
        f"that golive baseline keeps.{WHEN} Hours of two days are compared: a "
        "holiday or a campaign between them is not seen.",
        (
            *ASKED,
            "targets.NAME.metrics.latency.query",
            "monitoring.latency",
            "post_deploy.slower",
            "post_deploy.baseline",
            "post_deploy.stored",
        ),
        "Find what became slower, by traces and profiles of the worst window, and fix it, or roll back.",
        said=("performance within baseline", "verify performance metrics", "performance metrics verified"),
    ),
    "alerts_answered": Explanation(
        "The alerts about this service that fired in the 24 hours since the deployment, as the series ALERTS of "
        "Prometheus remember them, because Alertmanager forgets. Each must have resolved, or be silenced now with a "
        "reason and an author; only silences are seen, and no acknowledgement in Grafana OnCall or PagerDuty. Alerts "
        "that resolved are listed with begin, end, and how often they began. The dead man's switch, which must have "
        "fired all the time, proves that rules were evaluated; it and fire drills need no answer. It needs the "
        "deployment's moment, which --golive-deployed or the record of the phase deploy tells.",
        (
            *REACHING,
            "targets.NAME.metrics.url",
            "targets.NAME.metrics.selector",
            "targets.NAME.alerts.prometheus.url",
            "targets.NAME.alerts.alertmanager.url",
            "targets.NAME.alerts.dead_mans_switch",
            "post_deploy.alerts",
            "post_deploy.unheeded_alerts",
            "post_deploy.day",
        ),
        "Mend what the named alert tells, or silence it with a reason while somebody works on it. If nobody has to do "
        "anything about it, correct its rule.",
        said=("respond to alerts", "all alerts answered", "no unanswered alerts", "alerts are answered"),
    ),
}
