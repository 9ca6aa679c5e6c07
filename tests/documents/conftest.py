"""Trees of the public API, built from texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from sites import Site

from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.delivery.git.comparing import compare as compared
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.api.outline import Module
from pytest_golive.documents.api.packages import compiled, modules
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.api.visiting import outline_of
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.comparing import Comparison
from pytest_golive.documents.freshness.covering import Covering
from pytest_golive.documents.reading.library import read_documents
from pytest_golive.documents.soundness.checking import check_soundness
from pytest_golive.documents.tracked import Texts


def tree(files: Mapping[str, str] | str) -> Tree:
    """The tree of some files, by path; a text alone is the package shop."""
    files = {"shop/__init__.py": files} if isinstance(files, str) else files
    found = {}
    for name, path in modules(files).items():
        row = outline_of(files[path], name, is_package=path.endswith("__init__.py"), docstrings=True)
        found[name] = Module(row, name, path)
    return Tree(found, compiled=compiled(files, modules(files)))


def changes(old: Mapping[str, str] | str, new: Mapping[str, str] | str) -> list[Change]:
    """What breaks between two versions of some files."""
    return Comparison(tree(old), tree(new)).changes()


@pytest.fixture
def make_tree() -> Callable[[Mapping[str, str] | str], Tree]:
    return tree


@pytest.fixture
def compare() -> Callable[[Mapping[str, str] | str, Mapping[str, str] | str], list[str]]:
    """The rules, names and details of what is sure to break; those that may break are prefixed with a question mark."""

    def compared(old, new):
        return [
            f"{'' if each.is_sure else '?'}{each.rule} {each.name} {each.detail}".strip() for each in changes(old, new)
        ]

    return compared


@pytest.fixture
def words() -> Callable[[Mapping[str, str] | str, Mapping[str, str] | str], list[str]]:
    """The changes in words."""
    return lambda old, new: [each.words for each in changes(old, new)]


@pytest.fixture
def site():
    found = Site()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def since(tmp_path, git, commit):
    """The differences between two states of a repository."""

    def since(old, new):
        git(tmp_path, "init", "--quiet")
        for state in (old, new):
            for path, text in state.items():
                file = tmp_path / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.unlink(missing_ok=True)
                if text is not None:  # what is None is removed
                    file.symlink_to(text[2:]) if text.startswith("->") else file.write_text(text)
            commit(tmp_path)
            if state is old:
                git(tmp_path, "tag", "v1")
        repository = Repository.open(tmp_path)
        texts = Texts.of(tmp_path, list_tracked(repository, ()))
        return Covering(repository, "v1", compared(repository, "v1"), texts)

    return since


@pytest.fixture
def sound(tmp_path, git, commit):
    def sound(files, build=None):
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        git(tmp_path, "init", "--quiet")
        commit(tmp_path)
        return check_soundness(read_documents(tmp_path, list_tracked(Repository.open(tmp_path))), build=build)

    return sound
