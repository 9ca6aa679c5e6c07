"""The ticked document: a tick for each verified row, a line for every row, and nothing lost."""

from __future__ import annotations

import os

import pytest
from lines import CATALOGUE, bad, gate, good

from pytest_golive.errors import GoliveError
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, decide
from pytest_golive.masking.known import MASK
from pytest_golive.rows.plan import Plan
from pytest_golive.rows.ticks import mark_of, write
from pytest_golive.settings.loading import settings_in

ENTRY = Entry("golive/checklist::a", "a", "s", ("pre_deploy",), place="GO.md:1")
MARKDOWN = "- [ ] a <!-- golive: code_quality::coverage -->\r\n- [x] b  \r\n\r\n<b>kept</b> ⬜\r\n"
COVERAGE = gate("code_quality::coverage")


def row(outcome, message="", evidence=(), parts=(), entry=ENTRY):
    return Row(entry, outcome, message, evidence=tuple(evidence), parts=tuple(parts))


@pytest.mark.parametrize("outcome", Outcome)
def test_only_what_is_verified_is_ticked_and_everything_is_told(outcome):
    mark = mark_of(row(outcome, "why"))
    assert mark.is_ticked is outcome.verifies
    assert mark.note.endswith("why")
    assert mark.note.split(":")[0] in {"PASS", "N/A", str(outcome).upper()}


def test_a_credential_does_not_get_into_a_document():
    hidden = " ".join(str(number) for number in range(9))
    MASK.watch(["SHOP_TOKEN"], {"SHOP_TOKEN": hidden})
    try:
        assert hidden not in mark_of(row(Outcome.REJECTED, f"kim rejects it: {hidden}")).note
    finally:
        MASK.reset()


@pytest.mark.parametrize(
    ("given", "note"),
    [
        (row(Outcome.PASSED, "", [good("x", unit=" ms")], [COVERAGE]), "PASS: x 1 ms, ≤ 1 ms (code_quality::coverage)"),
        (row(Outcome.PASSED, "not compared: 67", [good()]), "PASS: x 1, ≤ 1; not compared: 67"),
        (row(Outcome.PASSED, "", [Evidence("seen", 3)]), "PASS"),
        (row(Outcome.PASSED, "", [good(str(n)) for n in range(5)]), "PASS: 0 1, ≤ 1; 1 1, ≤ 1; 2 1, ≤ 1; 2 more hold"),
        (row(Outcome.FAILED, "too many", [bad()]), "FAILED: too many"),
        (row(Outcome.FAILED, "", [bad()]), "FAILED: x 2, ≤ 1"),
        (row(Outcome.WAIVED, "waived: until then"), "WAIVED: waived: until then"),
        (row(Outcome.PASSED, "", (), [COVERAGE, row(Outcome.SIGNED)]), "PASS (code_quality::coverage)"),
        (row(Outcome.PASSED, "", (), [gate(f"a::{n}") for n in range(5)]), "PASS (a::0, a::1, a::2 and 2 more)"),
    ],
)
def test_the_line_behind_a_row(given, note):
    assert mark_of(given).note == note


def test_what_a_record_says_keeps_its_tick():
    for outcome in (Outcome.PASSED, Outcome.FAILED):
        mark = mark_of(row(Outcome.NOT_DUE, "due in pre_deploy", parts=[row(outcome)]))
        assert (mark.is_ticked, mark.note) == (outcome is Outcome.PASSED, "NOT DUE: due in pre_deploy")


@pytest.fixture
def ticked(tmp_path):
    (tmp_path / "GO.md").write_bytes(MARKDOWN.encode())

    def tick(out, checklist='"GO.md"'):
        plan = Plan(tmp_path, settings_in(f"checklist = {checklist}", "golive.toml"))
        lines, faults = plan.resolved(CATALOGUE)
        assert faults == []
        rows = [row(Outcome.PASSED, entry=line.entry) for line in lines if line.check.id != "b"]
        write(plan, lines, decide(rows, [], Facts()), tmp_path / out)
        return (tmp_path / out).read_bytes() if (tmp_path / out).is_file() else b""

    return tick


DONE = MARKDOWN.replace("- [ ] a", "- [x] a").replace(
    "-->\r\n", "--> <!-- golive-result --> PASS <!-- /golive-result -->\r\n"
)


def test_everything_else_stays_byte_for_byte(ticked, tmp_path):
    assert ticked("new/done.md") == DONE.encode()
    assert (tmp_path / "GO.md").read_bytes() == MARKDOWN.encode()


def test_each_document_has_its_own_results(tmp_path):
    for name, text in (("a", "- [ ] a\n"), ("b", "- [ ] b\n")):
        (tmp_path / f"{name}.md").write_text(text)
    plan = Plan(tmp_path, settings_in('checklist = ["a.md", "b.md"]', "golive.toml"))
    lines, _ = plan.resolved(CATALOGUE)
    rows = [row(Outcome.SIGNED, f"by {line.check.id}", entry=line.entry) for line in lines]
    write(plan, lines, decide(rows, [], Facts()), tmp_path / "out")
    for name in "ab":
        said = f"- [x] {name} <!-- golive-result --> SIGNED: by {name} <!-- /golive-result -->\n"
        assert (tmp_path / f"out/{name}.md").read_text() == said


def test_a_copy_is_written_anew(ticked):
    for _ in range(2):
        assert ticked("copy.md") == DONE.encode()


def test_in_place_and_again_nothing_changes(ticked):
    assert ticked("GO.md") == DONE.encode()
    assert ticked("GO.md") == DONE.encode()
    assert ticked("done.md") == DONE.encode()


def test_several_documents_go_into_a_folder(ticked, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/more.md").write_text("- [ ] c\n")
    ticked("out", '["GO.md", "docs/more.md"]')
    assert (tmp_path / "out/GO.md").read_bytes() == DONE.encode()
    assert (
        tmp_path / "out/docs/more.md"
    ).read_text() == "- [x] c <!-- golive-result --> PASS <!-- /golive-result -->\n"


@pytest.mark.parametrize("content", ["somebody's own\n", "- [ ] a row of another document\n"])
def test_a_file_of_somebodys_is_not_replaced(ticked, tmp_path, content):
    (tmp_path / "mine.md").write_text(content)
    with pytest.raises(GoliveError, match="holds something other than a ticked checklist"):
        ticked("mine.md")
    with pytest.raises(GoliveError, match="holds something other than a ticked checklist"):
        ticked("new/../mine.md")
    assert (tmp_path / "mine.md").read_text() == content


def test_a_document_from_elsewhere_is_written_into_the_folder_and_nowhere_else(tmp_path):
    (root := tmp_path / "shop").mkdir()
    (root / "GO.md").write_text("- [ ] a\n")
    (tmp_path / "OPS.md").write_text("- [ ] b\n")
    elsewhere = tmp_path / "OPS.md"
    for file, at in ((root / "../OPS.md", "OPS.md"), (elsewhere, str(elsewhere).lstrip("/"))):
        plan = Plan(root, settings_in('checklist = ["GO.md"]', "golive.toml"), [file])
        lines, _ = plan.resolved(CATALOGUE)
        rows = [row(Outcome.PASSED, entry=line.entry) for line in lines]
        write(plan, lines, decide(rows, [], Facts()), root / "out")
        assert "PASS" in (root / "out" / at).read_text()
    assert (tmp_path / "OPS.md").read_text() == "- [ ] b\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["OPS.md", "shop"]


def test_two_documents_are_never_written_to_one_place(tmp_path):
    (root := tmp_path / "shop").mkdir()
    for folder in (tmp_path, root):
        (folder / "OPS.md").write_text("- [ ] a\n")
    plan = Plan(root, settings_in('checklist = ["OPS.md"]', "golive.toml"), [root / "../OPS.md"])
    with pytest.raises(GoliveError, match=r"several documents of the checklist would be written to .*out/OPS\.md"):
        write(plan, [], decide([], [], Facts()), root / "out")
    assert not (root / "out").exists()


def test_a_document_that_changed_while_the_checklist_ran_is_not_replaced(tmp_path):
    file = tmp_path / "GO.md"
    file.write_text("- [ ] a\n")
    plan = Plan(tmp_path, settings_in('checklist = "GO.md"', "golive.toml"))
    lines, _ = plan.resolved(CATALOGUE)
    file.write_text("- [ ] a\n- [ ] new\n")
    with pytest.raises(GoliveError, match="was changed by another program at the same time"):
        write(plan, lines, decide([row(Outcome.PASSED)], [], Facts()), file)
    assert file.read_text() == "- [ ] a\n- [ ] new\n"


def test_a_disk_that_is_full_leaves_the_old_file_whole(ticked, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GoliveError, match=r"cannot be written: No space left on device; it is as it was"):
        ticked("GO.md")
    assert (tmp_path / "GO.md").read_bytes() == MARKDOWN.encode()
    assert [file.name for file in tmp_path.iterdir()] == ["GO.md"]


def test_a_row_that_cannot_bear_a_result_is_told(tmp_path):
    (tmp_path / "GO.md").write_text("- [ ] `a\n  b`\n")
    plan = Plan(tmp_path, settings_in('checklist = "GO.md"', "golive.toml"))
    lines, _ = plan.resolved(CATALOGUE)
    verdict = decide([row(Outcome.PASSED, entry=lines[0].entry)], [], Facts())
    with pytest.raises(GoliveError, match=r"GO.md:1: a note after .* would change its meaning"):
        write(plan, lines, verdict, tmp_path / "GO.md")
    assert (tmp_path / "GO.md").read_text() == "- [ ] `a\n  b`\n"
