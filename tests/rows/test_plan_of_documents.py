"""The documents of a run, from settings and command line; all that is wrong with them comes at once."""

from __future__ import annotations

import pytest
from lines import CATALOGUE

from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Entry
from pytest_golive.rows.plan import Plan, catalogue_of
from pytest_golive.settings.loading import settings_in


@pytest.fixture
def plan(tmp_path):
    def of(settings="", *files, **documents):
        for name, text in documents.items():
            (tmp_path / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        return Plan(tmp_path, settings_in(settings, "golive.toml"), [tmp_path / file for file in files])

    return of


def test_documents_of_the_settings_and_of_the_command_line_are_run_together_each_once(plan):
    both = plan('checklist = "a.md"', "b.md", "a.md", a="- [ ] x\n", b="- [ ] y\n")
    assert [document.text.name for document in both.documents] == ["a.md", "b.md"]
    lines, faults = both.resolved(CATALOGUE)
    assert ([line.place for line in lines], faults) == (["a.md:1", "b.md:1"], [])
    assert bool(both)
    assert not plan()
    assert [one.text.name for one in plan('checklist = ["b.md", "a.md"]').documents] == ["b.md", "a.md"]


def test_documents_that_cannot_be_read_are_told_together(plan):
    lost = plan(
        'checklist = ["gone.md", "latin.md", "large.md"]', latin=b"- [ ] \xe9\n", large=b"x" * (4 << 20) + b"yz"
    )
    with pytest.raises(GoliveError) as caught:
        lost.documents  # noqa: B018
    gone, latin, large = caught.value.what.splitlines()
    assert gone.startswith("gone.md cannot be read: No such file")
    assert latin.startswith("latin.md:1 is not UTF-8")
    assert large.startswith("large.md is larger than 4 MiB")


def test_faults_have_their_place_in_document_or_settings(plan):
    settings = 'checklist = ["a.md", "b.md"]\n[bindings."a.md"]\n"t/y" = "no::such"\n[bindings."c.md"]\n"x" = "sign"\n'
    wrong = plan(settings, a="# T\n- [ ] x <!-- golive: nonsense -->\n\ny\n", b="# T\n- [ ] x\n")
    unread, *others = wrong.resolved(CATALOGUE)[1]
    assert unread.startswith("a.md:2: 'nonsense' binds to nothing; write section::gate, section::gate#evidence")
    assert others == [
        "golive.toml:3: there is no gate 'no::such'; golive explain --list names them all",
        "golive.toml:4: bindings are for c.md, which is no document of the checklist; name it there",
        "b.md:2: the id t/x is that of a.md:2, too; give one an id: id=NAME",
    ]


def test_headings_of_the_team_say_when_rows_are_due(plan):
    own = plan(
        'checklist = "a.md"\n[headings]\n"am tag danach" = "post_deploy"\n', a="# T\n## Am Tag danach\n- [ ] x\n"
    )
    (line,) = own.resolved(CATALOGUE)[0]
    assert line.check.phases == ("post_deploy",)
    assert (line.entry.section, line.entry.title) == ("Am Tag danach", "x")


def test_rows_below_no_heading_are_told_under_their_document(plan):
    lines, _ = plan('checklist = "a.md"', a="- [ ] x\n").resolved(CATALOGUE)
    assert [line.entry.section for line in lines] == ["a.md"]


def test_the_catalogue_has_each_gate_once_with_all_its_phases():
    entries = [
        Entry("golive/a::b", "", "a", ("pre_deploy",)),
        Entry("gates/own.py::x[1]", "", "own", ("deploy",)),
        Entry("gates/own.py::x[2]", "", "own", ("smoke",)),
    ]
    assert catalogue_of(entries).gates == {"a::b": ("pre_deploy",), "gates/own.py::x": ("deploy", "smoke")}


def test_a_file_of_gates_that_is_there_may_hold_what_is_bound(plan, tmp_path):
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates/own.py").write_text("")
    assert [plan().is_own(key) for key in ("gates/own.py::x", "gates/other.py::x", "a::b", "gates/own.py")] == [
        True,
        False,
        False,
        False,
    ]
