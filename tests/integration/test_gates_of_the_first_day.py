"""The gates about the first day after a deployment: they pass, are breached, cannot measure; on a real Prometheus."""

from __future__ import annotations

import datetime as dt
import re
import time
from types import SimpleNamespace

import pytest
from servers.prometheus import Prometheus
from told_past import Told, written

from pytest_golive.load.baselines.baseline import Baseline as Recorded
from pytest_golive.load.baselines.baseline import write_baseline
from pytest_golive.load.results.result import Measured
from pytest_golive.load.results.samples import Samples
from pytest_golive.settings.loading import settings_in
from pytest_golive.targets.performing import baseline_place, machine

pytestmark = pytest.mark.integration
EVERY = 300.0  # seconds: some minutes without a scrape are no hole, however slow the machine is
HOUR = 3600.0
FAST, SLOW = {0.04: 9, 0.15: 1}, {0.04: 3, 0.4: 7}
ILL = {0.04: 9, 0.4: 1}
ERRORS, TIMES = "post_deploy::error_rate_of_the_day", "post_deploy::performance_within_baseline"
SETTINGS = """
[tool.golive]
default_target = "live"
[tool.golive.post_deploy]
day = 1
baseline = 5
{more}
[tool.golive.targets.live]
url = "http://127.0.0.1:9"
[tool.golive.targets.live.metrics]
url = "{url}"
selector = {{ job = "{job}" }}
scrape_interval = "5m"
"""


@pytest.fixture(scope="module")
def deployed():
    return time.time() - 6 * HOUR


@pytest.fixture(scope="module")
def server(deployed, tmp_path_factory):
    def scrapes(first, last, times=FAST, failed=0):
        return [Told(deployed + EVERY * number, dict(times), failed) for number in range(first, last)]

    before, now = scrapes(-78, 0), int((time.time() - deployed) / EVERY) + 1
    after = scrapes(0, now)
    pasts = {
        "steady": {"a:1": [*before, *after]},
        "failing": {"a:1": [*before, *after[:20], *scrapes(20, now, failed=1)]},
        "slower": {"a:1": [*before, *scrapes(0, now, SLOW)]},
        "torn": {"a:1": [*before, *after[:20], *after[30:]]},
        "born": {"a:1": after},
        "one of many": {
            **{f"a:{number}": [*before, *after] for number in range(11)},
            "z:1": [*before, *scrapes(0, now, ILL, failed=1)],
        },
    }
    made = Prometheus(tmp_path_factory.mktemp("first"), "new")
    made.backfill(written(pasts))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def judge(project, server, deployed, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")  # it was committed before it was deployed

    file = project.path / "pyproject.toml"
    before, _, after = file.read_text().partition("[tool.golive.not_applicable]")

    def run(gate, job, *args, more=""):
        settings = SETTINGS.format(url=server.url, job=job, more=more)
        file.write_text(f"{before}{settings}\n[tool.golive.not_applicable]{after}")
        project.commit()
        moment = f"{dt.datetime.fromtimestamp(deployed, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        done = project.run(f"golive/{gate}", "-v", *(args or (f"--golive-deployed={moment}",)))
        assert done.ret == 1, "one row alone is never a GO"
        return " ".join(done.stdout.str().split())

    return run


def test_error_rate_of_the_day_passes(judge):
    said = judge(ERRORS, "steady")
    assert " PASS " in said
    assert "NO-GO 1 passed" in said


def test_performance_within_baseline_passes(judge):
    said = judge(TIMES, "steady")
    assert " PASS " in said
    assert "NO-GO 1 passed" in said


def test_error_rate_of_the_day_is_breached_and_names_the_worst_window(judge):
    said = judge(ERRORS, "failing")
    assert " FAIL " in said
    assert "must be below 1 %" in said
    assert "worst window" in said


def test_performance_within_baseline_is_breached(judge):
    said = judge(TIMES, "slower")
    assert " FAIL " in said
    assert "must be at most 10 %" in said
    assert "before the deployment" in said


@pytest.mark.parametrize(("job", "why"), [("torn", "its data have holes"), ("nobody", "")])
def test_error_rate_of_the_day_cannot_measure(judge, job, why):
    said = judge(ERRORS, job)
    assert " ERROR " in said
    assert why in said


def test_performance_within_baseline_cannot_measure_without_a_time_before(judge):
    assert " ERROR " in judge(TIMES, "born")


def test_without_a_moment_nobody_knows_which_day_it_is(judge):
    said = judge(ERRORS, "steady", "-rN")
    assert " NOT SET UP " in said
    assert "nothing says when this release was deployed" in said


def test_one_bad_instance_does_not_hide_among_many(judge):
    said = judge(ERRORS, "one of many")
    assert " FAIL " in said
    assert "error rate of the day of the worst instance: z:1: 10 %, must be below 1 %" in said
    assert re.search(r"error rate of the day: 0\.\d+ %, must be below 1 %", said), "in total it is well"
    said = judge(TIMES, "one of many")
    assert " FAIL " in said
    assert re.search(
        r"slower than before the deployment, the worst instance: z:1: \d+\.?\d* %, must be at most 10 %", said
    )


@pytest.mark.parametrize("usual", [150.0, 100.0])
def test_the_first_day_is_held_against_the_stored_baseline_where_the_settings_name_one(judge, project, usual):
    more = 'stored = "live"'
    assert "no baseline of it is recorded for this class of machine" in judge(TIMES, "steady", more=more)
    there = SimpleNamespace(root=project.path, settings=settings_in("", "golive.toml").settings)
    runs = [Measured(20.0, Samples([40.0] * 90 + [usual] * 10)) for _ in range(3)]
    write_baseline(
        baseline_place(there, "live"),
        Recorded("live", machine(there), "2026-11-01T00:00:00+00:00", "1a2b", {}, {"": runs}),
    )
    said = judge(TIMES, "steady", more=more)
    assert (" PASS " in said) is (usual == 150.0)
    assert "slower than the stored baseline: " in said
