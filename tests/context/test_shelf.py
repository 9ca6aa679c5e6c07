"""A record that several ask for is read once."""

from __future__ import annotations

import pytest

from pytest_golive.context.shelf import Shelf
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing import record as records
from pytest_golive.signing.record import Record, RecordedRow, Subject

CONTENT = "sha256:" + "0a" * 32


def test_each_record_is_read_once_by_whatever_path(tmp_path, monkeypatch):
    made = Record(
        subject=Subject(digest=CONTENT, commit="1a2b"), phases=("pre_deploy",), settings=CONTENT, started="", ended="",
        rows=(RecordedRow(id="a::b", title="B", outcome="passed"),), verdict="GO",
    ).sealed()  # fmt: skip
    (tmp_path / "a.json").write_text(made.text)
    (tmp_path / "b.json").write_text("{")
    asked = []

    def read(path, read_record=records.read_record):
        asked.append(path.name)
        return read_record(path)

    monkeypatch.setattr(records, "read_record", read)
    monkeypatch.chdir(tmp_path)
    shelf = Shelf()
    for path in (tmp_path / "a.json", (tmp_path / "a.json").relative_to(tmp_path)):
        assert shelf.read(path) == made
    (tmp_path / "a.json").unlink()  # nobody can put another one in its place while the run goes on
    assert shelf.read(tmp_path / "a.json") == made
    for _ in range(2):
        with pytest.raises(CannotMeasure, match=r"b\.json is not JSON"):
            shelf.read(tmp_path / "b.json")
    assert asked == ["a.json", "b.json"]
