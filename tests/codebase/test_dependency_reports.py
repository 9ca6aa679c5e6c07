"""Reports of pip-audit, npm audit and osv-scanner; an invalid report is an error, never an empty audit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pytest_golive.codebase.audit.reports import read_report
from pytest_golive.codebase.audit.result import Audit, Unknown, together
from pytest_golive.errors import CannotMeasure

PIP = {
    "dependencies": [
        {"name": "jinja2", "version": "3.1.0", "vulns": [
            {"id": "PYSEC-2024-1", "fix_versions": ["3.1.3"], "aliases": ["CVE-2024-22195", "GHSA-h5c8-rqwp-cp95"]},
            {"id": "GHSA-aaaa-bbbb-cccc", "fix_versions": [], "aliases": []},
        ]},
        {"name": "idna", "version": "3.10", "vulns": []},
        {"name": "acme-tea", "skip_reason": "Dependency not found on PyPI and could not be audited: acme-tea (1.0)"},
    ],
    "fixes": [],
}  # fmt: skip
NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "glob": {"name": "glob", "severity": "high", "isDirect": False, "range": "10.2.0 - 10.4.5", "nodes": [], "effects": [],
                 "via": [{"source": 1109843, "name": "glob", "title": "Command injection", "url": "https://github.com/advisories/GHSA-5j98-mcp5-4vw2",
                          "severity": "high", "range": ">=10.2.0 <10.5.0"}], "fixAvailable": {"name": "glob", "version": "10.5.0", "isSemVerMajor": False}},
        "rimraf": {"name": "rimraf", "severity": "high", "via": ["glob"], "range": "*", "fixAvailable": True},
    },
    "metadata": {"vulnerabilities": {"total": 2}, "dependencies": {"prod": 40, "dev": 9, "total": 49}},
}  # fmt: skip
OSV = {
    "results": [{"source": {"path": "/work/shop/go.mod", "type": "lockfile"}, "packages": [
        {"package": {"name": "golang.org/x/net", "version": "0.1.0", "ecosystem": "Go"},
         "vulnerabilities": [{"id": "GO-2023-1571", "aliases": ["CVE-2022-41723"], "affected": [
             {"package": {"name": "golang.org/x/net", "ecosystem": "Go"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "0.7.0"}]}]},
             {"package": {"name": "stdlib", "ecosystem": "Go"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": "1.19.6"}]}]}]}]},
        {"package": {"name": "golang.org/x/text", "version": "0.14.0", "ecosystem": "Go"}}]}],
}  # fmt: skip


def told(audit):
    return [(one.path, one.rule, one.message, one.cure) for one in audit.vulnerable]


def test_pip_audit():
    audit = read_report(json.dumps(PIP), "r.json")
    assert told(audit) == [
        ("", "PYSEC-2024-1", "jinja2 3.1.0: PYSEC-2024-1 (CVE-2024-22195, GHSA-h5c8-rqwp-cp95)", "upgrade jinja2 to 3.1.3"),
        ("", "GHSA-aaaa-bbbb-cccc", "jinja2 3.1.0: GHSA-aaaa-bbbb-cccc", "no version of jinja2 fixes it yet: replace jinja2, or waive GHSA-aaaa-bbbb-cccc"),
    ]  # fmt: skip
    assert audit.packages == 2
    assert audit.vulnerable[0].advisories == ("PYSEC-2024-1", "PYSEC-2024-1", "CVE-2024-22195", "GHSA-h5c8-rqwp-cp95")
    with pytest.raises(
        CannotMeasure, match=r"^1 dependency could not be looked up: acme-tea \(Dependency not found on PyPI"
    ):
        audit.check_complete()
    audit.without(["Acme_*"]).check_complete()


def test_npm_audit_between_its_warnings():
    audit = read_report(f"npm warn old lockfile\n{json.dumps(NPM)}\nnpm notice new version\n", "npm")
    assert told(audit) == [
        ("", "GHSA-5j98-mcp5-4vw2", "glob >=10.2.0 <10.5.0: GHSA-5j98-mcp5-4vw2", "upgrade glob to 10.5.0")
    ]
    assert audit.packages == 49


def test_osv_scanner():
    audit = read_report(json.dumps(OSV), "osv", Path("/work/shop"))
    assert told(audit) == [
        (
            "go.mod",
            "GO-2023-1571",
            "golang.org/x/net 0.1.0: GO-2023-1571 (CVE-2022-41723)",
            "upgrade golang.org/x/net to 0.7.0",
        )
    ]
    assert audit.packages == 2


def test_several_are_one():
    both = together(
        [read_report(json.dumps(PIP), "a"), read_report(json.dumps(NPM), "b"), read_report(json.dumps(PIP), "c")]
    )
    assert (len(both.vulnerable), both.packages, both.unknown[0].name, both.source) == (3, 53, "acme-tea", "a; b; c")
    assert Audit(unknown=(Unknown("a", "b"),)).without(["shop"]).unknown


def counted(counts):
    return {"metadata": {"vulnerabilities": counts, "dependencies": {"total": 49}}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "r is not JSON, or is truncated"),
        ("\0\xff" * 9, "r is not JSON, or is truncated"),
        (json.dumps(PIP)[:-9] + "}", "r is not JSON, or is truncated"),
        ("{" * 100_000 + "}", "r is not JSON, or is truncated"),
        ("{}", "r is no report of a known tool"),
        ('{"advisories": {}, "metadata": {}}', "r is no report of a known tool"),
        ('{"error": {"code": "ENOAUDIT", "summary": "no registry"}}', "r says that the audit failed: no registry; run it where"),
        ('{"error": {"summary": "", "detail": ""}}', "r says that the audit failed: it does not say why"),
        ('{"message": "request failed", "method": "POST"}', "r says that the audit failed: request failed"),
        ('{"dependencies": [{"name": "a", "version": "1"}]}', "r does not have its tool's format: KeyError 'vulns'"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": null, "fix_versions": []}]}]}',
         "r does not have its tool's format: TypeError 'None' in place of a text"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": " ", "fix_versions": []}]}]}', "TypeError ' ' in place of a text"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "A-1", "aliases": [7], "fix_versions": []}]}]}', "TypeError '7' in"),
        ('{"dependencies": [{"name": "a", "skip_reason": ""}]}', "TypeError '' in place of a text"),
        (json.dumps({**NPM, "vulnerabilities": {"a": {"via": [{"title": "hot", "url": "?"}], "range": "*"}, "b": {"via": ["a"]}}}),
         "r does not have its tool's format: KeyError 'id'"),
        (json.dumps({**NPM, "vulnerabilities": {**NPM["vulnerabilities"], "b": {"via": ["lost"]}}}),
         "r says that a package is vulnerable through lost, but has no entry for it"),
        ('{"dependencies": [7]}', "r does not have its tool's format: TypeError"),
        ('{"auditReportVersion": 2, "vulnerabilities": {}}', "r does not have its tool's format: KeyError 'metadata'"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{}]}], "dependencies": []}', "r names 'dependencies' twice"),
        (json.dumps({**NPM, "vulnerabilities": {}}), "r counts 2 vulnerable packages, but their advisories are missing"),
        (json.dumps({**NPM, "vulnerabilities": {"a": {"via": ["b"]}, "b": {"via": []}}}), "r calls a vulnerable, but has no advisory about it"),
        (json.dumps({**NPM, "vulnerabilities": {**NPM["vulnerabilities"], "a": {"via": ["a"]}}}), "r calls a vulnerable, but has no"),
        (json.dumps({**NPM, **counted({"critical": 3})}), "r counts 3 vulnerable packages, but their advisories are missing"),
        (json.dumps({**NPM, **counted({"critical": 3, "total": 0})}), "r counts 3 vulnerable packages, but their advisories are missing"),
        (json.dumps({**NPM, **counted({"critical": None, "total": 0})}), "r does not have its tool's format: TypeError"),
        (json.dumps({**NPM, **counted({"critical": float("inf")})}), "r does not have its tool's format: OverflowError"),
        (json.dumps({**NPM, **counted({"critical": "?"})}), "r does not have its tool's format: ValueError"),
        ('{"results": [{"source": {"path": "a"}, "packages": [{"package": {"name": "x"}, "groups": [{"ids": ["GO-1"]}]}]}]}',
         "r has groups of advisories about x, but the advisories are missing"),
        ('{"results": []}', "r names no package, so what was looked up is unknown; osv-scanner --all-packages"),
    ],
)  # fmt: skip
def test_what_is_no_report(text, said):
    with pytest.raises(CannotMeasure) as caught:
        read_report(text, "r")
    assert said in str(caught.value)


def test_what_has_advisories_was_looked_up_whatever_else_is_said_of_it():
    skipped = {**PIP["dependencies"][0], "skip_reason": "it is ours"}
    audit = read_report(json.dumps({"dependencies": [skipped]}), "r")
    assert (len(audit.vulnerable), audit.packages, audit.unknown) == (2, 1, ())
