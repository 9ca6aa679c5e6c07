"""The gate about vulnerable dependencies: it passes, is breached, cannot measure; and pip-audit itself at a service."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pytest_golive.codebase.audit.looking_up import Auditor

GATE = "security::no_vulnerable_dependencies"
# github.com/ossf/osv-schema, validation/schema.json, Apache-2.0
SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "osv-schema-1.json").read_text())
ADVISORY = {
    "schema_version": "1.6.0",
    "id": "PYSEC-2024-1",
    "modified": "2024-02-01T00:00:00Z",
    "aliases": ["CVE-2024-22195"],
    "summary": "cross-site scripting",
    "affected": [{"package": {"name": "jinja2", "ecosystem": "PyPI"},
                  "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.3"}]}]}],
}  # fmt: skip
WAIVER = """
[[tool.golive.waivers]]
gate = "security::no_vulnerable_dependencies"
match = "{}"
reason = "no template is written by strangers"
owner = "payments team"
approver = "release manager"
expires = 2099-01-01
"""


def report(shop, *vulns, skipped=()):
    shop.write("reports/audit.json", json.dumps({
        "dependencies": [{"name": "jinja2", "version": "3.1.0", "vulns": list(vulns)},
                         *({"name": name, "skip_reason": "not found on PyPI"} for name in skipped)],
        "fixes": [],
    }))  # fmt: skip


@pytest.fixture
def reporting(shop):
    """A project whose dependencies are looked up by a report."""
    shop.write(".gitignore", "reports/\n__pycache__/\n")
    shop.settings('[tool.golive.security]\ndependencies = { reports = ["reports/*.json"] }\n')
    return shop


def test_no_vulnerable_dependencies_passes(reporting):
    shop = reporting
    report(shop, skipped=["shop"])  # the project itself
    shop.passes(GATE, "*known vulnerabilities: 0, must be at most 0 (n = 1, reports/audit.json)*")


def test_no_vulnerable_dependencies_is_breached_and_waived_by_any_id(reporting):
    shop = reporting
    report(shop, {"id": "PYSEC-2024-1", "fix_versions": ["3.1.3"], "aliases": ["CVE-2024-22195"]}, skipped=["acme-tea"])
    shop.breaches(GATE, "*known vulnerabilities: 1, must be at most 0*", "*jinja2 3.1.0: PYSEC-2024-1 (CVE-2024-22195)*",
                  "*upgrade jinja2 to 3.1.3*")  # fmt: skip
    report(shop, {"id": "PYSEC-2024-1", "fix_versions": ["3.1.3"], "aliases": ["CVE-2024-22195"]})
    shop.settings(WAIVER.format("CVE-2024-22195"))
    shop.judge(GATE).stdout.fnmatch_lines(["*  WAIVED *No vulnerable dependencies*"])


def test_no_vulnerable_dependencies_cannot_measure(reporting):
    reporting.cannot_measure(GATE, "*no file matches reports/?.json*")
    report(reporting, skipped=["acme-tea"])
    reporting.cannot_measure(GATE, "*1 dependency could not be looked up: acme-tea (not found on PyPI)*")
    reporting.write("requirements.txt", "jinja2==2.10\nleft-pad\n")
    report(reporting)
    reporting.cannot_measure(GATE, "*2 of 2 PyPI packages that the project declares were not looked up (reports/audit.json): *",
                             "*version of requirements.txt:1 (==2.10), but 3.1.0; left-pad (requirements.txt:2)*",
                             "*name what the release installs: *")  # fmt: skip


def test_a_report_that_looked_up_nothing_has_its_own_cure(reporting):
    for skipped, said in (
        ((), "*reports/audit.json names no dependency, so nothing was looked up*"),
        (("acme-tea",), "*1 dependency could not be looked up: acme-tea (not found on PyPI)*"),
    ):
        table = {"dependencies": [{"name": name, "skip_reason": "not found on PyPI"} for name in skipped]}
        reporting.write("reports/audit.json", json.dumps(table))
        reporting.cannot_measure(GATE, said)


def test_no_vulnerable_dependencies_is_not_set_up_where_nothing_says_how(shop):
    shop.cannot_measure(GATE, "*do not say how to look up vulnerable dependencies*", word="NOT SET UP")


@pytest.mark.parametrize(
    ("text", "is_locked"),
    [("flask==3.1.2\n", False), ("flask==3.1.2 --hash=sha256:0\n", True), ("a==1 --hash=sha256:0\nb==2\n", False)],
)
def test_what_packages_need_is_only_left_out_where_the_file_names_it(tmp_path, text, is_locked):
    file = tmp_path / "requirements.txt"
    file.write_text(text)
    command = Auditor(tmp_path, {}, tmp_path, 1, (file,))._pip_audit(tmp_path / "report.json")
    assert ("--no-deps" in command) == is_locked


def test_pip_audit_looks_up_at_a_service(shop, serve):
    jsonschema.validate(ADVISORY, SCHEMA)
    asked = []

    def answer(request):
        asked.append(json.loads(request[3]))
        found = asked[-1]["package"]["name"] == "jinja2"
        return 200, {"Content-Type": "application/json"}, json.dumps({"vulns": [ADVISORY]} if found else {}).encode()

    service = serve(answer)
    shop.write("pip_audit.py", "raise SystemExit('the project must not take the place of a tool')\n")
    locked = f"--hash=sha256:{'0' * 64}"
    shop.write("requirements.txt", f"jinja2==3.1.0 {locked}\nidna==3.10 \\\n    {locked}\n")
    shop.settings(
        f'[tool.golive.security]\ndependencies = {{ audit = ["pip-audit"], requirements = ["*.txt"], osv_url = "{service.url}/v1/query" }}\n'
    )
    shop.breaches(GATE, "*known vulnerabilities: 1, must be at most 0 (n = 2, pip-audit requirements.txt*",
                  "*jinja2 3.1.0: PYSEC-2024-1 (CVE-2024-22195)*")  # fmt: skip
    assert {(one["package"]["name"], one["version"]) for one in asked} == {("jinja2", "3.1.0"), ("idna", "3.10")}
    service.answer = lambda _: (200, {"Content-Type": "application/json"}, b"{}")
    shop.passes(GATE, "*known vulnerabilities: 0, must be at most 0 (n = 2, pip-audit requirements.txt*")
    service.answer = lambda _: (503, {}, b"")
    shop.cannot_measure(GATE, "*pip-audit could not look everything up: exit status 1; it last said: *")
