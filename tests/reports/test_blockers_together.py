"""What blocks, in few lines: one cause of several things is told once, and what is not proven stands beside a breach."""

from __future__ import annotations

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict
from pytest_golive.reports import blockers, table

SILENCED = "silenced by the silence 0a1b2c3d by ann until 2026-11-27 04:03 UTC, comment: works"
ALERTS = ("ShopErrors (error_rate)", "ShopSlow (latency)", "ShopQueue (queue_depth)")


class Paper:
    """Keeps the lines."""

    width, verbosity = 500, 0

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, *parts):
        self.lines.append("".join(part if isinstance(part, str) else part[0] for part in parts))


def row(name, outcome, *evidence, message="m", cure=""):
    entry = Entry(f"golive/monitoring::{name}", name, "monitoring", ("post_deploy",))
    return Row(entry, outcome, message, cure, "", evidence)


def lines_of(*rows):
    paper = Paper()
    blockers.write(paper, Verdict(rows))
    return [line.strip() for line in paper.lines]


def test_one_cause_of_several_alerts_is_one_line_and_what_is_not_proven_stands_beside_it():
    found = [Finding("", 0, "silenced", f"{name}: {SILENCED}") for name in ALERTS]
    found += [Finding("", 0, "reload", "Alertmanager: old"), Finding("a.yml", 3, "silenced", f"X: {SILENCED}")]
    breach = Evidence("faults", 5, "<=", 0, ok=False, found=tuple(found))
    lines = lines_of(row("alerts", Outcome.FAILED, breach, Evidence("not proven", "the alert for memory")))
    assert lines[1:5] == [
        f"{', '.join(ALERTS)}: {SILENCED}",
        "Alertmanager: old",
        f"a.yml:3: X: {SILENCED}",
        "not proven: the alert for memory",
    ]


def test_values_of_several_things_stay_apart():
    found = tuple(Finding("", 0, "instance", f"instance {name}: 95 %") for name in ("web-1", "web-2"))
    lines = lines_of(row("memory", Outcome.FAILED, Evidence("memory", 95, "<", 80, ok=False, found=found)))
    assert lines[1:3] == ["instance web-1: 95 %", "instance web-2: 95 %"]


def test_each_row_that_is_not_set_up_has_its_own_fix():
    two = [row(name, Outcome.NOT_SET_UP, cure=f"say {name}_limit") for name in ("memory", "cpu")]
    assert lines_of(*two)[1:5] == ["monitoring::memory: m", "say memory_limit", "monitoring::cpu: m", "say cpu_limit"]
    three = [*two, row("disk", Outcome.NOT_SET_UP, cure="say cpu_limit"), row("net", Outcome.NOT_SET_UP)]
    assert lines_of(*three)[3:7] == ["monitoring::cpu: m", "monitoring::disk: m", "say cpu_limit", "monitoring::net: m"]
    assert [line for line in lines_of(two[0]) if "memory_limit" in line] == ["to fix: say memory_limit"]


def test_a_check_that_holds_in_a_row_with_an_error_does_not_look_like_a_pass():
    holds, breaks = Evidence("faults", 0, "<=", 0, ok=True), Evidence("faults", 2, "<=", 0, ok=False)
    assert table.figures_of(row("alerts", Outcome.ERROR, holds), holds) == ("not measured", "")
    assert table.figures_of(row("alerts", Outcome.ERROR, breaks), breaks) == ("2", "≤ 0")
    assert table.figures_of(row("alerts", Outcome.PASSED, holds), holds) == ("0", "≤ 0")
