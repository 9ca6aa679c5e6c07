"""When a row of a document is due; nothing but settings, records and dates puts one off."""

from __future__ import annotations

import datetime as dt

import pytest
from lines import lines_of

from pytest_golive.rows.due import When, why_not_due

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
YESTERDAY = NOW - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("binding", "when", "why"),
    [
        ("code_quality::coverage", {}, ""),
        ("code_quality::coverage", {"phases": ("smoke",)}, "due in pre_deploy"),
        ("security::transport", {"phases": ("smoke",)}, ""),
        ("sign phase=deploy", {}, "due in deploy"),
        ("sign phase=deploy", {"phases": ("pre_deploy", "deploy")}, ""),
        ("sign until=2026-11-27", {}, "until 2026-11-27"),
        ("sign until=2026-11-26", {}, ""),
        ("sign until=+7d", {}, "until 7 d after a deployment, and none is recorded"),
        ("sign until=+7d", {"deployed": YESTERDAY}, "until 2026-12-02 12:00 UTC"),
        ("sign until=+24h", {"deployed": YESTERDAY}, ""),
        ("sign if=rollback", {}, "no rollback recorded"),
        ("sign if=rollback", {"occasions": {"rollback"}}, ""),
        ("sign if=rollback phase=rollback", {"occasions": {"rollback"}}, "due in rollback"),
        ("sign if=rollback until=2027-01-01", {"occasions": {"rollback"}}, "until 2027-01-01"),
    ],
)
def test_a_row_is_due_by_phase_date_and_occasion(binding, when, why):
    (line,) = lines_of(f"- [ ] row <!-- golive: {binding} -->\n")
    assert why_not_due(line.check, When(**{"phases": ("pre_deploy",), "now": NOW, **when})) == why
