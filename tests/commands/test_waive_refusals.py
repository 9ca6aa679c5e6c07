"""``golive waive`` rejects waivers that cover nothing or were approved by their owner; so do the settings."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.cli import main
from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import load_settings

FUTURE = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
WHO = ("--reason", "split in v2", "--owner", "payments", "--approver", "release manager", "--expires", FUTURE)
SELF = ("--reason", "split in v2", "--owner", "Payments Team", "--approver", " payments  team", "--expires", FUTURE)
RULE = "is its owner, too, and an exception is one that two people know of"
ALLOWED = "self_approved_waivers = true\n"


@pytest.fixture
def golive(red, capsys):
    def run(*args):
        status = main(["waive", "files_within_limit", *args])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out + err

    return run


@pytest.mark.parametrize(
    ("match", "near"),
    [
        ("src/shop/bgi.py", "did you mean src/shop/big.py? "),
        ("shop/big.py", "did you mean src/shop/big.py? "),
        ("src/shop/big.py:12", "did you mean src/shop/big.py? "),
        ("nothing/like/it.rs", ""),
    ],
)
def test_a_match_that_means_no_file_is_written_with_a_warning(red, golive, match, near):
    before = (red.path / "pyproject.toml").read_bytes()
    status, said = golive(match, *WHO)
    assert status == 0
    warning = (
        f"warning: no file that git tracks is meant by '{match}', and a waiver that covers nothing is NO-GO: {near}"
    )
    assert f"{warning}a finding without a file" in " ".join(said.split())
    assert (red.path / "pyproject.toml").read_bytes().startswith(before)


@pytest.mark.parametrize("match", ["src/**/*.py", "big.py", "0123456789abcdef", "notes.txt"])
def test_a_match_that_means_one_is_written(red, golive, match):
    red.write("notes.txt", "not tracked yet")
    status, said = golive(match, *WHO)
    assert status == 0
    assert "warning" not in said


def test_where_there_is_no_repository_nobody_can_tell(red, golive, tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert golive("a.py", *WHO)[0] == 0


def test_nobody_allows_an_exception_to_himself(red, golive):
    before = (red.path / "pyproject.toml").read_bytes()
    status, said = golive("big.py", *SELF)
    assert status == 4
    assert f'waivers[0].approver = "payments  team": {RULE}' in said
    assert "name another person as approver; if one person is responsible for all, set self_approved_waivers" in said
    assert (red.path / "pyproject.toml").read_bytes() == before


def table(owner, approver):
    head = '[[waivers]]\ngate = "code_quality::files_within_limit"\nmatch = "a.py"\nreason = "split in v2"\n'
    return f'{head}owner = "{owner}"\napprover = "{approver}"\nexpires = {FUTURE}\n'


def test_settings_are_held_to_the_same(tmp_path):
    (tmp_path / "golive.toml").write_text(table("Ana", "Ben") + table("Ana", "ANA") + table("Ben", "\\uff22en"))
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    first, *more = caught.value.what.splitlines()
    assert first == "the settings have 2 errors:"
    assert more[0] == f'  golive.toml:13: waivers[1].approver = "ANA": {RULE}'
    assert more[1].startswith("  golive.toml:20: waivers[2].approver = ")
    (tmp_path / "golive.toml").write_text(ALLOWED + table("Ana", "ANA"))
    assert load_settings(tmp_path).settings.self_approved_waivers


def test_a_run_says_it_and_so_does_one_that_allows_it(red, git):
    git(red.path, "tag", "v1.0.0")
    red.write(
        "pyproject.toml",
        (red.path / "pyproject.toml")
        .read_text()
        .replace("[tool.golive.not", "[tool.golive]\n" + ALLOWED + "[tool.golive.not"),
    )
    red.commit()
    assert "self_approved_waivers: false → true" in " ".join(red.phase().stdout.str().split())


def test_settings_of_the_past_are_compared_all_the_same(red, git):
    text = (red.path / "pyproject.toml").read_text()
    old = table("Ana", "Ana").replace("[[waivers]]", "[[tool.golive.waivers]]")
    red.write("pyproject.toml", text + old)
    red.commit()
    git(red.path, "tag", "v1.0.0")
    red.write("pyproject.toml", f"{text}\n[tool.golive.code_quality]\nmax_lines = 900\n")
    red.commit()
    said = " ".join(red.phase().stdout.str().split())
    assert "code_quality.max_lines: 200 → 900" in said
    assert "is unknown" not in said
