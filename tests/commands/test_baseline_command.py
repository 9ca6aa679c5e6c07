"""``golive baseline`` records a load test by the settings, and rejects results that are not worth keeping."""

from __future__ import annotations

import pytest
from answering import answering

from pytest_golive.cli import main
from pytest_golive.load.baselines.baseline import read_baseline
from pytest_golive.load.baselines.machine import machine_class

pytestmark = pytest.mark.usefixtures("quiet")
SETTINGS = """
[targets.staging]
url = "{url}"
endpoints = [{{ path = "/a" }}]

[performance]
rate = 80
warm_up = "100ms"
duration = "1s"
runs = {runs}
max_lateness = "500ms"
"""


@pytest.fixture
def server():
    with answering() as made:
        yield made


@pytest.fixture
def here(tmp_path, git, monkeypatch, server, capsys):
    """A project with a target; what a command prints, and its exit status."""
    git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)

    def golive(*args, runs=2):
        (tmp_path / "golive.toml").write_text(SETTINGS.format(url=server.url, runs=runs))
        status = main(["baseline", *args])
        out, err = capsys.readouterr()
        return status, out + err

    return golive


def test_a_baseline_is_recorded_and_shown(here, tmp_path, server):
    server.delay = 0.01
    assert here("show") == (0, "nothing is recorded yet: golive baseline record --target NAME\n")
    status, said = here("record", "--target", "staging")
    kind = machine_class()
    place = f"golive-baselines/staging/{kind}.json.gz"
    assert status == 0, said
    assert said.endswith(f"{place}: written; commit it\n")
    kept = read_baseline(tmp_path / place, "staging", kind)
    assert [run.n for run in kept.endpoints["GET /a"]] == [80, 80]
    assert kept.times("")[0].percentile(1) >= 10
    status, said = here("show")
    assert status == 0
    assert f"staging on {kind}: recorded 20" in said
    assert "80.0 rate" in said
    assert "  GET /a         160     0 %" in said
    (tmp_path / place).write_bytes(b"damaged")
    status, said = here("show")
    assert status == 1
    assert "cannot be read" in said


def test_errors_are_no_baseline_and_leave_the_old_one(here, tmp_path, server):
    server.bad_every = 4
    status, said = here("record", runs=1)
    assert status == 1
    assert "not recorded: in total 2" in said
    assert "status 503" in said
    assert not (tmp_path / "golive-baselines").exists()


def test_an_unknown_target_is_told(here):
    status, said = here("record", "--target", "stagin")
    assert (status, said) == (1, "golive: there is no target 'stagin'; known are: staging\n")


def test_a_busy_machine_records_nothing(here, tmp_path, monkeypatch):
    monkeypatch.setattr("pytest_golive.contention.contention.Contention.is_busy", True)
    status, said = here("record", "--target", "staging", runs=1)
    assert status == 1
    assert "not recorded: this machine was busy: other processes used " in said
    assert "run it while less else runs here" in said
    assert not (tmp_path / "golive-baselines").exists()
