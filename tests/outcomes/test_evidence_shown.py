"""What editors show of a green row: its evidence, among the output of the test, and nowhere else."""

from __future__ import annotations

import json
from types import SimpleNamespace as Fake

import pytest
from recorded import Trial, waiver

from pytest_golive.judging.evidence import Evidence
from pytest_golive.masking.known import MASK
from pytest_golive.outcomes import properties

SECRET = "hunter2-of-the-deployment"  # pragma: allowlist secret
GATE = """\
import pytest
from pytest_golive import gate

pytestmark = pytest.mark.pre_deploy

@gate("The stock is right")
def stock(judge):
    judge("items missing", 0, at_most=0, source="the list of March", n=12)

@gate("The prices are right")
def prices(judge):
    judge("prices missing", 3, at_most=0)
"""
# As teamcity-messages choose what they show.
LISTENS = """\
import json, os, pathlib

def pytest_runtest_logreport(report):
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    shown = [text for name, text in report.sections if report.when in name and "stdout" in name]
    with pathlib.Path(__file__).with_name("shown.txt").open("a") as file:
        file.write(json.dumps([report.nodeid, report.when, shown]) + "\\n")
"""


def shown(*evidence):
    report = Fake(sections=[], passed=True)
    properties.show(report, evidence)
    return "".join(text for _, text in report.sections).splitlines()


def test_value_limit_number_and_source():
    lines = shown(Evidence("lost", 1, "<=", 2, " ms", "a probe", 1200, ok=True), Evidence("seen", "all"))
    assert lines == ["lost: 1 ms, must be at most 2 ms (n = 1,200, a probe)", "seen: all"]


def test_without_evidence_there_is_no_section():
    report = Fake(sections=[], passed=True)
    properties.show(report, ())
    assert report.sections == []


def test_long_evidence_is_cut_and_says_so():
    lines = shown(*(Evidence(f"value {number}", "x" * 500) for number in range(50)))
    assert len(lines) == properties.MOST_LINES + 1
    assert lines[-1] == "… and 30 more (the report of the run has all)"
    assert all(line.endswith(" …") and len(line) <= properties.WIDEST_LINE + 2 for line in lines[:-1])


@pytest.mark.security
def test_a_secret_is_hidden_before_its_line_is_cut():
    MASK.add(SECRET)
    try:
        lines = shown(Evidence("seen", "x" * (properties.WIDEST_LINE - 12) + SECRET))
    finally:
        MASK.reset()
    assert "hunter2" not in "".join(lines)


def test_what_is_no_text_can_be_sent_by_a_worker():
    (line,) = shown(Evidence("seen", "name\udcff"))
    assert line.encode()


def test_a_row_with_an_unnecessary_waiver_is_red_and_shows_its_reason_alone(monkeypatch):
    trial = Trial(monkeypatch)
    trial.judge(1)
    trial.waivers = [waiver()]
    report, _ = trial.end()
    assert (report.outcome, report.sections) == ("failed", [])


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_only_what_asks_for_the_output_of_a_test_shows_it(project, workers):
    project.write("gates/test_stock.py", GATE)
    project.write("conftest.py", LISTENS)
    project.write(".gitignore", "shown.txt\nreport.xml\n")
    project.commit()
    files = ("--junitxml=report.xml", "-o", "junit_logging=all", "-p", "no:cacheprovider")
    result = project.run(*workers, *files, "gates/test_stock.py")
    told = [json.loads(line) for line in (project.path / "shown.txt").read_text().splitlines()]
    assert [(name, texts) for name, when, texts in told if when == "call" and texts] == [
        ("gates/test_stock.py::stock", ["items missing: 0, must be at most 0 (n = 12, the list of March)\n"])
    ]
    assert properties.SHOWN_WITH_OUTPUT not in result.stdout.str()
    junit = (project.path / "report.xml").read_text()
    assert "the list of March" in junit, "as a property"
    assert "(n = 12, the list of March)" not in junit
