"""``golive ratchet`` tightens the file, records new findings only if they are accepted, and never in CI."""

from __future__ import annotations

import pytest
from ratcheted import FILE, FIXME, said

from pytest_golive.commands.ratchet import ratchet
from pytest_golive.errors import GoliveError

LINES = "code_quality::files_within_limit"


def test_what_is_gone_or_better_is_asked_for_and_then_leaves_the_file(kept, turn):
    kept.write("src/shop/big.py", "x = 1\n" * 240)
    kept.write("src/shop/notes.py", f"# {FIXME} one\n")
    kept.commit()
    text = said(kept, ret=0)
    assert text.count("known findings that are gone or better: 1; golive ratchet takes them out of its file") == 2
    status, told = turn()
    assert status == 0
    assert "no_fixme_or_hack: 1 known finding, 2 before" in told
    kept.commit()
    assert "gone or better" not in said(kept, ret=0)
    kept.write("src/shop/big.py", "x = 1\n" * 241)
    kept.commit()
    assert "worse than the known 240" in said(kept, ret=1)


def test_the_last_one_that_goes_leaves_an_empty_file_that_stays_strict(kept, turn):
    kept.write("src/shop/big.py", "")
    kept.write("src/shop/notes.py", "")
    kept.commit()
    assert "0 known findings" in turn()[1]
    kept.write("src/shop/big.py", "x = 1\n" * 250)
    kept.commit()
    status, told = turn()
    assert status == 1
    assert "not recorded: code_quality::files_within_limit  src/shop/big.py: 250 lines" in told


def test_new_ones_are_recorded_only_if_they_are_accepted(kept, turn):
    kept.write("src/shop/other.py", "x = 1\n" * 300)
    kept.commit()
    before = (kept.path / FILE).read_text()
    status, told = turn()
    assert (status, (kept.path / FILE).read_text()) == (1, before)
    assert "1 new or worse findings were not recorded" in told
    assert turn("--accept")[0] == 0
    kept.commit()
    said(kept, ret=0)


def test_a_worse_one_that_is_not_accepted_stays_as_it_was(kept, turn):
    kept.write("src/shop/big.py", "x = 1\n" * 260)
    kept.commit()
    before = (kept.path / FILE).read_text()
    assert turn()[0] == 1
    assert (kept.path / FILE).read_text() == before


def test_only_the_named_gate_is_touched(old, turn):
    assert turn("files_within_limit")[0] == 0
    text = (old.path / FILE).read_text()
    assert LINES in text
    assert "no_fixme_or_hack" not in text


@pytest.mark.parametrize("name", ["CI", "GITHUB_ACTIONS", "JENKINS_URL", "TF_BUILD"])
def test_continuous_integration_never_writes(tmp_path, name):
    with pytest.raises(GoliveError, match="never writes the ratchet"):
        ratchet(tmp_path, [], accept=True, environment={name: "true"})
    assert list(tmp_path.iterdir()) == []


def test_who_has_decided_how_the_file_is_merged_is_not_overruled(old, turn):
    old.write(".gitattributes", "*.txt -merge")
    assert turn("files_within_limit")[0] == 0
    assert (old.path / ".gitattributes").read_text() == "*.txt -merge"


def test_attributes_that_are_there_are_kept(old, turn):
    old.write(".gitattributes", "*.png binary")
    assert turn("files_within_limit")[0] == 0
    assert (old.path / ".gitattributes").read_text() == f'*.png binary\n"{FILE}" merge=union\n'


def test_a_run_never_writes(kept):
    before = (kept.path / FILE).read_bytes()
    kept.write("src/shop/big.py", "")
    kept.commit()
    said(kept, ret=0)
    assert (kept.path / FILE).read_bytes() == before


def test_a_named_gate_that_cannot_measure_is_not_recorded(old, turn):
    status, told = turn("no_todo_in_critical_paths")
    assert status == 1
    assert "what is not measured cannot be recorded: code_quality::no_todo_in_critical_paths" in told


@pytest.mark.parametrize(
    ("gate", "hint"), [("files_within_limits", "did you mean"), ("code_quality", "is a section of")]
)
def test_a_gate_that_is_none(old, turn, gate, hint):
    status, told = turn(gate)
    assert status == 1
    assert hint in told


def test_links_line_ends_and_drafts_stay(kept, turn, tmp_path):
    file, real = kept.path / "golive-ratchet.txt", tmp_path / "real.txt"
    real.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    file.unlink()
    file.symlink_to(real)
    kept.write("golive-ratchet.txt.draft", "mine")
    kept.write("src/shop/notes.py", f"# {FIXME} one\n")
    kept.commit()
    assert turn()[0] == 0
    assert file.is_symlink()
    text = real.read_bytes()
    assert text.count(b"no_fixme_or_hack") == 1
    assert text.count(b"\n") == text.count(b"\r\n")
    assert (kept.path / "golive-ratchet.txt.draft").read_text() == "mine"


def test_attributes_keep_their_line_ends_and_a_link_of_theirs_is_left_alone(old, turn, tmp_path):
    (old.path / ".gitattributes").write_bytes(b"*.py text\r\n*.md text")
    old.commit()
    assert turn()[0] == 0
    expected = b'*.py text\r\n*.md text\r\n"golive-ratchet.txt" merge=union\r\n'
    assert (old.path / ".gitattributes").read_bytes() == expected
    elsewhere = tmp_path / "attributes-of-somebody-else"
    elsewhere.write_text("*.py text\n")
    (old.path / ".gitattributes").unlink()
    (old.path / ".gitattributes").symlink_to(elsewhere)
    assert turn()[0] == 0
    assert elsewhere.read_text() == "*.py text\n"


def test_a_dead_waiver_is_no_finding_to_record(old, turn):
    file = old.path / "pyproject.toml"
    table = '[[tool.golive.waivers]]\ngate = "code_quality::files_within_limit"\nmatch = "gone/*.py"\n'
    table += 'reason = "it was long ago"\nowner = "a"\napprover = "b"\nexpires = 2099-01-01\n'
    file.write_text(file.read_text() + table)
    old.commit()
    assert turn()[0] == 0
    text = (old.path / "golive-ratchet.txt").read_text()
    assert "big.py" in text
    assert "waiver" not in text


def test_what_another_run_has_recorded_meanwhile_stays(old, turn, monkeypatch):
    from pytest_golive.commands import ratchet

    run = ratchet._run

    def meanwhile(root, gates):
        seen = run(root, gates)
        (root / "golive-ratchet.txt").write_text("own/gate.py::x\ta.py\trule\t0123456789abcdef\t0\n")
        return seen

    monkeypatch.setattr(ratchet, "_run", meanwhile)
    turn("code_quality::files_within_limit", "--accept")
    text = (old.path / "golive-ratchet.txt").read_text()
    assert "own/gate.py::x" in text
    assert "big.py" in text
