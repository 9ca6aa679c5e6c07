"""What a page shows beside the verdict: who ran it, where the repository is, waivers, and the journal."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from types import SimpleNamespace as Fake

import pytest
from paged import Elements, around, html, row, verdict_of

from pytest_golive.delivery.journal.entries import Entries, Entry, Event, Release, Result
from pytest_golive.reports.html import gathering
from pytest_golive.reports.html.gathering import _steps, job, who
from pytest_golive.reports.html.rendering import timeline

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
RELEASE = Release("sha256:1", "1.4.2")
WAIVED = """
[[tool.golive.waivers]]
gate = "code_quality::files_within_limit"
match = "src/shop/big.py"
reason = "the vendor's table <b>"
owner = "Ann"
approver = "Bob"
expires = 2099-01-31
"""


def entry(number, event, step="", result=None, took=None):
    at = NOON + dt.timedelta(minutes=number)
    return Entry(number, at, event, step, result, RELEASE, "prod", "ann@build-1 4711", took)


def steps(*entries):
    return [*_steps(Entries(Path("j"), "prod", entries))]


def test_a_job_of_a_ci_system_names_its_starter_and_its_page():
    github = {
        "GITHUB_ACTOR": "ann",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "shop/shop",
        "GITHUB_RUN_ID": "7",
    }
    assert (who(github), job(github)) == ("ann", "https://github.com/shop/shop/actions/runs/7")
    gitlab = {"GITLAB_USER_LOGIN": "bob", "CI_JOB_URL": "https://gitlab.example/shop/-/jobs/9"}
    assert (who(gitlab), job(gitlab)) == ("bob", gitlab["CI_JOB_URL"])
    assert job({"BUILD_URL": "javascript:alert(1)"}) == job({}) == ""
    assert "@" in who({})


def test_each_run_of_a_step_has_its_own_end():
    found = steps(
        entry(1, Event.CREATED), entry(2, Event.BEGUN),
        entry(3, Event.STEP_STARTED, "deployment::deployed"),
        entry(4, Event.STEP_ENDED, "deployment::deployed", Result.FAILED, 50.0),
        entry(5, Event.STEP_STARTED, "deployment::deployed"),
        entry(6, Event.ROLLED_BACK, result=Result.PASSED),
        entry(7, Event.STEP_STARTED, "smoke"),
    )  # fmt: skip
    assert [(one.name, one.result, one.took) for one in found] == [
        ("deployment::deployed", "failed", "50.0 s"), ("deployment::deployed", "never ended", ""),
        ("rolled back", "passed", ""), ("smoke", "never ended", ""),
    ]  # fmt: skip


def test_an_end_without_a_beginning_ends_nothing_else():
    found = steps(entry(3, Event.STEP_ENDED, "a", Result.PASSED, 1.0), entry(4, Event.STEP_STARTED, "a"))
    assert [one.result for one in found] == ["never ended"]


def test_bars_are_drawn_for_two_steps_that_ended():
    one = around().journal[0]
    assert timeline([one]) == timeline([]) == ""
    drawn = timeline([one, one])
    assert drawn.count("<rect") == 2
    assert "0.0 s" in drawn


def test_the_journal_of_a_target_is_read_and_a_damaged_one_is_told(tmp_path, monkeypatch):
    path = tmp_path / "prod.jsonl"
    monkeypatch.setattr(gathering, "journal_path", lambda *_: path)
    run = Fake(target_name="prod", settings=Fake(targets={"prod": 1}), repository=None)
    assert gathering._journal(run) == gathering._Journal()
    path.write_text("no journal\n", encoding="utf-8")
    assert "damaged in line 1" in gathering._journal(run).trouble
    assert gathering._journal(Fake(target_name="", settings=run.settings)) == gathering._Journal()


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@gitlab.com:team/shop/shop.git", "https://gitlab.com/team/shop/shop/-/blob/{}/src/shop/big.py"),
        ("https://codeberg.org/shop/shop", "https://codeberg.org/shop/shop/src/commit/{}/src/shop/big.py"),
        ("https://bitbucket.org/shop/shop.git", "https://bitbucket.org/shop/shop/src/{}/src/shop/big.py"),
        ("/srv/git/shop.git", ""),
        ("https://forge.example/shop/shop", ""),
    ],
)
def test_places_lead_to_the_forge_of_origin(red, remote, address):
    subprocess.run(("git", "remote", "add", "origin", remote), cwd=red.path, check=True)
    head = subprocess.run(("git", "rev-parse", "HEAD"), cwd=red.path, check=True, capture_output=True, text=True).stdout
    red.phase("--golive-html=out/report.html")
    links = [one["href"] for one in Elements((red.path / "out/report.html").read_text(encoding="utf-8")).of("a")]
    found = [one for one in links if "big.py" in one]
    assert set(found) == ({address.format(head.strip())} if address else set())


def test_waivers_of_the_settings_stand_with_their_row_and_in_the_list(red):
    settings = (red.path / "pyproject.toml").read_text(encoding="utf-8")
    red.write("pyproject.toml", settings + WAIVED)
    red.commit()
    assert red.phase("--golive-html=out/report.html").ret == 0
    words = " ".join("".join(Elements((red.path / "out/report.html").read_text(encoding="utf-8")).text).split())
    assert words.count("until 2099-01-31: the vendor's table <b>; owner Ann, approved by Bob (pyproject.toml:") == 2
    assert "!waived" in words


def test_what_is_not_known_of_signatures_and_journals_is_told():
    text = html(verdict_of(row()), around(unknown="the clone is shallow", trouble="the journal is damaged"))
    assert "What was signed is unknown: the clone is shallow" in text
    assert "the journal is damaged" in text
