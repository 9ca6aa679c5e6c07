"""``golive lessons``: it starts the document from facts, and never overwrites one."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from pytest_golive.cli import main
from pytest_golive.documents.lessons.facts import Facts

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
PLACE = "docs/lessons/1.2.0.md"


@pytest.fixture
def lessons(project, capsys):
    def run(*args):
        capsys.readouterr()
        status = main(["lessons", *args])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out + err

    return run


def test_it_starts_from_facts(project, lessons, git):
    git(project.path, "tag", "v1.1.0")
    project.write("src/shop/pay.py", '"""Pay."""\n\n\ndef pay() -> int:\n    return 2\n')
    text = (project.path / "pyproject.toml").read_text()
    project.write(
        "pyproject.toml",
        f'{text}\n[[tool.golive.waivers]]\ngate = "code_quality::coverage"\nreason = "no tests < 80 %"\nowner = "ann"\n'
        'approver = "bob"\nexpires = 2999-01-01\n',
    )
    project.commit()
    done = project.run("-m", "pre_deploy", "--golive-record=golive-records/pre.json")
    assert (project.path / "golive-records/pre.json").is_file(), done.stdout.str()[-1500:] + done.stderr.str()[-500:]
    project.write("golive-records/torn.json", "{")
    status, said = lessons()
    assert status == 0, said
    assert f"{PLACE}: started from facts" in said
    assert 'add "docs/lessons/**" to [tool.golive.signing] aside' in said
    assert "left out: the record torn.json is not JSON" in said
    made = (project.path / PLACE).read_text()
    assert made.startswith("# Lessons of 1.2.0\n\nDate: ")
    assert "The release before is v1.1.0 (" in made
    assert "); 1 commit has followed it." in made
    assert "pre_deploy, GO (pre.json)." in made
    assert "- code_quality::coverage, until 2999-01-01: no tests &lt; 80 %" in made
    assert "## What went wrong\n\n<!-- " in made
    result = project.run("golive/post_deploy::lessons_documented", "-v")
    result.stdout.fnmatch_lines(["*docs/lessons/1.2.0.md is not tracked*"])
    project.commit()
    result = project.run("golive/post_deploy::lessons_documented", "-v")
    result.stdout.fnmatch_lines(["*  FAIL *", "*the section 'Figures' says nothing of its own*"])
    assert "Timeline' says nothing" not in result.stdout.str(), "the facts are content"


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_it_overwrites_nothing(project, lessons, kind):
    place = project.path / PLACE
    place.parent.mkdir(parents=True)
    if kind == "file":
        place.write_text("mine")
    elif kind == "link":
        place.symlink_to("nowhere.md")
    else:
        place.mkdir()
    status, said = lessons()
    assert status == 1
    assert "1.2.0.md is there already, and was not changed" in said
    assert kind != "file" or place.read_text() == "mine"
    assert not (place.parent / "nowhere.md").exists()


def test_it_may_be_printed_instead_and_under_another_name(project, lessons):
    status, said = lessons("--print", "--as", "2.0.0")
    assert status == 0
    assert said.startswith("# Lessons of 2.0.0\n")
    assert not (project.path / "docs").exists()


def test_a_version_that_leaves_the_folder_is_refused(project, lessons):
    status, said = lessons("--as", "../../x")
    assert status == 1
    assert "cannot be part of a file's name" in said


def test_a_folder_that_cannot_be_made_is_told(project, lessons):
    project.write("docs/lessons", "a file")
    status, said = lessons()
    assert status == 1
    assert "docs/lessons" in said


def test_a_figure_stands_beside_its_limit():
    evidence = {"name": "gaps in service", "value": 2, "operator": "<=", "limit": 0, "unit": None}
    row = SimpleNamespace(id="deployment::zero_downtime", title="Zero downtime achieved", evidence=(evidence,))
    facts = Facts("1", "c", NOON, "", 0, "", "", [("prod.json", SimpleNamespace(rows=(row,)))], (), NOON.date())
    assert [*facts.figures()] == ["Zero downtime achieved: gaps in service 2, limit <= 0 (prod.json)"]


def test_a_post_mortem_gets_what_was_breached_and_only_the_number_of_the_others():
    held = [{"name": f"sample {n}", "value": n, "operator": "<=", "limit": 99, "ok": True} for n in range(50)]
    words = {"name": "health", "value": "ill", "operator": "==", "limit": "healthy", "ok": False, "found": ()}
    seen = [{"message": f"GET /{n}: 500"} for n in range(5)]
    count = {"name": "endpoints", "value": 5, "operator": "<=", "limit": 0, "ok": False, "found": seen}
    row = SimpleNamespace(id="smoke::x", title="Smoke", evidence=(*held, words, count, {"name": "a", "value": "note"}))
    watch = {"name": "error rate", "value": 6.1, "operator": "<=", "limit": 5, "unit": " %", "ok": False, "found": ()}
    trigger = SimpleNamespace(id="rollback::no_trigger_fired", title="Watch", evidence=(watch,), outcome="failed",
                              message="")  # fmt: skip
    facts = Facts("1", "c", NOON, "", 0, "", "", [("prod.json", SimpleNamespace(rows=(row, trigger)))], (), NOON.date())
    assert [*facts.breached()] == [
        "Smoke: health ill, limit == healthy (prod.json)",
        "Smoke: endpoints 5, limit <= 0 (GET /0: 500; GET /1: 500; GET /2: 500; and 2 more) (prod.json)",
        "Watch: error rate 6.1 %, limit <= 5 (prod.json)",
        "50 other figures were within their limits; the records have them: prod.json",
    ]
    assert [*facts.triggers()] == ["prod.json: failed, error rate 6.1 %, limit <= 5"]
