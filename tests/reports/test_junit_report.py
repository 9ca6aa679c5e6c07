"""The JUnit report, which CI systems read."""

from __future__ import annotations

import json
import os

import pytest

from pytest_golive.testrun.junit.safe_xml import read_xml

BOTH = pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])


def report(project, *args, family="xunit1"):
    result = project.phase("--junitxml=report.xml", "-o", f"junit_family={family}", *args)
    root = read_xml(project.path / "report.xml", "JUnit report")
    return result, root


def properties(element):
    return {p.get("name"): p.get("value") for p in element.iterfind("properties/property")}


def case(root, name):
    return next(c for c in root.iter("testcase") if c.get("name") == name)


@BOTH
def test_a_gate_is_a_case_with_its_evidence(red, workers):
    _, root = report(red, *workers)
    gate = case(root, "files_within_limit")
    assert gate.get("classname") == "golive.code_quality"
    named = properties(gate)
    assert named["id"] == "golive/code_quality::files_within_limit"
    assert named["title"] == "All files have at most 200 LOC"
    assert (named["phase"], named["section"], named["outcome"]) == ("pre_deploy", "code_quality", "failed")
    assert (named["measured"], named["limit"], named["unit"]) == ("250 lines", "≤ 200 lines", "lines")
    evidence = json.loads(named["evidence"])
    assert evidence[0]["value"] == 250
    assert evidence[0]["found"][0]["path"] == "src/shop/big.py"


@BOTH
def test_the_suite_says_what_was_judged(red, git, workers):
    _, root = report(red, *workers)
    named = properties(root.find("testsuite"))
    assert named["verdict"] == "NO-GO"
    assert named["commit"] == git(red.path, "rev-parse", "HEAD").strip()
    assert named["version"] == "1.2.0"
    assert named["target"] == ""
    assert len(named["settings_digest"]) == 64


def test_the_suite_says_go(project):
    _, root = report(project)
    assert properties(root.find("testsuite"))["verdict"] == "GO"
    verdict = case(root, "verdict")
    assert verdict.get("classname") == "golive"
    assert [child.tag for child in verdict] == ["properties"]


WITHOUT_A_RED_ROW = {
    "a selection by name": ("xunit1", "golive/code_quality::files_within_limit"),
    "a selection by words": ("xunit2", "-m", "pre_deploy", "-k", "fixme"),
    "nothing chosen": ("legacy", "-m", "pre_deploy", "-k", "no_such_word"),
}


@BOTH
@pytest.mark.security
@pytest.mark.parametrize("way", WITHOUT_A_RED_ROW)
def test_a_no_go_without_a_red_row_is_red_all_the_same(project, way, workers):
    family, *chosen = WITHOUT_A_RED_ROW[way]
    project.run(*chosen, "--junitxml=report.xml", "-o", f"junit_family={family}", *workers)
    root = read_xml(project.path / "report.xml", "JUnit report")
    verdict = case(root, "verdict")
    message = verdict.find("failure").get("message")
    assert message.startswith("NO-GO  ")
    assert "not chosen" in message or "it did not run" in message
    assert root.find("testsuite").get("failures") == "1"


@pytest.mark.security
def test_the_verdict_is_red_where_pytest_stopped_early(red):
    _, root = report(red, "-x")
    message = case(root, "verdict").find("failure").get("message")
    assert "pytest stopped early: stopping after 1 failures" in message


@pytest.mark.security
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise KeyboardInterrupt", "the run was interrupted"),
        ("import pytest; pytest.exit('enough', returncode=0)", "the run was interrupted (enough)"),
    ],
)
def test_the_verdict_is_red_where_the_run_was_interrupted(project, code, told):
    project.write("gates/test_shop.py", f"def test_x():\n    {code}\n")
    project.phase("--junitxml=report.xml", apart=True)
    root = read_xml(project.path / "report.xml", "JUnit report")
    assert told in case(root, "verdict").find("failure").get("message")


@pytest.mark.security
def test_the_verdict_is_red_where_pytest_breaks(project):
    project.write("gates/test_shop.py", "def test_x():\n    pass\n")
    project.write("conftest.py", "def pytest_runtest_logfinish():\n    raise RuntimeError('broken hook')\n")
    project.phase("--junitxml=report.xml", apart=True)
    root = read_xml(project.path / "report.xml", "JUnit report")
    assert "pytest reported an internal error" in case(root, "verdict").find("failure").get("message")


@BOTH
def test_file_and_line_point_at_the_fault(red, workers):
    red.write("src/shop/note.py", "x = 1\ny = 2  # " + "FIX" + "ME: later\n")
    red.commit()
    _, root = report(red, *workers)
    gate = case(root, "no_fixme_or_hack")
    assert (gate.get("file"), gate.get("line")) == ("src/shop/note.py", "2")
    gate = case(root, "files_within_limit")
    assert (gate.get("file"), gate.get("line")) == ("src/shop/big.py", "1")


def test_file_of_a_green_row_is_where_its_limits_are(project):
    _, root = report(project)
    assert case(root, "files_within_limit").get("file") == "pyproject.toml"


def test_first_line_of_a_failure_says_all(red):
    _, root = report(red)
    message = case(root, "files_within_limit").find("failure").get("message")
    first = message.splitlines()[0]
    assert "longest file: 250 lines, must be at most 200 lines" in first
    assert "src/shop/big.py" in first
    assert len(first) < 500


def test_first_line_is_short_even_if_the_path_is_not(red):
    red.write("/".join(["src", "d" * 200, "e" * 200, "f" * 200, "big.py"]), "x = 1\n" * 300)
    red.commit()
    _, root = report(red)
    message = case(root, "files_within_limit").find("failure").get("message")
    assert "longest file: 300 lines, must be at most 200 lines" in message[:500]


def test_what_cannot_be_measured_is_an_error(project):
    text = (project.path / "pyproject.toml").read_text()
    project.write(
        "pyproject.toml",
        text.replace('"code_quality::critical_files_modular" = "not tried in this test"\n', ""),
    )
    _, root = report(project)
    gate = case(root, "critical_files_modular")
    assert gate.find("error") is not None
    assert gate.find("failure") is None
    assert "no critical" in gate.find("error").get("message")


def test_a_row_that_does_not_apply_is_skipped_with_its_reason(project):
    _, root = report(project)
    assert "not tried in this test" in case(root, "tests_pass").find("skipped").get("message")


@pytest.mark.parametrize("family", ["xunit1", "xunit2"])
def test_the_report_is_valid_but_for_two_known_exceptions(red, family, request):
    import xmlschema

    report(red, family=family)
    schema = xmlschema.XMLSchema(os.fspath(request.path.parents[1] / "data" / "junit-10.xsd"))
    faults = [str(error.reason) for error in schema.iter_errors(os.fspath(red.path / "report.xml"))]
    # pytest writes <properties> into cases, and with xunit1 a file and a line; JUnit readers expect both.
    known = ("'properties'", "'file' attribute not allowed", "'line' attribute not allowed")
    assert [fault for fault in faults if not any(word in fault for word in known)] == []


@pytest.mark.parametrize("logging", ["no", "system-out"])
def test_attachments_are_named_as_ci_systems_read_them(project, logging):
    project.write(
        "gates/test_shop.py",
        "def test_x(judge, tmp_path):\n    log = tmp_path / 'a.log'\n    log.write_text('x')\n"
        "    judge.attach(str(log))\n    judge('x', 1, at_most=0)\n",
    )
    _, root = report(project, "-o", f"junit_logging={logging}")
    texts = "".join(element.text or "" for element in case(root, "test_x").iter("system-out"))
    assert "[[ATTACHMENT|/" in texts
    assert texts.count("a.log]]") == 1
