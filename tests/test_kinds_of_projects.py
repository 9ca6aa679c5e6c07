"""The kind of a project decides which rows can be due: on the terminal, in JUnit, in SARIF, and among the choices."""

from __future__ import annotations

import json

import pytest
from spared import LIVE_ROWS, SPARED, WAYS_BACK

from pytest_golive.testrun.junit.safe_xml import read_xml

LIVE = len(LIVE_ROWS)
OTHERS = SPARED - LIVE  # what the tests do without besides
NOT_DUE = LIVE + len(WAYS_BACK) + 1  # in a library; the last is the row about emergencies
AWAY = SPARED - NOT_DUE + 1
DECLARED = SPARED + 1  # with the row about emergencies, of which none is recorded
LIBRARY = 'kind = "library"'


@pytest.fixture
def of_kind(project):
    """Write the kind, and declare only those rows away that are due for every project."""

    def write(kind, more=""):
        text = (project.path / "pyproject.toml").read_text()
        kept = [line for line in text.splitlines() if not any(word in line for word in LIVE_ROWS)]
        given = f"[tool.golive]\n{kind}\n{more}\n"
        project.write("pyproject.toml", "\n".join(kept).replace("[tool.golive.", f"{given}[tool.golive.", 1) + "\n")
        project.commit()
        return project

    return write


def cases(project, name="report.xml"):
    suite = read_xml(project.path / name, "JUnit report").find("testsuite")
    return {f"{case.get('classname')}::{case.get('name')}": case for case in suite.iterfind("testcase")}, suite


def values(element):
    return {p.get("name"): p.get("value") for p in element.iterfind("properties/property")}


@pytest.mark.security
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_no_live_row_is_due_for_a_library_and_every_view_says_so(of_kind, workers):
    project = of_kind(LIBRARY)
    result = project.phase("--junitxml=report.xml", "--golive-sarif=golive.sarif", *workers)
    assert result.ret == 0
    away = f"2 of {2 + DECLARED} verified, {DECLARED} declared away or not due"
    counted = f"2 passed, {AWAY} not applicable, {NOT_DUE} not due; {away}"
    result.stdout.fnmatch_lines(
        [
            "golive: judged as a library (pyproject.toml:6)",
            f'  NOT DUE {NOT_DUE} rows, only due for a service; kind = "library": security (4), *',
            f"choices  first release: {AWAY} rows not applicable, {NOT_DUE} rows not due",
            f"GO  {counted}; *",
        ]
    )
    assert "Staging deployment successful" not in result.stdout.str()
    found, suite = cases(project)
    not_due = {name for name, case in found.items() if values(case).get("outcome") == "not due"}
    assert len(not_due) == NOT_DUE
    assert {found[name].find("skipped").get("message") for name in not_due} == {
        'not due: only due for a service; kind = "library"'
    }
    assert (values(suite)["verified"], values(suite)["declared_away"]) == ("2", str(DECLARED))
    run = json.loads((project.path / "golive.sarif").read_text())["runs"][0]
    assert counted in run["results"][0]["message"]["text"]
    assert run["properties"]["declaredAway"] == DECLARED


def test_each_row_that_is_not_due_is_listed_on_request(of_kind):
    text = of_kind(LIBRARY).phase("-v").stdout.str()
    assert text.count("\n  NOT DUE ") == NOT_DUE
    assert 'NOT DUE Auth flows verified: only due for a service; kind = "library"' in text


@pytest.mark.security
def test_on_github_the_counts_are_annotated_too(of_kind, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    of_kind(LIBRARY).phase().stdout.fnmatch_lines(
        [f"::notice title=GO::*2 of {2 + DECLARED} verified, {DECLARED} declared away or not due*"]
    )


@pytest.mark.security
@pytest.mark.parametrize(
    ("kind", "head"),
    [('kind = "service"', "golive: judged as a service (pyproject.toml:6)"), ("", 'golive: no kind is set*"library"*')],
)
def test_every_row_is_due_for_a_service_and_where_nobody_has_said_what_it_is(of_kind, kind, head):
    result = of_kind(kind).phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            head,
            f"NO-GO  2 passed, {OTHERS} not applicable, 1 not due, {LIVE} not set up; 2 of {2 + DECLARED} verified, {OTHERS + 1} *",
        ]
    )
    assert result.stdout.str().count("NOT DUE") == 1  # no emergency is recorded


@pytest.mark.security
def test_a_phase_of_which_no_row_is_due_is_no_go(of_kind):
    result = of_kind(LIBRARY).run("-m", "smoke")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        ["*no row was verified: all are waived, not applicable or not due", "NO-GO  7 not due; 0 of 7 verified, 7 *"]
    )


@pytest.mark.security
def test_a_kind_that_is_not_committed_excuses_nothing(of_kind):
    project = of_kind("")
    project.write(
        "pyproject.toml",
        (project.path / "pyproject.toml").read_text().replace("[tool.golive]\n", f"[tool.golive]\n{LIBRARY}\n"),
    )
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(['*1 exception is not in version control, first kind = "library": commit pyp*'])


@pytest.mark.security
def test_rows_that_are_not_due_any_more_are_a_choice_since_the_release(of_kind, git):
    project = of_kind('kind = "service"')
    git(project.path, "tag", "v1.0.0")
    file = project.path / "pyproject.toml"
    file.write_text(file.read_text().replace("service", "library"))
    project.commit()
    result = project.phase()
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            f"choices  in force: {AWAY} rows not applicable, {NOT_DUE} rows not due; since v1.0.0: {LIVE + 1} rows not due",
            f'     kind: "service" → "library": {LIVE + 1} rows not due',
            f"GO  *, loosened since v1.0.0: {LIVE + 1} rows not due",
        ]
    )


def test_a_placeholder_does_not_keep_a_row_from_being_not_due(of_kind):
    project = of_kind(LIBRARY, more='not_applicable."infrastructure::*" = "REPLACE THIS: say why"')
    text = (project.path / "pyproject.toml").read_text()
    project.write(
        "pyproject.toml", text.replace("[tool.golive.not_applicable]\n", "").replace('\n"', '\nnot_applicable."')
    )
    project.commit()
    project.phase().stdout.fnmatch_lines([f"GO  2 passed, {AWAY} not applicable, {NOT_DUE} not due;*"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('kind = "libary"', "tool.golive.kind = \"libary\": must be one of 'library', 'service'"),
        ('kind = "Library"', "tool.golive.kind = \"Library\": must be one of 'library', 'service'"),
        ('kind = ""', "tool.golive.kind = \"\": must be one of 'library', 'service'"),
        ('kind = ["library"]', "tool.golive.kind = (a list): must be one of 'library', 'service'"),
        (
            LIBRARY + '\ntargets.staging.url = "https://staging.example.org"',
            'tool.golive.targets = (a table): is for a service, but kind = "library"; remove it, or write kind = "service"',
        ),
        (
            LIBRARY + '\ndefault_target = "demo"',
            'tool.golive.default_target = "demo": is for a service, but kind = "library"; remove it, or write',
        ),
        (
            'deployment.command = ["./deploy"]\n' + LIBRARY,
            'tool.golive.deployment = (a table): is for a service, but kind = "library"; remove it, or write kind = "service"',
        ),
    ],
    ids=["misspelt", "capital", "empty", "list", "targets", "default target", "deployment"],
)
def test_settings_that_contradict_the_kind_are_a_fault_with_its_place(of_kind, wrong, said):
    result = of_kind(wrong).phase()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"pyproject.toml:{7 if 'targets' in wrong or '_target' in wrong else 6}: {said}" in result.stderr.str()


def test_a_target_on_the_command_line_contradicts_a_library_too(of_kind):
    result = of_kind(LIBRARY).run("-m", "smoke", "--golive-target=demo")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(['*--target=demo: pyproject.toml:6 says kind = "library", *write kind = "service"'])


def test_a_teams_own_gate_may_be_for_one_kind_only(of_kind):
    project = of_kind(LIBRARY)
    gate = 'from pytest_golive import gate\n\n@gate("{0}", kind="{0}")\ndef test_{0}(judge):\n    judge("x", 1, at_most=1)\n'
    project.write("gates/mine.py", gate.format("service") + gate.format("library"))
    project.commit()
    told = [f"  NOT DUE {NOT_DUE + 1} rows, *mine (1)", f"GO  3 passed, {AWAY} not *, {NOT_DUE + 1} not due;*"]
    project.phase().stdout.fnmatch_lines(["  PASS    library *", *told])
    project.write("gates/mine.py", gate.format("web app").replace("test_web app", "test_app"))
    project.commit()
    wrong = project.phase()
    assert wrong.ret == pytest.ExitCode.USAGE_ERROR
    wrong.stderr.fnmatch_lines(["*gates/mine.py::test_app: @gate(kind='web app'): must be 'library' or 'service'"])
