"""The gate about what breaks, for clients of an API over HTTP."""

from __future__ import annotations

import json
import os
import stat

import pytest

MIGRATION = "documentation::migration_guide_complete"
CHANGELOG = "# Changelog\n\n## 2.0.0 - 2026-11-20\n\n{said}\n"
OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "shop", "version": "1"},
    "paths": {"/orders": {"get": {"responses": {}}}},
}
# Says what oasdiff would, in its own form, of the two documents that it is given.
OASDIFF = """\
#!/usr/bin/env python3
import json, sys
old, new = (json.load(open(name)) for name in sys.argv[-2:])
gone = [path for path in old["paths"] if path not in new["paths"]]
rows = [{"id": "api-path-removed-without-deprecation", "text": "api path removed without deprecation", "level": 3,
         "operation": "GET", "path": path, "section": "paths"} for path in gone]
print(json.dumps(rows))
"""


@pytest.fixture
def released(shop, git):
    """1.1.0, with a document, is out, and 2.0.0 is next."""
    shop.write("src/shop/__init__.py", '"""The shop."""\n')
    shop.write("docs/openapi.json", json.dumps(OPENAPI))
    _version(shop, "1.1.0")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    _version(shop, "2.0.0")
    return shop


@pytest.fixture
def oasdiff(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "oasdiff"
    program.write_text(OASDIFF)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def _version(shop, number):
    file = shop.path / "pyproject.toml"
    head, _, tail = file.read_text().partition('version = "')
    file.write_text(f'{head}version = "{number}"{tail[tail.index(chr(34)) + 1 :]}')


def test_migration_guide_complete_passes_where_the_document_stays(released):
    released.passes(MIGRATION, "*breaking changes that no guide names: 0, must be at most 0*")


def test_migration_guide_complete_is_breached_by_what_oasdiff_finds(released, oasdiff):
    released.write("docs/openapi.json", json.dumps({**OPENAPI, "paths": {}}))
    released.breaches(MIGRATION, "*docs/openapi.json: GET /orders (api-path-removed-without-deprecation)*")


def test_migration_guide_complete_passes_where_clients_are_told(released, oasdiff):
    released.write("docs/openapi.json", json.dumps({**OPENAPI, "paths": {}}))
    released.write("CHANGELOG.md", CHANGELOG.format(said="- `GET /orders` is gone."))
    released.passes(MIGRATION, "*griffe and oasdiff, compared with v1.1.0*")


def test_migration_guide_complete_cannot_measure_http_without_oasdiff(released, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    released.write("docs/openapi.json", json.dumps({**OPENAPI, "paths": {}}))
    released.cannot_measure(
        MIGRATION,
        "*docs/openapi.json changed since the previous release, and oasdiff, which tells*",
        "*is not on the PATH: breaking changes of the HTTP API are not covered*",
    )


def test_migration_guide_complete_says_that_nobody_compares_the_document(released, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    released.write("docs/openapi.json", json.dumps({**OPENAPI, "paths": {}}))
    released.settings("[tool.golive.documentation.openapi]\nbreaking = false\n")
    released.passes(MIGRATION, "*not covered: docs/openapi.json is not searched for breaking changes*")
