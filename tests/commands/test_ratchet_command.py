"""``golive ratchet``, then runs: old findings are reported, new and worse ones fail, gone ones are asked for."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.ratchet import ratchet
from pytest_golive.errors import GoliveError

LINES = "code_quality::files_within_limit"
FIXME = "FIX" + "ME"
FILE = "golive-ratchet.txt"


@pytest.fixture
def old(project):
    """A code base that is not clean: a file too long, and two notes."""
    project.write("src/shop/big.py", "x = 1\n" * 250)
    project.write("src/shop/notes.py", f"# {FIXME} one\n# {FIXME} one\n")
    project.commit()
    return project


@pytest.fixture
def golive(project, monkeypatch, capsys):
    """Run the command in the project; what it printed, and its exit status."""
    monkeypatch.delenv("CI", raising=False)

    def run(*args):
        status = main(["ratchet", *args])
        out, err = capsys.readouterr()
        return status, out + err

    return run


@pytest.fixture
def kept(old, golive):
    """The same code base with its findings recorded and committed."""
    status, said = golive()
    assert status == 0
    assert "code_quality::files_within_limit: 1 known findings" in said
    assert "code_quality::no_fixme_or_hack: 2 known findings" in said
    assert f"{FILE}: 3 known findings; commit it" in said
    old.commit()
    return old


def said(project, *, ret):
    result = project.phase()
    assert result.ret == ret, result.stdout.str()
    return result.stdout.str()


def test_before_the_ratchet_the_run_is_red(old):
    assert "NO-GO" in said(old, ret=1)


def test_known_findings_are_reported_and_do_not_block(kept):
    text = said(kept, ret=0)
    assert "1 known findings, none of them worse" in text
    assert "2 known findings, none of them worse" in text


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("src/shop/big.py", "x = 1\n" * 251, "251 lines, 51 over 200 (worse than the known 250)"),
        ("src/shop/other.py", "x = 1\n" * 250, "src/shop/other.py: 250 lines, 50 over 200"),
        ("src/shop/notes.py", f"# {FIXME} one\n" * 3, "notes of known faults: 1, must be at most 0"),
        ("src/shop/more.py", f"# {FIXME} two\n", "src/shop/more.py:1: "),
    ],
    ids=["worse", "new file", "once more", "new note"],
)
def test_new_and_worse_ones_block(kept, path, text, message):
    kept.write(path, text)
    kept.commit()
    assert message in said(kept, ret=1)


def test_a_renamed_file_is_still_known(kept, git):
    git(kept.path, "mv", "src/shop/big.py", "src/shop/large.py")
    git(kept.path, "mv", "src/shop/notes.py", "src/shop/words.py")
    said(kept, ret=0)
    kept.commit()
    said(kept, ret=0)


def test_a_file_renamed_in_the_commit_that_brings_the_ratchet(old, golive, git):
    assert golive()[0] == 0
    git(old.path, "mv", "src/shop/big.py", "src/shop/large.py")
    old.commit()
    said(old, ret=0)


def test_moved_lines_are_still_known(kept):
    kept.write("src/shop/notes.py", f"x = 1\n\n  # {FIXME}   one\n\n# {FIXME} one\n".replace("   one", " one"))
    kept.commit()
    said(kept, ret=0)


def test_what_is_gone_or_better_is_asked_for_and_then_leaves_the_file(kept, golive):
    kept.write("src/shop/big.py", "x = 1\n" * 240)
    kept.write("src/shop/notes.py", f"# {FIXME} one\n")
    kept.commit()
    text = said(kept, ret=0)
    assert text.count("known findings that are gone or better: 1") == 2
    status, told = golive()
    assert status == 0
    assert "no_fixme_or_hack: 1 known findings, 2 before" in told
    kept.commit()
    assert "gone or better" not in said(kept, ret=0)
    kept.write("src/shop/big.py", "x = 1\n" * 241)
    kept.commit()
    assert "worse than the known 240" in said(kept, ret=1)


def test_the_last_one_that_goes_leaves_an_empty_file_that_stays_strict(kept, golive):
    kept.write("src/shop/big.py", "")
    kept.write("src/shop/notes.py", "")
    kept.commit()
    assert "0 known findings" in golive()[1]
    kept.write("src/shop/big.py", "x = 1\n" * 250)
    kept.commit()
    status, told = golive()
    assert status == 1
    assert "not recorded: code_quality::files_within_limit  src/shop/big.py: 250 lines" in told


def test_new_ones_are_recorded_only_if_they_are_accepted(kept, golive):
    kept.write("src/shop/other.py", "x = 1\n" * 300)
    kept.commit()
    before = (kept.path / FILE).read_text()
    status, told = golive()
    assert (status, (kept.path / FILE).read_text()) == (1, before)
    assert "1 new or worse findings were not recorded" in told
    assert golive("--accept")[0] == 0
    kept.commit()
    said(kept, ret=0)


def test_a_worse_one_that_is_not_accepted_stays_as_it_was(kept, golive):
    kept.write("src/shop/big.py", "x = 1\n" * 260)
    kept.commit()
    before = (kept.path / FILE).read_text()
    assert golive()[0] == 1
    assert (kept.path / FILE).read_text() == before


def test_only_the_named_gate_is_touched(old, golive):
    assert golive("files_within_limit")[0] == 0
    text = (old.path / FILE).read_text()
    assert LINES in text
    assert "no_fixme_or_hack" not in text


def test_continuous_integration_never_writes(old):
    with pytest.raises(GoliveError, match="never writes the ratchet"):
        ratchet(old.path, [], accept=True, environment={"CI": "true"})
    assert not (old.path / FILE).exists()


def test_a_run_never_writes(kept):
    before = (kept.path / FILE).read_bytes()
    kept.write("src/shop/big.py", "")
    kept.commit()
    said(kept, ret=0)
    assert (kept.path / FILE).read_bytes() == before


def test_a_named_gate_that_cannot_measure_is_not_recorded(old, golive):
    status, told = golive("no_todo_in_critical_paths")
    assert status == 1
    assert "what is not measured cannot be recorded: code_quality::no_todo_in_critical_paths" in told


@pytest.mark.parametrize(
    ("gate", "hint"), [("files_within_limits", "did you mean"), ("code_quality", "is a section of")]
)
def test_a_gate_that_is_none(old, golive, gate, hint):
    status, told = golive(gate)
    assert status == 1
    assert hint in told


def test_marks_of_a_merge_are_an_error_that_names_the_line(kept):
    file = kept.path / FILE
    file.write_text(file.read_text() + "<<<<<<< HEAD\n")
    kept.commit()
    text = said(kept, ret=1)
    assert "golive-ratchet.txt:6: a merge left its marks here" in text
    assert "GO  " not in text.replace("NO-GO", "")


def test_two_branches_merge_without_a_conflict(kept, git, golive):
    git(kept.path, "switch", "--quiet", "-c", "side")
    kept.write("src/shop/notes.py", "")
    kept.commit()
    assert golive()[0] == 0
    kept.commit()
    git(kept.path, "switch", "--quiet", "main")
    kept.write("src/shop/aaa.py", "x = 1\n" * 222)
    kept.commit()
    assert golive("--accept")[0] == 0
    kept.commit()
    git(kept.path, "merge", "--quiet", "--no-edit", "side")
    assert "gone or better" not in said(kept, ret=0)


def test_the_same_with_workers(kept):
    result = kept.phase("-n", "2")
    assert result.ret == 0
    assert "2 known findings, none of them worse" in result.stdout.str()


def test_a_gate_of_the_team_can_be_recorded_too(project, golive):
    project.write(
        "gates/own.py",
        "from pytest_golive import Judge, gate\nfrom pytest_golive.findings import Finding\n\n"
        '@gate("No old things")\ndef no_old_things(judge: Judge) -> None:\n'
        '    """Old things break."""\n'
        '    judge("old things", [Finding("a.py", 1, "old", "is old", key="a")], at_most=0)\n',
    )
    project.commit()
    assert project.phase().ret == 1
    assert "gates/own.py::no_old_things: 1 known findings" in golive("gates/own.py::no_old_things")[1]
    project.commit()
    assert project.phase().ret == 0
