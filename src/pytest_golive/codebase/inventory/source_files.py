"""Which files are source written in this project: by name, by attributes, and by their first lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_golive.codebase.inventory import generated, unseen
from pytest_golive.codebase.inventory.generated_marker import has_marker
from pytest_golive.codebase.inventory.languages import languages
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.unseen import Unseen
from pytest_golive.codebase.inventory.worktree import POINTER, WorkTree, look
from pytest_golive.codebase.reading import bom_encoding
from pytest_golive.codebase.seen import beginning
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

GIT_LOOKS_AT = 8000  # bytes in which a NUL makes a file binary, as in git


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to judge: path relative to the root, language, and its Pygments lexer."""

    path: str
    language: str
    lexer: str

    @property
    def is_python(self) -> bool:
        """Whether it is Python; Cython and Starlark only look like it."""
        return self.language == "Python" and self.lexer == "python"

    @property
    def is_notebook(self) -> bool:
        """Whether it is a Jupyter notebook."""
        return self.language == "Notebook"


def look_once(repository: Repository, exclude: Sequence[str]) -> WorkTree:
    """The result of `look` for the usual names of source files, cached by *exclude*, so that all rows see one tree."""
    key = "work tree", *exclude
    if key not in repository.kept:
        repository.kept[key] = look(repository, exclude, languages.may_be_source)
    tree: WorkTree = repository.kept[key]
    return tree.copy()


class Sorter:
    """Decides for each file, and records what it left out.

    Args:
        repository: decides what is tracked.
        include: globs for files that count as source whatever their type.
        exclude: globs for files that are ignored.

    Raises:
        CannotMeasure: nothing is tracked, or a tracked file cannot be read.
    """

    def __init__(self, repository: Repository, include: Sequence[str], exclude: Sequence[str]) -> None:
        self._repository = repository
        self._root = repository.root
        self._is_included = ManyGlobs(include).any
        self._marked: set[str] = set()
        self._annotated: set[str] = set()
        is_usual = not include
        self.tree = look_once(repository, exclude) if is_usual else look(repository, exclude, self._may_be_source)
        if not (self.tree.regular or self.tree.left_out or self.tree.unseen):
            raise CannotMeasure(f"git tracks nothing in {self._root}", "git add --all && git commit")

    def _may_be_source(self, path: str) -> bool:
        return languages.may_be_source(path) or self._is_included(path)

    def as_source(self, path: str) -> SourceFile | None:
        """The file as source, or as a file with comments; None for data, prose and binary files."""
        is_included = self._is_included(path)
        known = languages.by_name(path)
        if known is None and not is_included:
            known = languages.with_comments(path)
            if known is not None:
                self._annotated.add(path)
            elif languages.is_data(path):
                return None
        start = beginning(self._root, path, GIT_LOOKS_AT)
        known = known or languages.by_first_line(start)
        if known is None:
            if not is_included:
                return None
            known = languages.by_request(path)
        if start.startswith(POINTER):
            self.tree.unseen.append(Unseen(path, unseen.POINTER))
            return None
        if b"\0" in start and bom_encoding(start) is None:
            self.tree.leave_out("binary", path)
            return None
        if has_marker(start):
            self._marked.add(path)
        return SourceFile(path, *known)

    def counts(self, path: str) -> bool:
        """Whether it is source, and not only a file with comments."""
        return path not in self._annotated

    def ours(self, candidates: Sequence[SourceFile]) -> list[SourceFile]:
        """Those of *candidates* that were written in this project; ``.gitattributes`` has the last word."""
        folders = [entry for entry in self.tree.unseen if entry.is_folder]
        names = [*(source.path for source in candidates), *(entry.path for entry in folders)]
        attributes = self._repository.attributes(generated.ATTRIBUTES, names)
        for entry in folders:  # third-party code belongs to others in a submodule, too
            if attributes.get(entry.path, {}).get("linguist-vendored", generated.is_vendored_name(f"{entry.path}/")):
                self.tree.unseen[self.tree.unseen.index(entry)] = replace(entry, is_source=False)
        return [source for source in candidates if self._is_ours(source.path, attributes.get(source.path, {}))]

    def _is_ours(self, path: str, attributes: dict[str, bool]) -> bool:
        if self._is_included(path):
            return True
        if attributes.get("linguist-vendored", generated.is_vendored_name(path)):
            reason = "vendored"
        elif attributes.get("linguist-generated", path in self._marked or generated.is_generated_name(path)):
            reason = "generated"
        else:
            return True
        self.tree.leave_out(reason, path)
        return False
