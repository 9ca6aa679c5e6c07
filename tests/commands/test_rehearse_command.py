"""``golive rehearse``: there, back and there again on staging, with data that must not be lost."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pytest_golive.cli import main

DO = """
import pathlib, sys

serves, data, what = pathlib.Path("SERVES"), pathlib.Path("DATA"), sys.argv[1]
if what == "deploy":
    serves.write_text(sys.argv[2])
elif what == "write":
    data.write_text("48")
elif what == "lose":
    serves.write_text(sys.argv[2]), data.unlink()
else:
    print(data.read_text(), "of 48 rows") if data.exists() else sys.exit("no data")
"""
TABLE = """
[project]
name = "shop"
version = "1.2.0"

[tool.golive.targets.staging]
url = "{url}"
version_samples = 3
wait = "1ms"
{more}

[tool.golive.deployment]
appears_within = "1ms"
command = [{python!r}, "do.py", "deploy", "1.2.0"]

[tool.golive.rollback]
command = [{python!r}, "do.py", "{back}", "{{previous_version}}"]

[tool.golive.rollback.rehearsal]
write = [{python!r}, "do.py", "write"]
verify = [{python!r}, "do.py", "verify"]
"""


def golive(capsys, *args):
    status = main([*args])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def project(pytester, serve, commit):
    tmp_path = pytester.path

    def body(_):
        serves = tmp_path / "SERVES"
        version = serves.read_text() if serves.exists() else "1.1.0"
        return 200, {"Content-Type": "application/json"}, json.dumps({"version": version}).encode()

    server = serve(body)

    def configure(more="", back="deploy"):
        (tmp_path / ".gitignore").write_text("SERVES\nDATA\n.golive/\n")
        (tmp_path / "do.py").write_text(DO)
        (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1.1.0"\n')
        commit(tmp_path)
        subprocess.run(["git", "tag", "v1.1.0"], cwd=tmp_path, check=True)
        (tmp_path / "pyproject.toml").write_text(
            TABLE.format(url=server.url, more=more, python=sys.executable, back=back)
        )
        commit(tmp_path)
        return tmp_path

    return configure


def record(folder):
    (file,) = (folder / "golive-records/rehearsals").glob("*.json")
    return json.loads(file.read_text())


def test_a_rehearsal_is_recorded_stage_by_stage_and_the_row_believes_it(project, capsys, pytester, commit):
    folder = project()
    status, out, err = golive(capsys, "rehearse")
    assert status == 0, out + err
    stages = ["deployed", "data written", "rolled back", "verified", "rolled forward", "verified again"]
    assert [one["name"] for one in record(folder)["stages"]] == stages
    assert {one["result"] for one in record(folder)["stages"]} == {"passed"}
    assert "48 of 48 rows" in out
    assert "from the rollback to a verified v1.1.0: " in out
    assert (folder / "SERVES").read_text() == "1.2.0"
    commit(folder)
    result = pytester.runpytest_inprocess("-p", "no:randomly", "golive/rollback::rehearsed", "--target=staging", "-v")
    result.stdout.fnmatch_lines(["*  PASS *"])


def test_data_that_a_rollback_loses(project, capsys):
    folder = project(back="lose")
    status, out, _ = golive(capsys, "rehearse")
    assert status == 1
    assert "no data" in out
    found = record(folder)["stages"]
    assert (found[-1]["name"], found[-1]["result"]) == ("verified", "failed")


def test_a_version_that_does_not_come_back(project, capsys):
    folder = project(back="verify")
    status, out, _ = golive(capsys, "rehearse")
    assert status == 1
    assert "came from 1.2.0" in out
    assert record(folder)["stages"][-1]["name"] == "rolled back"


def test_production_is_no_place_for_it(project, capsys):
    folder = project("production = true\nallow = ['deploy']")
    status, _, err = golive(capsys, "rehearse")
    assert status == 1
    assert "is production, and a rehearsal is for staging" in err
    assert not (folder / "SERVES").exists()


@pytest.mark.security
def test_what_is_not_committed_is_not_rehearsed(project, capsys):
    folder = project()
    (folder / "do.py").write_text(f"{DO}\n# and something that nobody has seen\n")
    status, _, err = golive(capsys, "rehearse")
    assert status == 1
    assert "do.py differs from the commit, so the rehearsal would not be one of this release" in err
    assert not (folder / "SERVES").exists()


@pytest.mark.security
def test_a_script_that_git_does_not_track_is_known_by_its_content(project, capsys, pytester, commit):
    folder = project()
    (folder / ".gitignore").write_text("SERVES\nDATA\n.golive/\ndo.py\n")
    subprocess.run(["git", "rm", "-q", "--cached", "do.py"], cwd=folder, check=True)
    commit(folder)
    status, out, err = golive(capsys, "rehearse")
    assert status == 0, out + err
    commit(folder)
    row = ("-p", "no:randomly", "golive/rollback::rehearsed", "--target=staging", "-v")
    pytester.runpytest_inprocess(*row).stdout.fnmatch_lines(["*  PASS *"])
    (folder / "do.py").write_text(f"{DO}\n# and something that nobody has rehearsed\n")
    result = pytester.runpytest_inprocess(*row)
    words = " ".join(result.stdout.str().split())
    assert "deployment.command in the settings is not the command that was rehearsed" in words


@pytest.mark.security
def test_it_is_signed_by_a_key_that_is_tried_before_anything_is_done(project, capsys, tmp_path_factory):
    folder, keys = project(), tmp_path_factory.mktemp("keys")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / "robot")], check=True)
    (keys / "broken").write_text("no key\n")
    status, _, err = golive(capsys, "rehearse", f"--key={keys / 'broken'}")
    assert status == 1
    assert "cannot sign with broken" in err
    assert not (folder / "SERVES").exists()
    status, out, err = golive(capsys, "rehearse", f"--key={keys / 'robot'}")
    assert status == 0, out + err
    assert ", signed by the key robot" in out
    assert record(folder)["signature"].startswith("-----BEGIN SSH SIGNATURE-----")
