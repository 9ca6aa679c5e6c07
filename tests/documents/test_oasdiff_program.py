"""oasdiff, which is not always there, and does not always answer."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pytest_golive.documents.openapi import oasdiff
from pytest_golive.errors import CannotMeasure

ROWS = (
    '[{"id": "request-parameter-became-required", "text": "the query request parameter q became required", "level": 3,'
    ' "operation": "GET", "path": "/a", "revisionSource": {"file": "new.json", "line": 6}},'
    ' {"id": "request-parameter-removed", "text": "deleted q", "level": 2, "operation": "GET", "path": "/a"}]'
)
OLD = b'{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}'
NEW = b'{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {}}'


@pytest.fixture
def oasdiff_says(tmp_path, monkeypatch):
    """Put a program with that name on the PATH, with the given output."""

    def put(said: str, status: int = 0, error: str = "") -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "oasdiff"
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\necho '{error}' >&2\nexit {status}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    return put


def breaking(tmp_path: Path):
    return oasdiff.breaking("docs/openapi.json", OLD, NEW, tmp_path)


def test_its_rules_levels_and_places_are_told(oasdiff_says, tmp_path):
    oasdiff_says(ROWS)
    first, second = breaking(tmp_path)
    assert (first.rule, first.name, first.file, first.line) == (
        "request-parameter-became-required",
        "GET /a",
        "docs/openapi.json",
        6,
    )
    assert first.is_sure
    assert not second.is_sure, "a warning may break somebody"
    assert first.words == "GET /a (request-parameter-became-required): the query request parameter q became required"


def test_nothing_that_was_handed_to_it_stays(oasdiff_says, tmp_path):
    folder = tmp_path / "private"
    folder.mkdir()
    oasdiff_says("[]")
    assert oasdiff.breaking("docs/openapi.json", OLD, NEW, folder) == []
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            ("", 102, "Error: failed to load revision spec"),
            "cannot compare docs/openapi.json with that of the previous release: Error: failed",
        ),
        (("no json",), "oasdiff's answer about docs/openapi.json is not understood"),
        (('{"a": 1}',), "oasdiff's answer about docs/openapi.json is not understood"),
        (("[1]",), "oasdiff's answer about docs/openapi.json is not understood"),
    ],
)
def test_what_it_cannot_say_is_never_a_pass(oasdiff_says, tmp_path, answer, message):
    oasdiff_says(*answer)
    with pytest.raises(CannotMeasure, match=message):
        breaking(tmp_path)


def test_without_it_nothing_is_covered(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotMeasure, match="is not on the PATH: breaking changes of the HTTP API are not covered"):
        breaking(tmp_path)


def test_one_that_the_project_brings_is_not_run(monkeypatch, tmp_path, oasdiff_says):
    oasdiff_says("[]")
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", ".")
    assert oasdiff.program() is None
