"""``golive waive`` writes waivers that a run accepts, and never ones that it would reject."""

from __future__ import annotations

import datetime as dt
import errno
import os
import subprocess
import sys
import tomllib

import pytest

from pytest_golive.cli import main

FUTURE = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
WHO = ("--reason", "split in v2, see #412", "--owner", "payments", "--approver", "release manager")


@pytest.fixture
def golive(red, capsys):
    for name in ("a.py", 'a "b".py'):
        red.write(name, "x = 1\n")
    red.commit()

    def run(*args):
        try:
            status = main(["waive", *args])
        except SystemExit as exit_:
            status = exit_.code
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out + err

    return run


def test_a_finding_is_waived_and_everybody_can_see_who_why_and_until_when(red, golive):
    status, said = golive("files_within_limit", "src/shop/big.py", *WHO, "--expires", FUTURE)
    assert status == 0
    assert f"code_quality::files_within_limit is waived until {FUTURE} UTC; commit it" in said
    assert said.startswith("pyproject.toml:")
    red.commit()
    result = red.phase("--junitxml=report.xml")
    excuse = f"split in v2, see #412 (owner payments, approved by release manager, until {FUTURE} UTC)"
    assert f"1 waived: {excuse}" in result.stdout.str()
    assert result.ret == 0
    assert "split in v2, see #412" in (red.path / "report.xml").read_text()


def test_a_whole_gate(red, golive):
    assert golive("code_quality::files_within_limit", *WHO, "--expires", FUTURE)[0] == 0
    red.commit()
    assert "WAIVED" in red.phase().stdout.str()


def test_into_a_file_of_our_own_and_with_its_line_ends(red, golive):
    (red.path / "golive.toml").write_bytes(b"[code_quality]\r\nmax_lines = 100")
    (red.path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert golive("files_within_limit", 'a "b"*.py', *WHO, "--expires", FUTURE)[0] == 0
    text = (red.path / "golive.toml").read_bytes()
    assert b'max_lines = 100\r\n\r\n[[waivers]]\r\ngate = "code_quality::files_within_limit"\r\n' in text
    assert b'match = "a \\"b\\"*.py"\r\n' in text


def test_a_project_without_settings_gets_some(red, golive):
    (red.path / "pyproject.toml").unlink()
    assert golive("files_within_limit", "a.py", *WHO, "--expires", FUTURE)[0] == 0
    assert (red.path / "pyproject.toml").read_text().startswith("[[tool.golive.waivers]]")


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (("files_within_limit", "a.py", *WHO, "--expires", "2020-01-31"), "2020-01-31 is over"),
        (("files_within_limit", "a.py", *WHO, "--expires", "soon"), "YYYY-MM-DD"),
        (("files_within_limit", "a.py", *WHO), "--expires"),
        (("files_within_limit", "a.py", "--reason", " ", *WHO[2:], "--expires", FUTURE), "reason"),
        (("no_such_gate", "a.py", *WHO, "--expires", FUTURE), "no gate 'no_such_gate'"),
    ],
    ids=["over", "no day", "no end", "no reason", "no gate"],
)
def test_what_a_run_would_refuse_is_not_written(red, golive, args, complaint):
    before = (red.path / "pyproject.toml").read_bytes()
    status, said = golive(*args)
    assert status != 0
    assert complaint in said
    assert (red.path / "pyproject.toml").read_bytes() == before


def test_twice_is_once_too_often(red, golive):
    args = ("files_within_limit", "a.py", *WHO, "--expires", FUTURE)
    assert golive(*args)[0] == 0
    status, said = golive(*args)
    assert status == 1
    assert "waives a.py of code_quality::files_within_limit already" in said


def test_where_there_is_no_room_nothing_is_broken(red, golive):
    file = red.path / "pyproject.toml"
    file.write_text(
        file.read_text().replace(
            "[tool.golive.not_applicable]", "[tool.golive]\nwaivers = []\n\n[tool.golive.not_applicable]"
        )
    )
    before = file.read_bytes()
    status, said = golive("files_within_limit", "a.py", *WHO, "--expires", FUTURE)
    assert status in {1, 4}
    assert "pyproject.toml" in said
    assert file.read_bytes() == before


def test_line_ends_links_permissions_and_strange_files_stay(red, golive, tmp_path):
    real = tmp_path / "elsewhere.toml"
    text = (red.path / "pyproject.toml").read_bytes().replace(b"\n", b"\r\n")
    (red.path / "pyproject.toml").unlink()
    real.write_bytes(text)
    real.chmod(0o640)
    (red.path / "pyproject.toml").symlink_to(real)
    (red.path / "pyproject.toml.draft").write_text("mine")
    assert golive("files_within_limit", *WHO, "--expires", FUTURE)[0] == 0
    written = real.read_bytes()
    assert (red.path / "pyproject.toml").is_symlink()
    assert written.startswith(text)
    assert written.count(b"\n") == written.count(b"\r\n")
    assert real.stat().st_mode & 0o777 == 0o640
    assert (red.path / "pyproject.toml.draft").read_text() == "mine"


def test_waivers_written_at_once_are_all_kept(red):
    for number in range(6):
        red.write(f"src/{number}.py", "x = 1\n")
    red.commit()
    program = "from pytest_golive.cli import main; raise SystemExit(main())"
    start = [sys.executable, "-c", program, "waive", "files_within_limit"]
    running = [
        subprocess.Popen([*start, f"src/{number}*", *WHO, "--expires", FUTURE], cwd=red.path, stdout=subprocess.PIPE)
        for number in range(6)
    ]
    assert [process.wait(300) for process in running] == [0] * 6
    for process in running:
        process.stdout.close()
    tables = tomllib.loads((red.path / "pyproject.toml").read_text())["tool"]["golive"]["waivers"]
    assert sorted(table["match"] for table in tables) == [f"src/{number}*" for number in range(6)]


def test_a_full_disk_leaves_the_settings_whole(red, golive, monkeypatch):
    before = (red.path / "pyproject.toml").read_bytes()

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    status, said = golive("files_within_limit", *WHO, "--expires", FUTURE)
    assert status == 1
    assert "cannot be written: No space left on device; it is as it was; make room on the disk" in said
    assert (red.path / "pyproject.toml").read_bytes() == before
    assert not list(red.path.glob(".golive-*"))
