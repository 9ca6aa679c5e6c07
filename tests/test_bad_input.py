"""Repositories in every bad state: a clear outcome, never a traceback, never a silent pass."""

from __future__ import annotations

import os

import pytest

from pytest_golive.testrun.junit.safe_xml import read_xml

LINES, FAULTS = "golive/code_quality::files_within_limit", "golive/code_quality::no_fixme_or_hack"
FIXME = "FIX" + "ME"
SECRETS, CODE = "golive/security::no_exposed_secrets", "golive/security::no_vulnerable_code"
LONG = "x = 1\n" * 300


@pytest.fixture
def whole(project):
    """The project, its static security rows due as well."""
    text = (project.path / "pyproject.toml").read_text()
    for gate in ("no_exposed_secrets", "no_vulnerable_code"):
        text = text.replace(f'"security::{gate}" = "not tried in this test"\n', "")
    project.write("pyproject.toml", text)
    project.commit()
    return project


def said(project, *args, ret):
    result = project.phase("-v", *args)
    text = result.stdout.str() + result.stderr.str()
    assert "Traceback" not in text
    assert "a fault of pytest-golive" not in text
    assert "INTERNALERROR" not in text
    assert result.ret == ret, text
    return text


def test_no_commit_yet(pytester, git):
    git(pytester.path, "init", "--quiet")
    (pytester.path / "a.py").write_text("x = 1\n")
    git(pytester.path, "add", "a.py")
    result = pytester.runpytest("-p", "no:randomly", LINES, "-v")
    result.stdout.fnmatch_lines(["*PASS*All files have at most 200 LOC*", "NO-GO *no commit yet*"])


def test_nothing_tracked(pytester, git):
    git(pytester.path, "init", "--quiet")
    result = pytester.runpytest("-p", "no:randomly", "-m", "pre_deploy")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*git tracks nothing*", "NO-GO*"])


def test_a_detached_head_and_no_tags_are_no_trouble(whole, git):
    git(whole.path, "checkout", "--quiet", "--detach")
    assert "GO  4 passed" in said(whole, ret=0)


def test_a_shallow_clone_can_be_judged(whole, git, pytester, monkeypatch):
    clone = pytester.path.parent / "clone"
    git(whole.path, "clone", "--quiet", "--depth=1", whole.path.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert "the clone is shallow and has no release tag" in said(whole, ret=1)
    settings = clone / "pyproject.toml"
    settings.write_text(settings.read_text() + "\n[tool.golive.security]\nhistory = false\n")
    assert "GO  4 passed" in said(whole, ret=0)


def test_a_submodule_stops_every_row_until_the_settings_leave_it_out(whole, git, tmp_path_factory, commit):
    other = tmp_path_factory.mktemp("other")
    (other / "big.py").write_text(LONG)
    commit(other)
    git(whole.path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    whole.commit()
    text = said(whole, ret=1)
    assert "4 rows  1 tracked entry was not checked: 1 submodule (sub)" in text
    assert 'to fix: if its own checklist judges it, say so: [tool.golive] exclude = ["sub"]' in text
    settings = (whole.path / "pyproject.toml").read_text()
    whole.write(
        "pyproject.toml", settings.replace("[tool.golive.not", '[tool.golive]\nexclude = ["sub"]\n\n[tool.golive.not')
    )
    whole.commit()
    assert said(whole, ret=0).count("left out: 1 excluded") == 4, "each row names it"


def test_links_that_loop_dangle_or_lead_out(whole, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "big.py"
    outside.write_text(LONG)
    for name, aim in (("loop.py", "loop.py"), ("gone.py", "nowhere.py"), ("out.py", str(outside)), ("up", "..")):
        (whole.path / name).symlink_to(aim)
    whole.commit()
    text = said(whole, ret=1)
    assert "3 rows  4 tracked entries were not checked: 4 link to elsewhere (gone.py, loop.py, out.py, …)" in text
    assert "PASS    No exposed secrets" in text, "what they lead to is not in the repository"


def test_links_inside(whole):
    (whole.path / "again.py").symlink_to("src/shop/pay.py")
    whole.commit()
    assert said(whole, ret=0).count("left out: 1 link") == 4


def test_a_hundred_megabytes_on_one_line(whole):
    with (whole.path / "big.js").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))
    whole.commit()
    text = said(whole, ret=1)
    assert "big.js is too large to scan (over 5,000,000 bytes)" in text
    assert "PASS    All files have at most 200 LOC" in text
    assert "PASS    No FIXME or HACK comments" in text


def test_nul_bytes_latin_1_and_utf_16(whole):
    whole.path.joinpath("nul.py").write_bytes(b"x = 1\n\0" + b"y = 2\n" * 300)
    whole.path.joinpath("latin.c").write_bytes(b"// caf\xe9 " + FIXME.encode() + b"\nint x;\n")
    whole.path.joinpath("wide.cs").write_bytes(("int x;\n// " + FIXME + "\n").encode("utf-16"))
    whole.commit()
    text = said(whole, ret=1)
    assert "notes of known faults: 2" in text
    assert "latin.c:1: " in text
    assert "wide.cs:2: " in text
    assert "1 binary" in text
    assert "bandit could not read 1 file" in text
    assert "at nul.py" in text or ": nul.py" in text


def test_a_syntax_error_is_named(whole):
    whole.write("src/shop/broken.py", f"def broken(:\n    pass  # {FIXME}\n")
    whole.commit()
    text = said(whole, ret=1)
    assert "bandit could not read 1 file" in text
    assert "src/shop/broken.py:2: " in text


@pytest.mark.parametrize(
    "name", ["with space.py", "new\nline.py", 'quo"te.py', "-dash.py", os.fsdecode(b"lat\xe9n.py")]
)
def test_names_of_every_kind(whole, name):
    (whole.path / name).write_bytes(LONG.encode() + b"eval(input())\n")
    whole.commit()
    text = said(whole, "--junitxml=report.xml", ret=1)
    assert "longest file: 301 lines" in text
    assert "vulnerabilities: 1" in text
    assert read_xml(whole.path / "report.xml", "JUnit report") is not None


def test_a_name_that_is_no_text_travels_from_a_worker(whole):
    (whole.path / os.fsdecode(b"lat\xe9n.py")).write_text(LONG)
    whole.commit()
    text = said(whole, "-n", "2", "--junitxml=report.xml", ret=1)
    assert "longest file: 300 lines" in text
    assert read_xml(whole.path / "report.xml", "JUnit report") is not None


def test_a_file_that_was_deleted_but_is_still_tracked(whole, git):
    (whole.path / "src/shop/pay.py").unlink()
    whole.write("src/shop/new.py", "x = 1\n")
    text = said(whole, ret=1)
    assert "4 rows  1 tracked entry was not checked: 1 missing (src/shop/pay.py)" in text
    assert "+ uncommitted changes" in text
    git(whole.path, "rm", "--quiet", "src/shop/pay.py")
    git(whole.path, "add", "src/shop/new.py")
    assert "+ uncommitted changes" in said(whole, ret=0)


def test_a_folder_in_the_place_of_a_file(whole):
    whole.write("src/shop/closed.py", LONG)
    whole.commit()
    (whole.path / "src/shop/closed.py").unlink()
    (whole.path / "src/shop/closed.py").mkdir()
    assert "1 not a file (src/shop/closed.py)" in said(whole, ret=1)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_commit_that_was_not_judged_is_not_named_alone(whole, git, flag):
    whole.write("src/shop/late.py", f"# {FIXME}\n")
    whole.commit()
    git(whole.path, "update-index", flag, "src/shop/late.py")
    whole.write("src/shop/late.py", "LATE = 1\n")
    assert "+ uncommitted changes" in said(whole, ret=0)
    (whole.path / "src/shop/late.py").unlink()
    text = said(whole, ret=1)
    assert "4 rows  1 tracked entry was not checked: 1 not checked out (src/shop/late.py)" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.golive]\nmax_lines = 3\ncritcal = []\n", ["critcal", "did you mean 'critical'?", "max_lines"]),
        ("[tool.golive\n", ["pyproject.toml"]),
        ('[tool.golive.not_applicable]\n"code_quality::covrage" = "no tests in this project"\n', ["coverage"]),
    ],
)
def test_settings_that_cannot_be_used(project, text, expected):
    project.write("pyproject.toml", text)
    result = project.phase()
    assert result.ret == 4
    output = result.stderr.str() + result.stdout.str()
    assert "Traceback" not in output
    assert [word for word in expected if word not in output] == []
