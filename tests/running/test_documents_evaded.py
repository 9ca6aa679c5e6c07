"""Attempts to bypass a row of a document, and documents that cannot be run."""

from __future__ import annotations

import pytest
from written_document import BOTH, DOCUMENT, NO_PEOPLE


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


def test_faults_of_the_documents_are_told_at_once_with_status_4(documented):
    project = documented(
        DOCUMENT.replace("files_within_limit", "files_within_limits").replace("Files are short", "Coverage")
        + "-[ ] lost\n- [ ] Files < 200 LOC <!-- golive: code_quality::files_within_limit -->\n"
        + "- [ ] again <!-- golive: sign id=backup -->\n- [ ] own <!-- golive: gates/own.py::pays -->\n"
    )
    result = project.phase()
    result.stderr.fnmatch_lines(
        [
            "*docs/GO.md:4: there is no gate 'code_quality::files_within_limits'; did you mean code_quality::files_wi*",
            "docs/GO.md:9: '-[[] ] lost' looks like a task*",
            "docs/GO.md:11: the id backup is also the id of line 8*",
            "docs/GO.md:12: there is no gate 'gates/own.py::pays'*",
            "docs/GO.md:10: the row says '< 200 LOC', but code_quality::files_within_limit allows at most 200*",
        ]
    )
    assert result.ret == 4


def test_what_no_row_would_be_without_strictness_is_a_fault_with_it(documented):
    result = documented(NO_PEOPLE, 'checklist = ["docs/GO.md"]\nstrict = true').phase()
    result.stderr.fnmatch_lines(["*code_quality::no_fixme_or_hack is due, no row is bound to it, and strict = true*"])
    result.stderr.no_fnmatch_line("*security::transport*")
    assert result.ret == 4


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


@pytest.mark.security
def test_a_document_that_is_gone_is_told_before_anything_runs(documented):
    project = documented()
    result = project.phase("--golive-checklist", "docs/none.md")
    result.stderr.fnmatch_lines(["ERROR: docs/none.md cannot be read: No such file or directory; *"])
    assert result.ret == 4
