"""The documents of a run, from settings and command line; all their faults are reported together."""

from __future__ import annotations

import pytest
from lines import CATALOGUE

from pytest_golive.checklist.binding.resolving import Catalogue
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
        'checklist = ["gone.md", "latin.md", "large.md"]', latin=b"- [ ] \xe9\n", large=b"x" * (10 << 20) + b"yz"
    )
    with pytest.raises(GoliveError) as caught:
        lost.documents  # noqa: B018
    gone, latin, large = caught.value.what.splitlines()
    assert gone.startswith("gone.md cannot be read: No such file")
    assert latin.startswith("latin.md:1 is not UTF-8")
    assert large.startswith("large.md is larger than 10 MiB")


def test_faults_have_their_place_in_document_or_settings(plan):
    settings = 'checklist = ["a.md", "b.md"]\n[bindings."a.md"]\n"t/y" = "no::such"\n[bindings."c.md"]\n"x" = "sign"\n'
    wrong = plan(settings, a="# T\n- [ ] x <!-- golive: nonsense -->\n\ny\n", b="# T\n- [ ] x\n")
    unread, *others = wrong.resolved(CATALOGUE)[1]
    assert unread.startswith("a.md:2: 'nonsense' binds to nothing; write section::gate, section::gate#evidence")
    assert others == [
        "golive.toml:3: there is no gate 'no::such'; golive explain --list shows all of them",
        "golive.toml:4: bindings are for c.md, which is not a document of the checklist; add it to checklist",
        "b.md:2: the id t/x is also the id of a.md:2; give one its own: id=NAME",
    ]


def test_rules_for_a_row_that_nobody_signs_are_a_fault(plan):
    """A row that is worded anew gets another id, and would lose its rules."""
    rules = "".join(
        f'[signing.rows."{row}"]\napprovers = 1\n' for row in ("t/review-done", "t/coverage", "t/x", "signing/people")
    )
    text = "# T\n- [ ] Review is done <!-- golive: sign -->\n- [ ] Coverage <!-- golive: code_quality::coverage -->\n"
    faults = plan(f'checklist = "a.md"\n{rules}', a=text).resolved(CATALOGUE)[1]
    words = "which is the id of no row that people sign"
    assert [fault for fault in faults if "rules for" in fault] == [
        f"golive.toml:2: rules for 't/review-done', {words}; did you mean 't/review-is-done'?",
        f"golive.toml:4: rules for 't/coverage', {words}; give the row that id, or delete them",
        f"golive.toml:6: rules for 't/x', {words}; give the row that id, or delete them",
    ]


def test_a_step_that_nobody_can_sign_is_a_fault(plan):
    steps = "".join(
        f'[deployment.steps.{name}]\nsigned = "{row}"\nafter = "tagged"\n'
        for name, row in (("told", "support"), ("near", "suport"), ("gone", "x/y"), ("not_signed", "cover"))
    )
    text = (
        "- [ ] Support <!-- golive: sign id=support -->\n- [ ] Tests <!-- golive: code_quality::coverage id=cover -->\n"
    )
    words = "is the id of no row of a document that people sign"
    faults = plan(f'checklist = "a.md"\n{steps}', a=text).resolved(CATALOGUE)[1]
    assert [fault for fault in faults if words in fault] == [
        f"golive.toml:6: signed = 'suport' {words}; did you mean 'support'?",
        f"golive.toml:9: signed = 'x/y' {words}; bind a row of a document: <!-- golive: sign id=x/y -->",
        f"golive.toml:12: signed = 'cover' {words}; bind a row of a document: <!-- golive: sign id=cover -->",
    ]
    alone = plan(steps.replace("cover", "support")).resolved(CATALOGUE)[1]
    assert len(alone) == 4, "without a document, nobody signs anything"


def test_no_row_has_the_id_of_a_change_to_who_may_sign(plan):
    """Whoever signs a lunch would approve that change."""
    (fault,) = plan('checklist = "a.md"', a="- [ ] Lunch <!-- golive: sign id=signing/people -->\n").resolved(
        CATALOGUE
    )[1]
    assert fault == "a.md:1: the id signing/people is that of a change to who may sign; give the row another: id=NAME"


def test_a_document_of_the_command_line_may_be_bound_by_the_settings(plan):
    bound = plan('[bindings."a.md"]\n"t/y" = "code_quality::coverage"\n', "a.md", a="# T\n- [ ] y\n")
    lines, faults = bound.resolved(CATALOGUE)
    assert ([list(line.check.gates) for line in lines], faults) == ([["code_quality::coverage"]], [])


def test_gates_that_were_found_later_are_known(plan):
    own = plan('checklist = "a.md"', a="- [ ] y <!-- golive: late::gate -->\n")
    assert "there is no gate 'late::gate'" in own.resolved(CATALOGUE)[1][0]
    assert own.resolved(Catalogue({"late::gate": ("pre_deploy",)}))[1] == []


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
