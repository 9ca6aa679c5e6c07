"""What documents say of alerts and of error budgets must be what the settings say."""

from __future__ import annotations

import pytest
from lines import lines_of

from pytest_golive.rows.limits import Limits, not_compared
from pytest_golive.settings.loading import settings_in

ALERTS, SLOS = "<!-- golive: infrastructure::alerting_configured", "<!-- golive: monitoring::slos_defined"
TARGET = '[targets.staging]\nurl = "https://x.example"\n'
BUDGET = '[targets.staging.slos]\nfiles = ["slo.yml"]\nbudget_left = 20\n'
OWN = '[targets.staging.alerts]\nerror_rate.limit = "1%"\nlatency = { limit = "1s", percentile = 99 }\nneeded = ["error_rate", "latency", "cpu"]\n'


def limits_in(settings):
    return Limits(settings_in(f"{TARGET}{settings}", "golive.toml"), "staging")


def told(row, settings=""):
    return list(limits_in(settings).faults(lines_of(f"- [ ] {row} -->\n")))


@pytest.mark.parametrize(
    ("row", "settings"),
    [
        (f"Error rate spike (> 2%) {ALERTS}", ""),
        (f"Response time degradation (> 500ms p95) {ALERTS}", ""),
        (f"p95 > 0.5 s alert {ALERTS}", ""),
        (f"Memory leak (usage > 80%) {ALERTS}", ""),
        (f"Queue backlog (> 1000 items) {ALERTS}", ""),
        (f"Alerts: error rate > 2 %, p95 > 500 ms, memory > 80 %, queue > 1000 {ALERTS}", ""),
        (f"Alert if the error rate is above 2 % for 5 minutes {ALERTS}", ""),
        (f"Alerts: error rate 2 %, p95 500 ms and memory 80 % {ALERTS}", ""),
        (f"Alert: errors > 1 % or p99 latency > 1 s or CPU > 80 % {ALERTS}", OWN),
        (f"Alerting configured {ALERTS}", OWN),
        (f"Error budget left >= 20 % {SLOS}", BUDGET),
        (f"Some error budget is left (> 0 %) {SLOS}", BUDGET.replace("= 20", "= 0")),
        (f"SLOs are met (99.9 %) {SLOS}", BUDGET),
    ],
)
def test_what_agrees(row, settings):
    assert told(row, settings) == []


@pytest.mark.parametrize(
    ("row", "settings", "said"),
    [
        (
            f"Error rate spike (> 1%) {ALERTS}",
            "",
            "demands an alert over 2 %, as set by targets.staging.alerts.error_rate.limit",
        ),
        (
            f"Error rate spike (> 2%) {ALERTS}",
            OWN,
            "demands an alert over 1 %, as set by targets.staging.alerts.error_rate.limit",
        ),
        (
            f"p95 > 300 ms alert {ALERTS}",
            "",
            "demands an alert over 500 ms, as set by targets.staging.alerts.latency.limit",
        ),
        (
            f"Alert: error rate > 2 %, memory > 70 % {ALERTS}",
            "",
            "demands an alert over 80 %, as set by targets.staging.alerts.mem",
        ),
        (
            f"Alert: error rate > 80 %, memory > 80 % {ALERTS}",
            "",
            "row says '> 80 %', but infrastructure::alerting_configured demands an alert over 2 %",
        ),
        (
            f"Alert: p95 > 500 ms, queue > 2 {ALERTS}",
            "",
            "demands an alert over 1000 items, as set by targets.staging.alerts.queue_depth",
        ),
        (f"Alert: queue of 500 items or more, error rate > 2 % {ALERTS}", "", "demands an alert over 1000 items"),
        (f"Alert when the queue is longer than 1000 {ALERTS}", OWN, "applies none of this kind"),
        (f"Alert when the disk is > 90 % full {ALERTS}", "", "applies none of this kind"),
        (f"p99 > 500 ms alert {ALERTS}", "", "applies none of this kind"),
        (
            f"Error budget left >= 30 % {SLOS}",
            BUDGET,
            "demands at least 20 %, as set by targets.staging.slos.budget_left",
        ),
        (f"Error budget left >= 10 % {SLOS}", BUDGET.replace("= 20", "= 0"), "demands over 0 %"),
        (f"Availability SLO >= 99.9 % {SLOS}", BUDGET, "applies none of this kind"),
    ],
)
def test_what_contradicts_is_told(row, settings, said):
    (fault,) = told(row, settings)
    assert said in fault


def test_an_objective_that_a_row_states_is_shown_as_not_compared():
    (line,) = lines_of(f"- [ ] SLOs are met (99.9 %) {SLOS} -->\n")
    assert not_compared(line, limits_in(BUDGET)) == ["99.9 %"]
