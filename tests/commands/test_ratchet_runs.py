"""Runs with a ratchet: known findings are reported, new and worse ones fail."""

from __future__ import annotations

import pytest
from ratcheted import FILE, FIXME, said
from spared import SPARED


def test_before_the_ratchet_the_run_is_red(old):
    assert f"NO-GO  {SPARED} not applicable, 1 not due, 2 failed;" in said(old, ret=1)


def test_known_findings_are_reported_and_do_not_block(kept):
    text = said(kept, ret=0)
    assert "1 known finding, no worse" in text
    assert "2 known findings, none of them worse" in text
    assert "PASS" not in text
    assert "GO  2 known, " in text


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


def test_a_file_renamed_in_the_commit_that_brings_the_ratchet(old, turn, git):
    assert turn()[0] == 0
    git(old.path, "mv", "src/shop/big.py", "src/shop/large.py")
    old.commit()
    said(old, ret=0)


def test_moved_lines_are_still_known(kept):
    kept.write("src/shop/notes.py", f"x = 1\n\n  # {FIXME}   one\n\n# {FIXME} one\n".replace("   one", " one"))
    kept.commit()
    said(kept, ret=0)


def test_marks_of_a_merge_are_an_error_that_names_the_line(kept):
    file = kept.path / FILE
    file.write_text(file.read_text() + "<<<<<<< HEAD\n")
    kept.commit()
    text = said(kept, ret=1)
    assert "golive-ratchet.txt:6: a merge left its marks here" in text
    assert "GO  " not in text.replace("NO-GO", "")


def test_two_branches_that_change_neighbouring_lines_merge_without_a_conflict(kept, git, turn):
    git(kept.path, "switch", "--quiet", "-c", "side")
    kept.write("src/shop/notes.py", "")
    kept.write("src/shop/big.py", "x = 1\n" * 240)
    kept.commit()
    assert turn()[0] == 0
    kept.commit()
    git(kept.path, "switch", "--quiet", "main")
    kept.write("src/shop/aaa.py", "x = 1\n" * 222)
    kept.write("src/shop/more.py", f"# {FIXME} two\n")
    kept.commit()
    assert turn("--accept")[0] == 0
    kept.commit()
    git(kept.path, "merge", "--quiet", "--no-edit", "side")
    said(kept, ret=0)
    # What one branch has removed and the other has kept may be there still; to tighten it takes one call.
    assert turn()[0] == 0
    text = (kept.path / FILE).read_text()
    assert ("notes.py" in text, "\t240\n" in text, "\t250\n" in text, "more.py" in text) == (False, True, False, True)
    kept.commit()
    assert "gone or better" not in said(kept, ret=0)


def test_the_same_with_workers(kept):
    result = kept.phase("-n", "2")
    assert result.ret == 0
    assert "2 known findings, none of them worse" in result.stdout.str()


def test_a_gate_of_the_team_can_be_recorded_too(project, turn):
    project.write(
        "gates/own.py",
        "from pytest_golive import Judge, gate\nfrom pytest_golive.findings import Finding\n\n"
        '@gate("No old things")\ndef no_old_things(judge: Judge) -> None:\n'
        '    """Old things break."""\n'
        '    judge("old things", [Finding("a.py", 1, "old", "is old", key="a")], at_most=0)\n',
    )
    project.commit()
    assert project.phase().ret == 1
    assert "gates/own.py::no_old_things: 1 known finding" in turn("gates/own.py::no_old_things")[1]
    project.commit()
    assert project.phase().ret == 0
