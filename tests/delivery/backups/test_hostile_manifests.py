"""Manifests that somebody has edited, and that say less than they seem to."""

from __future__ import annotations

import json

import pytest

from pytest_golive.delivery.backups.manifests import read
from pytest_golive.errors import CannotMeasure

GOOD = {
    "golive_backup_manifest": 1,
    "taken": "2026-11-27T10:00:00+00:00",
    "sha256": "0" * 64,
    "tables": {},
    "files": {},
}


def kept(tmp_path, text):
    path = tmp_path / "shop.dump.manifest.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_one(tmp_path):
    said = json.dumps(GOOD | {"taken": "2026-11-27T11:00:00+01:00"})
    assert read(kept(tmp_path, said)).taken == "2026-11-27T10:00:00+00:00"


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ({"taken": "yesterday"}, "not the JSON of a manifest"),
        ({"taken": "\x1b[2J<b>"}, "not the JSON of a manifest"),
        ({"taken": "2026-11-27T10:00:00"}, "not the JSON of a manifest"),
        ({"taken": "2999-01-01T00:00:00+00:00"}, "taken in the future"),
        ({"sha256": "abc"}, "no SHA-256"),
        ({"sha256": "0" * 63 + "\n"}, "no SHA-256"),
        ({"tables": {"orders": {"rows": float("nan"), "checksum": ""}}}, "not the JSON of a manifest"),
        ({"tables": {"orders": {"rows": -1, "checksum": ""}}}, "not the JSON of a manifest"),
        ({"tables": {"orders": {"rows": True, "checksum": ""}}}, "not the JSON of a manifest"),
    ],
)
def test_one_that_was_edited(tmp_path, edited, said):
    with pytest.raises(CannotMeasure, match=said):
        read(kept(tmp_path, json.dumps(GOOD | edited)))


def test_a_name_that_stands_there_twice_hides_nothing(tmp_path):
    tables = '{"orders": {"rows": 9, "checksum": ""}}'
    text = json.dumps(GOOD)[:-1] + f', "tables": {tables}}}'
    with pytest.raises(CannotMeasure, match="not the JSON of a manifest"):
        read(kept(tmp_path, text))
