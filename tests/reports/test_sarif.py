"""The SARIF file is valid against OASIS' schema, and has the place of each finding."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict
from pytest_golive.reports.sarif import MOST, sarif, write_sarif

# docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json, as published.
SCHEMA = json.loads((Path(__file__).parent.parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)
LONG = Finding("src/a.py", 0, "lines", "260 lines", key="lines")
CALL = Finding("src/b.py", 7, "B602", "shell=True", "high", key="B602 x")


def row(*evidence, outcome=Outcome.FAILED, gate="security::no_vulnerable_code", **rest):
    section = gate.partition("::")[0]
    entry = Entry(f"golive/{gate}", "No vulnerable code", section, ("pre_deploy",))
    return Row(entry, outcome, evidence=evidence, **rest)


def breach(*found, **rest):
    return Evidence("vulnerabilities", len(found), "<=", 0, ok=not found, found=found, **rest)


def run_of(*rows, faults=()):
    log = sarif(Verdict(rows, faults, Facts(started="2026-11-23T10:00:00+00:00")), "1.2.3")
    VALIDATOR.validate(log)
    json.dumps(log).encode()
    run = log["runs"][0]
    run["verdict"] = run["results"].pop(0)  # always the first
    return run


def test_a_finding_that_blocks_is_an_error_at_its_line():
    run = run_of(row(breach(CALL), cure="Use a list."))
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["level"], result["message"]["text"]) == ("error", "shell=True")
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("src/b.py", 7)
    assert result["partialFingerprints"] == {"golive/v1": CALL.fingerprint}
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "security/no_vulnerable_code/B602"
    assert rule["help"]["text"] == "Use a list."
    assert rule["properties"]["security-severity"] == "8.0"


def test_a_finding_about_a_whole_file_has_no_region():
    (result,) = run_of(row(breach(LONG), gate="code_quality::files_within_limit"))["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_what_does_not_block_is_suppressed_or_a_note():
    evidence = breach(waived=(LONG,), known=(CALL,), lesser=(CALL,), excuses=("split in v2 (owner x)",))
    results = run_of(row(evidence, outcome=Outcome.PASSED))["results"]
    assert [result["level"] for result in results] == ["warning", "warning", "note"]
    assert [result["suppressions"][0]["justification"] for result in results[:2]] == [
        "known: recorded by golive ratchet",
        "split in v2 (owner x)",
    ]
    assert "suppressions" not in results[2]


def test_a_waived_gate_suppresses_what_it_found():
    (result,) = run_of(row(breach(CALL), outcome=Outcome.WAIVED, message="waived: because"))["results"]
    assert result["suppressions"][0]["justification"] == "waived: because"


@pytest.mark.parametrize(
    ("place", "uri", "line"), [("a.py:3", "a.py", 3), ("a.py", "a.py", None), ("", "pyproject.toml", None)]
)
def test_a_row_that_blocks_without_a_finding_is_a_result_itself(place, uri, line):
    run = run_of(row(outcome=Outcome.NOT_SET_UP, message="nothing is named", cure="name it", place=place))
    (result,) = run["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert result["message"]["text"] == "nothing is named. name it"
    assert physical["artifactLocation"]["uri"] == uri
    assert physical.get("region", {}).get("startLine") == line


def test_rows_that_pass_without_findings_leave_no_trace():
    run = run_of(row(breach(), outcome=Outcome.PASSED))
    assert (run["results"], run["invocations"][0]["exitCode"]) == ([], 0)


def test_the_verdict_is_an_error_of_a_no_go_with_all_that_blocks():
    run = run_of(row(outcome=Outcome.NOT_RUN), faults=("a selection",))
    output = run["verdict"]
    assert (output["ruleId"], output["kind"], output["level"]) == ("verdict", "fail", "error")
    assert run["tool"]["driver"]["rules"][output["ruleIndex"]]["id"] == "verdict"
    text = output["message"]["text"]
    assert text.startswith("NO-GO  1 not run")
    assert "a selection" in text
    assert "golive/security::no_vulnerable_code: not run" in text


def test_the_verdict_of_a_go_is_no_finding():
    output = run_of(row(breach(), outcome=Outcome.PASSED))["verdict"]
    assert (output["kind"], output["level"]) == ("pass", "none")
    assert output["message"]["text"].startswith("GO  1 passed")


def test_nothing_was_due():
    run = run_of(faults=("no row was due",))
    assert run["invocations"][0]["exitCode"] == 1
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "NO-GO: no row was due"


@pytest.mark.parametrize(
    "path", ["a b.py", "a#b?.py", "100%.py", "é/ü.py", "a\nb.py", "\udcff.py", "a:b.py", "[x].py", "c++/d'\".py"]
)
def test_any_path_is_a_uri_that_leads_back_to_it(path):
    (result,) = run_of(row(breach(Finding(path, 1, "B602", f"in {path}"))))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote(uri, errors="surrogateescape") == path


def test_no_more_results_than_are_shown_and_the_errors_among_them():
    many = tuple(Finding(f"{number}.py", 1, "B101", "assert", "low") for number in range(MOST + 10))
    run = run_of(row(breach(lesser=many), outcome=Outcome.PASSED), row(breach(CALL)))
    assert len(run["results"]) == MOST - 1
    assert run["results"][0]["level"] == "error"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    told = "12 more findings are left out, for a file may hold 5,000: 12 of security::no_vulnerable_code"
    assert note["message"]["text"] == told


def test_what_is_cut_off_is_the_least_grave_and_every_row_keeps_its_share():
    def found(path, count, severity):
        return tuple(Finding(f"{path}{n}.py", 1, path, path, severity) for n in range(count))

    notes = row(breach(*found("note", 6000, "medium")), gate="code_quality::no_fixme_or_hack")
    long = row(breach(*found("long", 30, "medium")), gate="code_quality::files_within_limit")
    secrets = row(
        breach(*found("weak", 40, "medium"), *found("secret", 3, "high")), gate="security::no_exposed_secrets"
    )
    results = run_of(notes, long, secrets)["results"]
    assert [result["message"]["text"] for result in results[:6]] == ["secret"] * 3 + ["note", "long", "weak"]
    counts = Counter(result["message"]["text"] for result in results)
    assert counts == {"secret": 3, "long": 30, "weak": 40, "note": MOST - 1 - 73}


def test_the_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out" / "golive.sarif"
    write_sarif(path, Verdict((row(breach(CALL)),)), "1.2.3")
    VALIDATOR.validate(json.loads(path.read_text(encoding="utf-8")))
    assert [file.name for file in path.parent.iterdir()] == ["golive.sarif"]
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_sarif(tmp_path / "file" / "x.sarif", Verdict(()), "1")
