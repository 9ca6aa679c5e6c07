"""Lock files of npm, Yarn and pnpm; and how npm is asked."""

from __future__ import annotations

import json

import pytest

from pytest_golive.codebase.audit.comparing import held_against
from pytest_golive.codebase.audit.declared import declared
from pytest_golive.codebase.audit.looking_up import Auditor
from pytest_golive.codebase.audit.result import Audit
from pytest_golive.errors import CannotMeasure

YARN_1 = """# yarn lockfile v1


"@hot/cup@^2.0.0", "@hot/cup@^2.1.0":
  version "2.1.0"
  resolved "https://registry.example/cup-2.1.0.tgz#0"
  dependencies:
    tea "^1.0"

alias@npm:pot@^3:
  version "3.0.0"

tea@^1.0:
  version "1.0.0"
"""
YARN_4 = """__metadata:
  version: 8

"@hot/cup@npm:^2.0.0, @hot/cup@npm:^2.1.0":
  version: 2.1.0
  resolution: "@hot/cup@npm:2.1.0"

"alias@npm:pot@^3":
  version: 3.0.0
  resolution: "pot@npm:3.0.0"

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."

"tea@npm:^1.0":
  version: 1.0.0
  resolution: "tea@npm:1.0.0"
"""
PNPM_5 = (
    "lockfileVersion: 5.4\npackages:\n  /@hot/cup/2.1.0_tea@1.0.0: {}\n  /pot/3.0.0: {}\n  /tea/1.0.0: {dev: true}\n"
)
PNPM_6 = "lockfileVersion: '6.0'\npackages:\n  /@hot/cup@2.1.0(tea@1.0.0): {}\n  /pot@3.0.0: {}\n  /tea@1.0.0: {}\n"
PNPM_9 = (
    "lockfileVersion: '9.0'\npackages:\n  '@hot/cup@2.1.0': {}\n  pot@https://x.example/pot.tgz: {version: 3.0.0}\n"
    "  tea@1.0.0: {}\n  own@file:packages/own: {}\n"
)


def told(root, **files):
    for name, text in files.items():
        (root / name).write_text(text)
    found = declared(root, frozenset(files), ())
    return sorted(f"{one.name}{one.versions}" for one in found.wanted), [
        f"{one.name} ({one.why})" for one in found.unknown
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("yarn.lock", YARN_1), ("yarn.lock", YARN_4), ("pnpm-lock.yaml", PNPM_5), ("pnpm-lock.yaml", PNPM_6), ("pnpm-lock.yaml", PNPM_9)],
)  # fmt: skip
def test_lock_files_of_yarn_and_pnpm(tmp_path, name, text):
    files = {name: text, "package.json": '{"dependencies": {"left": "1"}}'}
    assert told(tmp_path, **files) == (["@hot/cup==2.1.0", "pot==3.0.0", "tea==1.0.0"], [])


def test_npm_reads_its_shrinkwrap_first_and_package_json_counts_without_a_lock(tmp_path):
    locks = {
        name: json.dumps({"lockfileVersion": 3, "packages": {"": {}, f"node_modules/{package}": {"version": "1.0.0"}}})
        for name, package in (("npm-shrinkwrap.json", "tea"), ("package-lock.json", "pot"))
    }
    assert told(tmp_path, **locks) == (["tea==1.0.0"], [])
    package = {
        "dependencies": {"tea": "^1", "own": "file:own"},
        "optionalDependencies": {"@hot/cup": "2"},
        "devDependencies": {"x": "1"},
    }
    assert told(tmp_path, **{"package.json": json.dumps(package)}) == (["@hot/cup", "tea"], [])
    npm = Audit((), 1, (), "npm", (), (1,))
    with pytest.raises(
        CannotMeasure, match=r"^2 of 2 npm packages that .*: tea \(package\.json\); @hot/cup .*osv-scanner"
    ):
        held_against(npm, declared(tmp_path, frozenset({"package.json"}), ()), ()).check_complete()


def test_npm_is_told_to_ask_the_registry_about_everything(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    report = json.dumps({"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"dependencies": {"total": 1}}})
    program.write_text(f"#!/bin/sh\necho \"$@\" > asked\nenv >> asked\necho '{report}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    (tmp_path / "package-lock.json").write_text("{}")
    auditor = Auditor(tmp_path, {"PATH": "/usr/bin:/bin", "NPM_CONFIG_workspace": "w"}, tmp_path, 60)
    auditor.audit("npm")
    asked = (tmp_path / "asked").read_text()
    for option in ("--offline=false", "--prefer-offline=false", "--workspaces=null", "--include=prod", "--include=dev"):
        assert option in asked
    assert "workspace=w" not in asked.casefold()
    (tmp_path / ".npmrc").write_text("registry = https://x.example/\n workspace[] = w\n")
    with pytest.raises(CannotMeasure, match=r"^\.npmrc names a workspace, so npm audits only that one"):
        auditor.audit("npm")
