"""``golive rollback --execute``: only where it is permitted and confirmed, and it looks whether that has helped."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pytest_golive.cli import main

TABLE = """
[project]
name = "shop"
version = "1.2.0"

[tool.golive.targets.prod]
url = "{url}"
version_samples = 3
wait = "1ms"
{more}

[tool.golive.deployment]
appears_within = "1ms"

[tool.golive.rollback]
command = [{python!r}, "-c", "open('BACK', 'w').write('{{previous_version}}')"]
notify = ["team"]
"""


def golive(capsys, *args):
    """Exit status, standard output and standard error."""
    status = main([*args])
    out, err = capsys.readouterr()
    return status, out, err


PRODUCTION = "production = true\nallow = ['deploy']"


@pytest.fixture
def project(tmp_path, monkeypatch, serve, commit):
    monkeypatch.chdir(tmp_path)
    back = tmp_path / "BACK"
    body = lambda: back.read_bytes() if back.exists() else b"1.2.0"  # noqa: E731 -- what it serves now
    server = serve(lambda _: (200, {"Content-Type": "application/json"}, b'{"version": "%s"}' % body()))

    def configure(more="", python=sys.executable):
        (tmp_path / ".gitignore").write_text("BACK\n.golive/\n")
        (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1.1.0"\n')
        commit(tmp_path)
        subprocess.run(["git", "tag", "v1.1.0"], cwd=tmp_path, check=True)
        text = TABLE.format(url=server.url, more=more, python=python)
        (tmp_path / "pyproject.toml").write_text(text)
        commit(tmp_path)
        return back

    return configure


def test_it_rolls_back_and_sees_the_release_before(project, capsys):
    back = project()
    status, out, _ = golive(capsys, "rollback", "--target=prod", "--execute", "--reason=orders are lost")
    assert status == 0, out
    assert "rolled back to v1.1.0 in " in out
    assert "to tell: team" in out
    assert back.read_text() == "1.1.0"
    _, out, _ = golive(capsys, "journal", "--target=prod", "--json")
    assert '"orders are lost"' in out
    assert '"rolled back"' in out


@pytest.mark.parametrize(
    ("more", "words", "said"),
    [
        ("production = true", (), "its table permits no deployments"),
        (PRODUCTION, (), "type it: --confirm=v1.1.0"),
        (PRODUCTION, ("--confirm=v1.2.0",), "type it: --confirm=v1.1.0"),
    ],
)
@pytest.mark.security
def test_production_is_rolled_back_only_by_permission_and_the_tag_typed(project, capsys, more, words, said):
    back = project(more)
    status, out, err = golive(capsys, "rollback", "--target=prod", "--execute", *words)
    assert status == 1
    assert said in f"{out} {err}"
    assert not back.exists()


def test_production_that_is_confirmed(project, capsys):
    back = project(PRODUCTION)
    status, out, _ = golive(capsys, "rollback", "--target=prod", "--execute", "--confirm=v1.1.0")
    assert status == 0, out
    assert back.read_text() == "1.1.0"


def test_a_command_that_does_not_help(project, capsys):
    project(python="false")
    status, out, _ = golive(capsys, "rollback", "--target=prod", "--execute")
    assert status == 1
    assert "did not succeed: rollback: exit status 1" in out
