"""What the gate about alerts measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "alerting_configured": Explanation(
        "The rules that Prometheus (or vmalert, or a ruler) has loaded. For each signal a rule must exist that is "
        "evaluated without errors and fires whenever the signal stays past the limit: its expression is parsed, "
        "through recording rules down to what is scraped, with its units, windows, labels, the direction of its "
        "comparison, and whatever could keep it from firing. With promtool at hand, the rule is simulated as "
        "well: series that cross the limit must make it fire in time, and series just below its threshold must "
        "not. What is not understood is not proven, and keeps the row from passing. Rules in files that the "
        "settings name must be loaded as they stand there.",
        (
            "default_target",
            "targets.NAME.metrics.url",
            "targets.NAME.metrics.selector",
            "targets.NAME.alerts.prometheus.url",
            "targets.NAME.alerts.needed",
            "targets.NAME.alerts.without",
            "targets.NAME.alerts.error_rate.limit",
            "targets.NAME.alerts.latency.limit",
            "targets.NAME.alerts.latency.percentile",
            "targets.NAME.alerts.memory.limit",
            "targets.NAME.alerts.cpu.limit",
            "targets.NAME.alerts.queue_depth.limit",
            "targets.NAME.alerts.longest_for",
            "targets.NAME.alerts.longest_window",
            "targets.NAME.alerts.lowest_traffic",
            "targets.NAME.alerts.severities",
            "targets.NAME.alerts.conditions",
            "targets.NAME.alerts.rules",
            "targets.NAME.alerts.rung",
        ),
        "See the reason behind each rule that comes close: correct its threshold, unit, labels or for, and load it. If "
        "it is right but not understood, say in the settings what its metrics are.",
        said=(
            "alerts configured",
            "alerts are set up",
            "alerting rules in place",
            "alerts exist for error rate, latency, memory and queue",
            "alert thresholds configured",
            "on-call alerts configured",
        ),
    ),
}
