"""``golive rollback``: it shows the command and the revert, and prepares a branch."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main

TABLE = '\n[tool.golive.rollback]\ncommand = ["./deploy.sh", "{previous}", "--to", "{target}"]\nnotify = ["support"]\n'
TABLE += '[tool.golive.targets.staging]\nurl = "https://staging.shop.example"\n'


@pytest.fixture
def rollback(project, capsys):
    def run(*args):
        capsys.readouterr()
        status = main(["rollback", *args])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out + err

    return run


@pytest.fixture
def released(project, git):
    """Version 1.1.0 is tagged, and another release follows."""
    git(project.path, "tag", "v1.1.0")
    project.write("src/shop/pay.py", '"""Pay."""\n\n\ndef pay() -> int:\n    return 2\n')
    with (project.path / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(TABLE)
    project.commit()
    return project


def test_it_shows_what_would_run_and_what_a_revert_gives(released, rollback, git):
    status, said = rollback("--target", "staging")
    assert status == 0, said
    assert "release: 1.2.0, back to v1.1.0 (" in said
    assert "command: ./deploy.sh v1.1.0 --to staging (shown, not run)\nto tell: support\n" in said
    assert "revert: 1 commit of v1.1.0.." in said
    assert "result: exactly the content of v1.1.0" in said
    assert "rollback" not in git(released.path, "branch", "--list")


def test_it_prepares_a_branch_with_the_reason(released, rollback, git):
    status, said = rollback("--prepare", "rollback/1.2.0", "--reason", "6 % of all orders fail")
    assert status == 0, said
    assert "branch: rollback/1.2.0 (" in said
    assert "not pushed" in said
    message = git(released.path, "log", "-1", "--format=%B", "rollback/1.2.0")
    assert message.startswith(
        "Revert 1.2.0: back to v1.1.0\n\n6 % of all orders fail\n\nThis reverts all that v1.1.0.."
    )
    assert git(released.path, "diff", "v1.1.0", "rollback/1.2.0") == ""
    status, said = rollback("--prepare", "rollback/1.2.0")
    assert (status, "is there already" in said) == (1, True)


def test_without_a_command_it_says_so_and_shows_the_revert(project, rollback, git):
    git(project.path, "tag", "v1.1.0")
    project.write("more.txt", "more\n")
    project.commit()
    status, said = rollback()
    assert status == 0
    assert "command: none (the settings do not say how a release is rolled back" in said
    assert "result: exactly the content of v1.1.0" in said


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "there is no release before this one, so there is nothing to go back to"),
        (["--target", "mars"], "there is no target 'mars'"),
    ],
)
def test_it_says_why_it_cannot(project, rollback, args, said):
    status, output = rollback(*args)
    assert status == 1
    assert said in output


def test_what_it_is_made_onto_must_exist(released, rollback):
    status, said = rollback("--onto", "nowhere")
    assert (status, "this clone has no branch or commit 'nowhere'" in said) == (1, True)
