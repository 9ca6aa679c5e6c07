"""What the gate about alerts measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "alerting_configured": Explanation(
        "The rules that Prometheus (or vmalert, or a ruler) has loaded. For each signal a rule must exist that is "
        "evaluated without errors and fires whenever the signal stays past the limit: its expression is parsed, "
        "through recording rules down to what is scraped, with its units, windows, labels, the direction of its "
        "comparison, how seldom its group is evaluated, and whatever could keep it from firing. The server evaluates "
        "parts of it: sides of an operator must find each other by their labels, and the buckets of a histogram must "
        "reach past the threshold. With promtool at hand, the rule is simulated as "
        "well: series that cross the limit must make it fire in time, and series just below its threshold must "
        "not. What is not understood is not proven, and keeps the row from passing. Rules in files that the "
        "settings name must be loaded as they stand there. From each rule the way is followed to who is called: the "
        "labels of the alert, the Alertmanagers that Prometheus knows, its routes, receivers, silences, rules that "
        "inhibit and intervals of time, as they are now and may be; a dead man's switch that has arrived; a runbook "
        "that is there. With the permission drill, a marked alert is sent by each way, seen to arrive, and ended.",
        (
            "default_target",
            "targets.NAME.metrics.url",
            "targets.NAME.metrics.selector",
            "targets.NAME.metrics.memory_limit",
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
            "targets.NAME.alerts.alertmanager.url",
            "targets.NAME.alerts.alertmanager.members",
            "targets.NAME.alerts.receivers",
            "targets.NAME.alerts.silent_times",
            "targets.NAME.alerts.may_inhibit",
            "targets.NAME.alerts.dead_mans_switch",
            "targets.NAME.alerts.runbook_required",
            "targets.NAME.alerts.runbooks",
            "targets.NAME.alerts.longest_group_wait",
            "targets.NAME.alerts.longest_group_interval",
            "targets.NAME.alerts.longest_repeat_interval",
            "targets.NAME.alerts.drill.listen",
            "targets.NAME.alerts.drill.patience",
        ),
        "Correct what is named of the closest rule: its threshold, unit, labels or for. If it is right but not "
        "understood, say in the settings what its metrics are. If it reaches nobody, see the route and the receiver.",
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
