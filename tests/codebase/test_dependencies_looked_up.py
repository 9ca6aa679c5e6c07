"""Tools that look dependencies up, and reports that they have written before."""

from __future__ import annotations

import json
import os
import time

import pytest

from pytest_golive.codebase.audit.looking_up import Auditor, is_among, saved
from pytest_golive.codebase.audit.requirement_lines import locks
from pytest_golive.errors import CannotMeasure

NPM = {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"dependencies": {"total": 49}}}
# As osv-scanner 2.5.1 wrote it, with exit status 0 when its database knew nothing of idna, and with 127 when it could
# not reach api.osv.dev: "max retries exceeded".
OSV = {
    "results": [{"source": {"path": "/work/shop/requirements.txt", "type": "lockfile"},
                 "packages": [{"package": {"name": "idna", "version": "3.10", "ecosystem": "PyPI"}}]}],
    "experimental_config": {"licenses": {"summary": False, "allowlist": None}},
}  # fmt: skip


@pytest.fixture
def scanner(tmp_path, monkeypatch):
    """An osv-scanner that writes a report and ends with a status."""

    def install(report, status):
        program = tmp_path / "bin" / "osv-scanner"
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            f"#!/bin/sh\ncat > \"$6\" <<'END'\n{json.dumps(report)}\nEND\necho out of reach >&2\nexit {status}\n"
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        return Auditor(tmp_path, dict(os.environ), tmp_path, 60)

    return install


def test_a_tool_that_failed_has_looked_up_nothing_whatever_it_wrote(scanner):
    audit = scanner(OSV, 0).audit("osv-scanner")
    assert (audit.vulnerable, audit.looked, audit.source) == ((), (("PyPI", "idna", "3.10"),), "osv-scanner")
    for status in (127, 128, 129):
        said = rf"^osv-scanner could not look everything up: exit status {status}; it last said: out of reach"
        with pytest.raises(CannotMeasure, match=said):
            scanner(OSV, status).audit("osv-scanner")


def test_a_saved_report_that_a_failed_tool_writes_alike_proves_nothing(tmp_path):
    file = tmp_path / "osv.json"
    file.write_text(json.dumps(OSV))
    with pytest.raises(
        CannotMeasure, match=r"^osv\.json names no vulnerability, and osv-scanner writes the same where it"
    ):
        saved(tmp_path, file, 3600, is_tracked=False)
    red = {"results": [{**OSV["results"][0], "packages": [
        {**OSV["results"][0]["packages"][0], "vulnerabilities": [{"id": "PYSEC-2024-60"}]}]}]}  # fmt: skip
    file.write_text(json.dumps(red).replace("/work/shop", str(tmp_path)))
    assert [(one.path, one.rule) for one in saved(tmp_path, file, 3600, is_tracked=False).vulnerable] == [
        ("requirements.txt", "PYSEC-2024-60")
    ]


def test_a_link_to_a_file_in_version_control_is_in_version_control(tmp_path):
    (tmp_path / "old.json").write_text("{}")
    (tmp_path / "new.json").symlink_to("old.json")
    (tmp_path / "out.json").symlink_to("/dev/null")
    assert is_among(tmp_path, tmp_path / "new.json", {"old.json"})
    assert is_among(tmp_path, tmp_path / "old.json", {"old.json"})
    assert not is_among(tmp_path, tmp_path / "new.json", {"other.json"})
    assert not is_among(tmp_path, tmp_path / "out.json", {"old.json"})


def test_a_saved_report_must_be_fresh(tmp_path):
    file = tmp_path / "audit.json"
    file.write_text(json.dumps(NPM))
    assert saved(tmp_path, file, 3600, is_tracked=False).packages == 49
    for age, is_tracked, said in (
        (7200, False, "audit.json is 2.0 h old, and new advisories are published every day"),
        (-7200, False, "audit.json has a date in the future"),
        (0, True, "audit.json is in version control, so its age is unknown"),
    ):
        os.utime(file, (time.time() - age,) * 2)
        with pytest.raises(CannotMeasure, match=said):
            saved(tmp_path, file, 3600, is_tracked=is_tracked)


@pytest.mark.parametrize(
    ("text", "is_locked"),
    [
        ("a==1 \\\n    --hash=sha256:aa\n# b\n\nc==2 --hash=sha256:bb\n", True),
        ("a==1\nb==2\n", False),
        ("a==1 --hash=sha256:aa\nb==2\n", False),
        ("a==1 --hash=sha256:aa\n-r b.txt\n", False),
        ("", False),
        ("a==1 # --hash=sha256:aa\n", False),
        ("a==1 --hash=sha256:aa # b \\\nb==2\n", True),
        ("# b \\\nb==2\n", False),
        ("a==1 --hash=sha256:aa\n-r b.txt --hash=sha256:aa\n", False),
        ("a==1 --hash=sha256:aa\n-e ./b\n", False),
    ],
)
def test_only_a_locked_file_names_what_its_packages_need(tmp_path, text, is_locked):
    (tmp_path / "r.txt").write_text(text)
    assert locks(tmp_path / "r.txt") is is_locked
