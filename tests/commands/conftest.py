from __future__ import annotations

import pytest


@pytest.fixture
def repository(tmp_path, git):
    git(tmp_path, "init", "--quiet")

    def make(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make
