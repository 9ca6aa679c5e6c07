"""What a scan of the history caches, and where."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.cache import ResultCache

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


LINE = f"key = '{KEY}'\n"


def test_what_was_found_in_a_version_is_remembered(history, tmp_path_factory, monkeypatch):
    from pytest_golive.codebase.secrets import engines

    cache = ResultCache(tmp_path_factory.mktemp("cache"), b"k" * 32)
    first = history({"k.py": LINE}, {"k.py": None}, cache=cache)
    asked, real = [], engines.spread
    monkeypatch.setattr(
        engines,
        "spread",
        lambda name, root, paths, *more, **job: asked.extend(paths) or real(name, root, paths, *more, **job),
    )
    second = history(cache=cache)
    assert first.secrets == second.secrets != ()
    assert [name for name in asked if "/" in name] == []  # of the history


@pytest.mark.security
def test_neither_the_cache_nor_the_result_holds_the_secret(history, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    scan = history({"k.py": LINE}, {"k.py": None}, cache=ResultCache(folder, b"k" * 32))
    written = b"".join(file.read_bytes() for file in folder.iterdir())
    assert KEY.encode() not in written
    assert KEY not in repr(scan)


def test_nothing_of_the_history_lies_in_a_temporary_folder(history, tmp_path_factory, monkeypatch):
    import tempfile

    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "mkdtemp", lambda *args, **more: pytest.fail("a folder was made"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert history({"k.py": LINE}, {"k.py": None}).secrets != ()
    assert list(folder.iterdir()) == []
