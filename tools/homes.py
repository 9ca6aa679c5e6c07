"""Write the table of the example's rows and their homes: ``python tools/homes.py > docs/checklist-homes.md``.

Each row of ``examples/shop/docs/GO_LIVE.md`` is judged by a built-in gate, by one of the team's own, or signed by
people; the gates that can judge, or will judge, what people sign there are named, too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.checklist.binding.resolving import Check, resolve
from pytest_golive.checklist.reading.reading import read_document
from pytest_golive.commands.bind.candidates import candidates, catalogue_of
from pytest_golive.commands.reference.catalogue import all_gates
from pytest_golive.settings.loading import load_settings

SHOP = Path(__file__).parent.parent / "examples" / "shop"
DOCUMENT = "docs/GO_LIVE.md"
HEAD = """# The home of each row

<!-- Written by: python tools/homes.py > docs/checklist-homes.md -->

The rows of [the example's checklist](../examples/shop/docs/GO_LIVE.md), and what answers for each of them today: a
built-in gate, a gate of the team's own, or people, who sign; beside a gate, they judge what it leaves out. The example
scrapes its own process, so gates judge its metrics; it has no Alertmanager, no Grafana and no backend of traces, so
people sign rows about these. Of a row that people sign, one column names the built-in gates that judge it where a
project has what they ask. The last column names gates that are still to come. Where both are empty, people keep it.

| # | row | home | due | can be judged by | later |
|---|---|---|---|---|---|
"""
METRICS, ALERTS = "infrastructure::metrics_flow", "infrastructure::alerting_configured"
TRIGGER = "rollback::no_trigger_fired"
# By id of the row, or its end: gates that people stand in for; which of them exist already is looked up.
LATER = {
    "all-previous-phases-must-pass-this-is-final-gate": "the record of the phase before",
    "key-insights/monitoring-setup-verify-observability": f"{METRICS}, infrastructure::traces_flow",
    "functional/all-refactored-code-deployed": "deployment::deployed",
    "functional/monitoring-active": METRICS,
    "functional/rollback-tested": "rollback::rehearsed",
    "infrastructure-gate/observability-verified-traces-metrics": f"{METRICS}, infrastructure::traces_flow",
    "infrastructure-gate/alerting-configured": ALERTS,
    "full-regression-test-on-staging": "deployment::staging_regression",
    "team-standup-deployment-briefing": "deployment::team_briefed",
    "todo-list/team-briefed": "deployment::team_briefed",
    "deployment-day/create-production-backup": "deployment::backup_created",
    "deployment-day/deploy-to-production": "deployment::deployed",
    "deployment-day/monitor-for-30-minutes": "deployment::stable_after_deploy",
    "review-monitoring-dashboards": "post_deploy::dashboards_reviewed",
    "check-error-rates": "post_deploy::error_rate_of_the_day",
    "verify-performance-metrics": "post_deploy::performance_within_baseline",
    "collect-team-feedback": "post_deploy::team_feedback_collected",
    "post-deployment-t-1-day/document-lessons-learned": "post_deploy::lessons_documented",
    "trigger-conditions/error-rate-over-5-percent": TRIGGER,
    "trigger-conditions/response-time-over-2x-baseline": TRIGGER,
    "trigger-conditions/critical-feature-broken": TRIGGER,
    "security-incident": TRIGGER,
    "rollback-steps/notify-team": "rollback::team_notified",
    "rollback-steps/revert-to-previous-tag": "rollback::reverted",
    "rollback-steps/deploy-previous-version": "rollback::previous_version_serving",
    "rollback-steps/verify-rollback-success": "rollback::previous_version_serving",
    "rollback-steps/post-mortem-analysis": "rollback::post_mortem_written",
    "todo-list/release-tagged": "deployment::tagged",
    "todo-list/production-deployed": "deployment::deployed",
    "todo-list/monitoring-verified": METRICS,
    "todo-list/rollback-plan-tested": "rollback::rehearsed",
    "success-criteria/production-deployment-successful": "deployment::deployed",
    "success-criteria/error-rate-under-1-percent": "monitoring::error_rate",
    "success-criteria/performance-within-baseline": "post_deploy::performance_within_baseline",
    "risk-assessment/performance-issues-medium-benchmarks-rollback-plan": "rollback::rehearsed",
    "key-metrics-to-watch/error-rate-target-under-1-percent": "monitoring::error_rate",
    "key-metrics-to-watch/response-time-target-under-200ms-p95": "monitoring::latency",
    "key-metrics-to-watch/cpu-memory-usage": "monitoring::cpu, monitoring::memory",
    "key-metrics-to-watch/queue-depth-if-applicable": "monitoring::queue_depth",
    "key-metrics-to-watch/trace-success-rate": "monitoring::trace_success",
    "alerts/error-rate-spike-over-2-percent": ALERTS,
    "alerts/response-time-degradation-over-500ms-p95": ALERTS,
    "alerts/memory-leak-usage-over-80-percent": ALERTS,
    "alerts/queue-backlog-over-1000-items": ALERTS,
    "immediate-24h/monitor-dashboards": "post_deploy::dashboards_live",
    "immediate-24h/respond-to-alerts": "post_deploy::alerts_answered",
    "immediate-24h/collect-user-feedback": "post_deploy::user_feedback_collected",
    "short-term-1-week/performance-optimization-if-needed": "post_deploy::performance_optimised",
    "short-term-1-week/bug-fixes-from-user-reports": "post_deploy::user_bugs_fixed",
    "short-term-1-week/documentation-refinement": "post_deploy::documentation_refined",
    "long-term-1-month/measure-improvement-metrics": "post_deploy::improvement_measured",
    "long-term-1-month/plan-next-refactoring-cycle": "post_deploy::next_cycle_planned",
    "long-term-1-month/update-roadmap": "post_deploy::roadmap_updated",
    "celebration/team-acknowledgment": "post_deploy::team_acknowledged",
    "celebration/document-lessons-learned": "post_deploy::lessons_documented",
    "celebration/plan-improvements-for-next-cycle": "post_deploy::next_cycle_planned",
    "celebration/update-project-roadmap": "post_deploy::roadmap_updated",
}


def page() -> str:
    """docs/checklist-homes.md."""
    return HEAD + "".join(f"{line}\n" for line in _rows())


def checks() -> list[Check]:
    """The rows of the example.

    Raises:
        ValueError: one has lost its home.
    """
    known = catalogue_of(candidates(SHOP, load_settings(SHOP)))
    found, faults = resolve(read_document(SHOP / DOCUMENT, DOCUMENT), known)
    if faults:
        raise ValueError("\n".join(f"{DOCUMENT}:{fault.line}: {fault}" for fault in faults))
    return found


def _rows() -> Iterator[str]:
    known = {gate.key for gate in all_gates()}
    for number, check in enumerate(checks(), 1):
        text = check.row.text.replace("|", "\\|")
        home = ", ".join("people" if str(bond) == "sign" else f"`{bond}`" for bond in check.binding.bonds)
        gates = next((gates.split(", ") for end, gates in LATER.items() if _ends(check.id, end)), [])
        gates = gates if check.needs_people else []
        there = ", ".join(f"`{gate}`" for gate in gates if gate in known and gate not in check.gates)
        later = ", ".join(gate for gate in gates if gate not in known)
        yield f"| {number} | {text} | {home} | {', '.join(check.phases)} | {there} | {later} |"


def _ends(name: str, end: str) -> bool:
    return f"/{name}".endswith(f"/{end}")


if __name__ == "__main__":
    sys.stdout.write(page())
