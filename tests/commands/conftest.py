from __future__ import annotations

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.ratchet import OF_CI

FIXME = "FIX" + "ME"


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


@pytest.fixture
def old(project):
    """A code base with findings: a file that is too long, and two notes."""
    project.write("src/shop/big.py", "x = 1\n" * 250)
    project.write("src/shop/notes.py", f"# {FIXME} one\n# {FIXME} one\n")
    project.commit()
    return project


@pytest.fixture
def turn(project, monkeypatch, capsys):
    """Run the command in the project; returns its output and its exit status."""
    for name in OF_CI:
        monkeypatch.delenv(name, raising=False)

    def run(*args):
        status = main(["ratchet", *args])
        out, err = capsys.readouterr()
        return status, out + err

    return run


@pytest.fixture
def kept(old, turn):
    """The same code base with its findings recorded and committed."""
    status, said = turn()
    assert status == 0, said
    assert "code_quality::files_within_limit: 1 known finding" in said
    assert "code_quality::no_fixme_or_hack: 2 known findings" in said
    assert "golive-ratchet.txt: 3 known findings; commit it" in said
    assert ".gitattributes: git now keeps the lines of both sides" in said
    old.commit()
    return old
