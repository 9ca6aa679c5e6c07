"""npm audit itself, at a registry on this machine that knows one advisory."""

from __future__ import annotations

import json
import os

import pytest

from pytest_golive.codebase.audit.looking_up import Auditor
from pytest_golive.errors import CannotMeasure

pytestmark = pytest.mark.integration
LOCK = {
    "name": "shop", "version": "1.2.0", "lockfileVersion": 3, "requires": True,
    "packages": {"": {"name": "shop", "version": "1.2.0", "dependencies": {"tea": "1.0.0"}}, "node_modules/tea": {"version": "1.0.0"}},
}  # fmt: skip
# As registry.npmjs.org answers POST /-/npm/v1/security/advisories/bulk.
ADVISORIES = {
    "tea": [{"id": 1109843, "url": "https://github.com/advisories/GHSA-5j98-mcp5-4vw2", "title": "Cold tea", "severity": "high",
             "vulnerable_versions": "<1.0.3", "cwe": ["CWE-78"], "cvss": {"score": 7.5, "vectorString": None}}]
}  # fmt: skip
TEA = {
    "name": "tea",
    "dist-tags": {"latest": "1.0.3"},
    "versions": {one: {"name": "tea", "version": one} for one in ("1.0.0", "1.0.3")},
}


def test_npm_audit_at_a_registry(tmp_path, serve):
    advisories = dict(ADVISORIES)
    registry = serve(
        lambda request: (
            200,
            {"Content-Type": "application/json"},
            json.dumps(advisories if "bulk" in request[1] else TEA).encode(),
        )
    )
    (tmp_path / "package.json").write_text(
        json.dumps({"name": "shop", "version": "1.2.0", "dependencies": {"tea": "1.0.0"}})
    )
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK))
    settings = {
        "npm_config_registry": f"{registry.url}/",
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "cache"),
    }
    found = Auditor(tmp_path, {**os.environ, **settings}, tmp_path, 300).audit("npm")
    assert [(one.message, one.cure) for one in found.vulnerable] == [
        ("tea <1.0.3: GHSA-5j98-mcp5-4vw2", "upgrade tea to 1.0.3")
    ]
    assert found.packages == 1
    advisories.clear()
    assert Auditor(tmp_path, {**os.environ, **settings}, tmp_path, 300).audit("npm").vulnerable == ()
    registry.close()
    with pytest.raises(CannotMeasure, match="the report of npm says that the audit failed"):
        Auditor(tmp_path, {**os.environ, **settings}, tmp_path, 300).audit("npm")
