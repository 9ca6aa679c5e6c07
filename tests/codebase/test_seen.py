"""A file is read once, for its text and for its digest."""

from __future__ import annotations

import hashlib
import time

import pytest

from pytest_golive.codebase.seen import digests_of, read_once
from pytest_golive.errors import CannotMeasure


def test_digests_are_of_the_content_and_none_is_of_what_cannot_be_kept(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").write_bytes(b"x")
    (tmp_path / "large").write_bytes(b"x" * 5_000_001)
    digests = digests_of(tmp_path, ["a", "b", "large", "missing"])
    assert digests["a"] == digests["b"] != ""
    assert (digests["large"], digests["missing"]) == ("", "")


def settled(path, content):
    path.write_bytes(content)
    time.sleep(2.1)  # what has just changed is read again, whatever its times say


def test_a_file_that_was_read_for_its_text_is_not_read_again_for_its_digest(tmp_path, monkeypatch):
    settled(tmp_path / "a", b"x" * 3_000_000)
    assert read_once(tmp_path, "a") == b"x" * 3_000_000
    with monkeypatch.context() as patch:
        patch.setattr("pytest_golive.codebase.seen.open_to_read", lambda *_: pytest.fail("it was read again"))
        assert digests_of(tmp_path, ["a"]) == {"a": hashlib.sha256(b"x" * 3_000_000).hexdigest()}
    (tmp_path / "a").write_bytes(b"other")
    assert digests_of(tmp_path, ["a"]) == {"a": hashlib.sha256(b"other").hexdigest()}


def test_what_is_too_large_to_keep_has_no_digest_however_it_was_read(tmp_path):
    settled(tmp_path / "large", b"x" * 5_000_001)
    assert len(read_once(tmp_path, "large")) == 5_000_001
    assert digests_of(tmp_path, ["large"]) == {"large": ""}
    with pytest.raises(CannotMeasure, match="missing cannot be read: No such file"):
        read_once(tmp_path, "missing")


@pytest.mark.parametrize("seconds_later", [0, 10])
def test_a_file_is_read_again_when_it_has_changed(tmp_path, seconds_later, monkeypatch):
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + seconds_later * 10**9)
    before = digests_of(tmp_path, ["a.py"])
    assert digests_of(tmp_path, ["a.py"]) == before
    times = file.stat().st_mtime_ns
    while file.stat().st_mtime_ns == times:  # until the file system's clock has gone on
        file.write_text("x = 2\n")
    assert digests_of(tmp_path, ["a.py"])["a.py"] == hashlib.sha256(b"x = 2\n").hexdigest()
