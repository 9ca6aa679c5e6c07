"""Repositories with a few files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_golive.codebase.inventory.languages.languages import by_name
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory, take_inventory
from pytest_golive.codebase.secrets.history import scan_history
from pytest_golive.codebase.secrets.scanning import scan_secrets
from pytest_golive.delivery.git.repository import Repository


@pytest.fixture
def written(tmp_path: Path, commit: Callable[[Path], None]) -> Callable[[dict[str, bytes | str]], Path]:
    """Write files and commit them."""

    def write(files: dict[str, bytes | str]) -> Path:
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        commit(tmp_path)
        return tmp_path

    return write


@pytest.fixture
def taken(written: Callable[[dict[str, bytes | str]], Path]) -> Callable[..., Inventory]:
    """The inventory of a repository with these files."""

    def take(files: dict[str, bytes | str], **options: tuple[str, ...]) -> Inventory:
        return take_inventory(Repository.open(written(files)), **options)

    return take


@pytest.fixture
def loose(tmp_path: Path) -> Callable[[dict[str, bytes | str]], Inventory]:
    """Files without git, for what does not depend on it."""

    def make(files: dict[str, bytes | str]) -> Inventory:
        sources = []
        for path, content in files.items():
            (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
            sources.append(SourceFile(path, *(by_name(path) or ("text", "text"))))
        return Inventory(tmp_path, tuple(sources), tuple(files), ())

    return make


@pytest.fixture
def repository(tmp_path, git, commit):
    """A released project: v1 is tagged, and one commit came after it."""
    (tmp_path / "a.py").write_text("x = 1\n")
    commit(tmp_path)
    git(tmp_path, "tag", "v1")
    (tmp_path / "b.py").write_text("y = 1\n")
    commit(tmp_path)
    return Repository.open(tmp_path)


@pytest.fixture
def history(repository, commit):
    """Write files (None removes one), each in a separate commit, and measure."""

    def look(*steps, since="v1", most=100, **options):
        for step in steps:
            for path, text in step.items():
                file = repository.root / path
                if text is None:
                    file.unlink()
                else:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(text if isinstance(text, bytes) else text.encode())
            commit(repository.root)
        fresh = Repository.open(repository.root)
        known = scan_secrets(fresh.root, [entry.path for entry in fresh.tracked()]).identities
        return scan_history(fresh, since, known, most=most, **options)

    return look
