"""A run of a checklist's document, from its rows to the ticked file."""

from __future__ import annotations

from written_document import BOTH, DOCUMENT, NO_PEOPLE

from pytest_golive.testrun.junit.safe_xml import read_xml

GATE = "(code_quality::files_within_limit) <!-- /golive-result -->"


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
            "NO-GO  2 passed, * not applicable, 1 not due, 1 not signed;*",
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
    cases = {case.get("name"): case for case in read_xml(project.path / "j.xml", "JUnit report").iter("testcase")}
    outcomes = {name: [one.tag for one in case if one.tag in {"failure", "skipped"}] for name, case in cases.items()}
    about = {one.get("name"): one.get("value") for one in cases["files_within_limit"].iter("property")}
    assert (outcomes["files_within_limit"], about["document"]) == ([], "docs/GO.md:4")
    assert outcomes["code-quality-gate/files-are-short"] == []
    assert (outcomes["backup"], outcomes["deployment-day/team-briefed"]) == (["failure"], ["skipped"])


def test_a_document_that_the_command_line_names_is_ticked_in_place(documented):
    project = documented("# T\n- [ ] No notes <!-- golive: code_quality::no_fixme_or_hack -->\r\n", "")
    args = ("--golive-checklist", "docs/GO.md", "--golive-checklist-out", "docs/GO.md")
    result = project.run(*args)
    result.stdout.fnmatch_lines(["golive: the checklist is docs/GO.md (1 row)", "*PASS    No notes*", "GO  2 *"])
    once = (project.path / "docs/GO.md").read_bytes()
    assert once.startswith(b"# T\n- [x] No notes <!-- golive: ")
    assert once.endswith(b"<!-- /golive-result -->\r\n")
    assert project.run(*args).ret == 0
    assert (project.path / "docs/GO.md").read_bytes() == once
    chosen = project.run(*args[:2], "-k", "NOTES", "--collect-only", "-q")
    chosen.stdout.fnmatch_lines(["*no_fixme_or_hack*"])


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
            "*the row says '< 500 ms', but the applied limit is time < 900 ms*",
        ]
    )
    assert result.ret == 1


LOADED = """
import sys

def pytest_unconfigure():
    ours = [name for name in sys.modules if name.startswith("pytest_golive.")]
    names = ("rows", "checklist", "signing", "context.signing", "reports.records")
    small = {f"pytest_golive.signing{name}" for name in ("", ".glass", ".glass.glass")}  # names and a dataclass
    found = [name for name in ours if name.removeprefix("pytest_golive.").startswith(names) and name not in small]
    print("LOADED", *found, "markdown_it" in sys.modules)
"""


def test_without_a_document_nothing_of_it_is_loaded(project):
    project.write("conftest.py", LOADED)
    project.commit()
    result = project.phase(apart=True)
    result.stdout.fnmatch_lines([project.is_go, "LOADED False"])


def test_rows_that_are_not_due_have_a_line_each_where_all_is_shown(documented):
    result = documented(NO_PEOPLE).phase("-v")
    result.stdout.fnmatch_lines(["Deployment Day", "  NOT DUE Team briefed: due in deploy"])


def test_the_verdict_tells_how_many_rows_are_not_due_and_what_the_document_no_longer_demands(documented, git):
    project = documented(NO_PEOPLE)
    git(project.path, "tag", "v1.0.0")
    text = (project.path / "docs/GO.md").read_text()
    late = "- [x] Team briefed <!-- golive: sign until=2999-01-01 -->"
    project.write("docs/GO.md", text.replace("- [x] Team briefed", late))
    project.commit()
    result = project.phase("-q")
    told = "row deployment-day/team-briefed: not due until 2999-01-01"
    result.stdout.fnmatch_lines([f"*{told}", "GO  *, 1 not due, loosened since v1.0.0: 1 row not due"])
