"""When a row of a document is due; nothing but settings, records and dates puts one off."""

from __future__ import annotations

import datetime as dt

import pytest
from lines import lines_of

from pytest_golive.rows.due import When, why_not_due

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
YESTERDAY = NOW - dt.timedelta(days=1)


AFTER = {"phases": ("post_deploy",)}


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
        ("sign until=+7d phase=post_deploy", AFTER, "until 7 d after a deployment, and none is recorded"),
        ("sign until=+7d phase=post_deploy", {**AFTER, "deployed": YESTERDAY}, "until 2026-12-02 12:00 UTC"),
        ("sign until=+24h phase=post_deploy", {**AFTER, "deployed": YESTERDAY}, ""),
        ("sign if=rollback", {}, "no rollback recorded"),
        ("sign if=rollback", {"occasions": {"rollback"}}, ""),
        ("sign if=rollback phase=rollback", {"occasions": {"rollback"}}, "due in rollback"),
        ("sign if=rollback until=2027-01-01", {"occasions": {"rollback"}}, "until 2027-01-01"),
        ("code_quality::coverage until=2027-01-01", {}, "until 2027-01-01"),
        ("phase:smoke", {}, "due in smoke"),
        ("phase:pre_deploy", {"phases": ("smoke",)}, "due in pre_deploy"),
    ],
)
def test_a_row_is_due_by_phase_date_and_occasion(binding, when, why):
    (line,) = lines_of(f"- [ ] row <!-- golive: {binding} -->\n")
    assert why_not_due(line.check, When(**{"phases": ("pre_deploy",), "now": NOW, **when})) == why


@pytest.mark.parametrize(
    ("heading", "phases", "why"),
    [
        ("Rollback Steps", ("rollback",), "no rollback recorded"),
        ("Post-Deployment (T+1 day)", ("post_deploy",), "until 1 d after a deployment, and none is recorded"),
        ("Short-term (1 week)", ("post_deploy",), "until 7 d after a deployment, and none is recorded"),
        ("Long-term (one month)", ("post_deploy",), "until 30 d after a deployment, and none is recorded"),
        ("Immediate (24h)", ("post_deploy",), ""),
        ("Immediate (24h)", ("deploy",), "due in post_deploy"),
        ("Pre-Deployment (T-1 day)", ("deploy",), ""),
    ],
)
def test_headings_say_how_long_a_row_waits(heading, phases, why):
    (line, bound, said) = lines_of(
        f"# T\n## {heading}\n- [ ] row\n- [ ] b <!-- golive: smoke::healthy -->\n- [ ] c <!-- golive: sign phase=smoke -->\n"
    )
    assert why_not_due(line.check, When(phases, NOW)) == why
    assert [why_not_due(one.check, When(("smoke",), NOW)) for one in (bound, said)] == ["", ""]
