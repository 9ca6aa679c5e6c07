"""Which names the sources of the packages bind anywhere, compiled ones included, and which modules nobody read."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pytest_golive.codebase.seen import read_once
from pytest_golive.errors import CannotMeasure

# What a compiler, a generator or an importer makes names of.
COMPILED: Final = (
    ".pyx", ".pxd", ".pxi", ".pyi", ".c", ".cc", ".cpp", ".cxx", ".cu", ".h", ".hpp", ".rs", ".go", ".f", ".f90",
    ".swg", ".i", ".in", ".tmpl", ".jinja", ".j2", ".mako",
)  # fmt: skip
PYTHON: Final = ".py"
LARGEST: Final = 2_000_000  # bytes
LONG_TEXT: Final = re.compile(r"[A-Za-z]{0,2}(?:\"{3}|'{3})")
LONGEST_NAME: Final = 200  # characters of a text that may be a name, or a list of names


@dataclass
class Sources:
    """The tracked sources of the packages.

    Attributes:
        root: the project's folder.
        paths: of the sources: Python below the packages, tests there included, and whatever is compiled.
        read: those that were looked into.
    """

    root: Path
    paths: tuple[str, ...] = ()
    read: set[str] = field(default_factory=set)
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, root: Path, tracked: Iterable[str], modules: Mapping[str, str]) -> Sources:
        """Those of the packages of *modules*, paths by dotted name, among the *tracked* files."""
        folders = tuple({*_folders(modules)})
        return cls(root, tuple(sorted(path for path in tracked if _is_source(path, folders))))

    def bind(self, word: str) -> bool:
        """Whether any source has the word as a name, or in a short text; comments and docstrings do not count."""
        if word not in self._known:
            self._known[word] = any(self._has(path, word) for path in self.paths)
        return self._known[word]

    def has_module(self, dotted: str) -> bool:
        """Whether a module of this *dotted* path is among them."""
        place = dotted.replace(".", "/")
        return any(f"/{path}".endswith((f"/{place}{PYTHON}", f"/{place}/__init__{PYTHON}")) for path in self.paths)

    def _has(self, path: str, word: str) -> bool:
        self.read.add(path)
        try:
            data = read_once(self.root, path)
        except (OSError, CannotMeasure):
            return True  # what cannot be read may have it
        if len(data) > LARGEST or word.encode() not in data:
            return len(data) > LARGEST
        text = data.decode("utf-8", "replace")
        return word in _names(text) if path.endswith(PYTHON) else re.search(rf"\b{re.escape(word)}\b", text) is not None


def _names(text: str) -> frozenset[str]:
    """The names of a Python source, and those in its short texts; all words if it cannot be taken apart."""
    try:
        return frozenset(_tokens(text))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return frozenset(re.findall(r"\w+", text))


def _tokens(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.string
        elif token.type not in {tokenize.COMMENT, tokenize.OP} and not LONG_TEXT.match(token.string):
            yield from re.findall(r"\w+", token.string[:LONGEST_NAME])


def _is_source(path: str, folders: tuple[str, ...]) -> bool:
    return path.endswith(COMPILED) or (path.endswith(PYTHON) and path.startswith(folders))


def _folders(modules: Mapping[str, str]) -> Iterator[str]:
    """The folders of the packages at the top; of a module alone, its path."""
    for name, path in modules.items():
        parts = path.removesuffix("/__init__.py").split("/")
        folder = "/".join(parts[: len(parts) - name.count(".")])
        yield folder if folder.endswith(PYTHON) else f"{folder}/"
