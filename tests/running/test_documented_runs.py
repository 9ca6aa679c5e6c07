"""A run of a checklist's document, from its rows to the ticked file."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

DOCUMENT = """\
# Go live

## Code Quality Gate
- [ ] Files are short <!-- golive: code_quality::files_within_limit -->

## Deployment Day
- [x] Team briefed
- [ ] Backup is made <!-- golive: sign phase=pre_deploy id=backup -->
"""
GATE = "(code_quality::files_within_limit) <!-- /golive-result -->"
BOTH = pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
NO_PEOPLE = DOCUMENT.replace("sign phase=pre_deploy id=backup", "no-check")


@pytest.fixture
def documented(project):
    def made(document=DOCUMENT, settings='checklist = "docs/GO.md"'):
        project.write("docs/GO.md", document)
        text = (project.path / "pyproject.toml").read_text()
        project.write("pyproject.toml", f"[tool.golive]\n{settings}\n{text}")
        project.commit()
        return project

    return made


@BOTH
def test_rows_come_back_in_the_documents_words_and_order_and_ticked(documented, workers):
    project = documented()
    result = project.phase(*workers, "--golive-checklist-out", "out/done.md", "--junitxml", "j.xml")
    result.stdout.fnmatch_lines(
        [
            "Code Quality Gate",
            "  PASS    Files are short*",
            "Deployment Day",
            "  NOT SIGNED Backup is made*",
            "Also checked",
            "  PASS    No FIXME or HACK comments*",
            "  NOT DUE 1 row, due in deploy: Deployment Day (1)",
            "     checklist::backup: 0 of 1 signatures (docs/GO.md:8)",
            "NO-GO  2 passed, * not applicable, 1 not signed;*",
        ]
    )
    assert result.ret == 1
    before = DOCUMENT.splitlines()
    after = (project.path / "out/done.md").read_text().splitlines()
    assert [now for was, now in zip(before, after, strict=True) if was != now] == [
        f"{before[3].replace('[ ]', '[x]')} <!-- golive-result --> PASS: longest file 5 lines, ≤ 200 lines {GATE}",
        "- [ ] Team briefed <!-- golive-result --> NOT DUE: due in deploy <!-- /golive-result -->",
        f"{before[7]} <!-- golive-result --> NOT SIGNED: 0 of 1 signatures <!-- /golive-result -->",
    ]
    cases = {case.get("name"): case for case in ET.parse(project.path / "j.xml").iter("testcase")}
    outcomes = {name: [one.tag for one in case if one.tag in {"failure", "skipped"}] for name, case in cases.items()}
    about = {one.get("name"): one.get("value") for one in cases["files_within_limit"].iter("property")}
    assert (outcomes["files_within_limit"], about["document"]) == ([], "docs/GO.md:4")
    assert outcomes["code-quality-gate/files-are-short"] == []
    assert (outcomes["backup"], outcomes["deployment-day/team-briefed"]) == (["failure"], ["skipped"])


@BOTH
@pytest.mark.security
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--deselect", "golive/checklist::backup"), "*checklist::backup: it did not run (docs/GO.md:8)"),
        (("--deselect", "golive/code_quality::files_within_limit"), "*files-are-short: *it did not run (docs/GO.md:4)"),
    ],
    ids=["signed", "bound"],
)
def test_a_row_that_was_deselected_is_no_go_and_says_why(documented, workers, args, said):
    result = documented().phase(*workers, *args)
    result.stdout.fnmatch_lines([said, "*run the whole checklist: a selection is never a GO", "NO-GO*"])
    assert result.ret == 1


@pytest.mark.security
def test_a_row_whose_gate_was_skipped_is_no_go_and_says_why(documented):
    project = documented(NO_PEOPLE)
    project.write(
        "conftest.py",
        "import pytest\n\ndef pytest_collection_modifyitems(items):\n"
        "    for item in items:\n        item.add_marker(pytest.mark.skip(reason='not today'))\n",
    )
    result = project.phase()
    result.stdout.fnmatch_lines(
        ["*code-quality-gate/files-are-short*not today*", "*docs/GO.md:4: Files are short", "NO-GO*"]
    )
    assert result.ret == 1


@BOTH
def test_faults_of_the_documents_are_told_at_once_with_status_4(documented, workers):
    project = documented(
        DOCUMENT.replace("files_within_limit", "files_within_limits").replace("Files are short", "Coverage")
        + "-[ ] lost\n- [ ] Files < 200 LOC <!-- golive: code_quality::files_within_limit -->\n"
        + "- [ ] again <!-- golive: sign id=backup -->\n- [ ] own <!-- golive: gates/own.py::pays -->\n"
    )
    result = project.phase(*workers)
    result.stderr.fnmatch_lines(
        [
            "*docs/GO.md:4: there is no gate 'code_quality::files_within_limits'; did you mean code_quality::files_wi*",
            "docs/GO.md:9: '-[[] ] lost' looks like a task*",
            "docs/GO.md:11: the id backup is that of line 8, too*",
            "docs/GO.md:12: there is no gate 'gates/own.py::pays'*",
            "docs/GO.md:10: the row says '< 200 LOC', and code_quality::files_within_limit lets through at most 200*",
        ]
    )
    assert result.ret == 4


def test_what_no_row_would_be_without_strictness_is_a_fault_with_it(documented):
    result = documented(NO_PEOPLE, 'checklist = ["docs/GO.md"]\nstrict = true').phase()
    result.stderr.fnmatch_lines(["*code_quality::no_fixme_or_hack is due and stands in no row, and strict = true*"])
    result.stderr.no_fnmatch_line("*security::transport*")
    assert result.ret == 4


def test_a_document_that_the_command_line_names_is_ticked_in_place(documented):
    project = documented("# T\n- [ ] No notes <!-- golive: code_quality::no_fixme_or_hack -->\r\n", "")
    args = ("--golive-checklist", "docs/GO.md", "--golive-checklist-out", "docs/GO.md")
    result = project.run(*args)
    result.stdout.fnmatch_lines(["golive: the checklist is docs/GO.md (1 rows)", "*PASS    No notes*", "GO  2 *"])
    once = (project.path / "docs/GO.md").read_bytes()
    assert once.startswith(b"# T\n- [x] No notes <!-- golive: ")
    assert once.endswith(b"<!-- /golive-result -->\r\n")
    assert project.run(*args).ret == 0
    assert (project.path / "docs/GO.md").read_bytes() == once


def test_rows_are_bound_by_settings_where_the_document_must_stay(documented):
    text = "# T\n\n| what | who |\n|---|---|\n| No notes | all |\n"
    bindings = '[tool.golive.bindings."docs/GO.md"]\n"t/no-notes-all" = "code_quality::no_fixme_or_hack"'
    project = documented(text, f'checklist = "docs/GO.md"\n{bindings}')
    result = project.phase("--golive-checklist-out", "done.md")
    result.stdout.fnmatch_lines(["*PASS    No notes | all*", "GO  2 *"])
    assert (project.path / "docs/GO.md").read_text() == text
    assert "| No notes | all <!-- golive-result --> PASS" in (project.path / "done.md").read_text()


@BOTH
def test_gates_of_the_teams_own_prove_rows(documented, workers):
    project = documented(
        "# T\n- [ ] Payments < 500 ms <!-- golive: gates/own.py::pays -->\n"
        "- [ ] Refunds < 500 ms <!-- golive: gates/own.py::refunds -->\n"
    )
    body = "from pytest_golive import gate\n\n\n"
    for name, limit in (("pays", 500), ("refunds", 900)):
        body += f"@gate('{name}')\ndef {name}(judge):\n    judge('time', 20, below={limit}, unit=' ms')\n\n\n"
    project.write("gates/own.py", body)
    project.commit()
    result = project.phase(*workers)
    result.stdout.fnmatch_lines(
        [
            "*PASS    Payments < 500 ms*",
            "*FAIL    Refunds < 500 ms*",
            "*the row says '< 500 ms', and what was judged is time < 900 ms*",
        ]
    )
    assert result.ret == 1


LOADED = """
import sys

def pytest_unconfigure():
    ours = [name for name in sys.modules if name.startswith("pytest_golive.")]
    names = ("rows", "checklist", "signing", "context.signing", "reports.records")
    print("LOADED", *(name for name in ours if name.removeprefix("pytest_golive.").startswith(names)), "markdown_it" in sys.modules)
"""


def test_without_a_document_nothing_of_it_is_loaded(project):
    project.write("conftest.py", LOADED)
    project.commit()
    result = project.phase(apart=True)
    result.stdout.fnmatch_lines([project.is_go, "LOADED False"])


@pytest.mark.security
@pytest.mark.parametrize(
    ("chosen", "said", "counts"),
    [
        ("golive/checklist::backup", "*NOT SIGNED Backup is made*", "1 not signed"),
        ("golive/checklist::code-quality-gate", "*PASS    All files have at most 200 LOC*", "1 passed"),
        ("golive/checklist", "*PASS    All files have at most 200 LOC*", "1 passed, 2 not signed"),
    ],
)
def test_rows_are_chosen_by_their_ids_and_are_no_go(documented, chosen, said, counts):
    result = documented().run(chosen)
    result.stdout.fnmatch_lines([said, "*only the whole checklist can be a GO", f"NO-GO  {counts};*"])
    assert result.ret == 1


def test_rows_that_are_not_due_have_a_line_each_where_all_is_shown(documented):
    result = documented(NO_PEOPLE).phase("-v")
    result.stdout.fnmatch_lines(["Deployment Day", "  NOT DUE Team briefed: due in deploy"])


@pytest.mark.security
def test_a_document_that_is_gone_is_told_before_anything_runs(documented):
    project = documented()
    result = project.phase("--golive-checklist", "docs/none.md")
    result.stderr.fnmatch_lines(["ERROR: docs/none.md cannot be read: No such file or directory; *"])
    assert result.ret == 4
