"""``golive lessons``: it starts the document from facts, and never overwrites one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_golive.cli import main
from pytest_golive.documents.lessons.facts import Facts

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
    assert "); 1 commits have followed it." in made
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
    facts = SimpleNamespace(records=(("prod.json", SimpleNamespace(rows=(row,))),))
    assert [*Facts.figures(facts)] == ["Zero downtime achieved: gaps in service 2, limit <= 0 (prod.json)"]
