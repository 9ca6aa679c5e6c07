"""The real oasdiff, which says what the program of other tests pretends to say."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pytest_golive.documents.openapi import oasdiff

pytestmark = pytest.mark.integration
TOOL = Path(__file__).parents[2] / "tools" / "oasdiff"
BUILD_LIMIT = 1800.0
OLD = b'{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}'
NEW = b'{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {}}'


def test_the_real_one_is_understood(monkeypatch, tmp_path):
    built = subprocess.run([TOOL], capture_output=True, text=True, check=False, timeout=BUILD_LIMIT)
    assert built.returncode == 0, built.stderr
    monkeypatch.setenv("PATH", f"{Path(built.stdout.strip()).parent}{os.pathsep}{os.environ['PATH']}")
    found = oasdiff.breaking("docs/openapi.json", OLD, NEW, tmp_path)
    assert [(change.rule, change.name, change.is_sure) for change in found] == [
        ("api-path-removed-without-deprecation", "GET /a", True)
    ]
