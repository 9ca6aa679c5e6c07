"""Whether a name of code exists, and if not, which existing name is the nearest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_golive.documents.summary.defining import defined
from pytest_golive.documents.summary.names import SOURCE, Name
from pytest_golive.documents.tracked import Texts

LIKE: Final = 0.6
# Generated, and never tracked.
MADE: Final = frozenset(
    {".venv", "venv", "build", "dist", "node_modules", "__pycache__", ".git", "target", ".cache", "htmlcov", "site"}
)


@dataclass
class Existing:
    """The names that exist.

    Attributes:
        texts: the tracked files.
        old: names that existed at the last release and no longer do, each with its old path.
        moved: old paths of files, and their new paths.
        vocabulary: names that are known not to be the project's.
    """

    texts: Texts
    old: Mapping[str, str]
    moved: Mapping[str, str]
    vocabulary: frozenset[str]

    def is_gone(self, name: Name) -> bool:
        """Whether it looks like a name of the project, and nothing of that name exists."""
        if name.text in self.vocabulary or name.text.strip("/").rpartition("/")[2] in self.vocabulary:
            return False
        if name.kind == "word":
            return name.text in self.old
        if name.kind == "dotted":
            return self._is_dotted_gone(name.text)
        return self._is_path_gone(name)

    def nearest(self, name: Name) -> str:
        """The existing name that is probably meant; "" if none is similar."""
        text = name.text.strip("/")
        old_path = self.old.get(text.removesuffix(".py").rpartition(".")[2].rpartition("/")[2], text)
        moved = self.moved.get(text) or self.moved.get(old_path) or next(
            (new for old, new in self.moved.items() if old.endswith(f"/{text}")), "")  # fmt: skip
        if moved:
            return moved
        if name.kind == "dotted":
            pool: Iterable[str] = self._dotted_beside(text)
        elif name.kind == "word":
            pool = self._stems
        else:
            pool = self._paths if "/" in text else {path.rpartition("/")[2] for path in self.texts.paths}
        found = difflib.get_close_matches(text, sorted(pool), 1, LIKE)
        return found[0] if found else ""

    def _is_path_gone(self, name: Name) -> bool:
        text = name.text.strip("/")
        first, _, rest = text.partition("/")
        if self._is_there(text) or not MADE.isdisjoint(text.split("/")):
            return False
        if text in self.old or rest.rpartition("/")[2] in self.old:
            return True
        if not rest:  # a file by its name alone, or the root of a drawing
            is_source = text.rpartition(".")[2].lower() in SOURCE and "." in text
            is_library = text.endswith(".js") and not name.is_drawn  # node.js
            return is_source and text not in self._file_names and not is_library and not name.is_to_make
        if name.is_drawn and self._is_there(rest):
            return False  # drawn from the repository's own folder
        is_file = "." in rest and rest.rpartition(".")[2].lower() in SOURCE
        is_repository = "/" not in rest and not is_file and not name.text.endswith("/")  # owner/name
        is_named_so = first in self._folder_names and not is_repository and not name.is_to_make
        return (first in self._tops or is_file) and (name.is_drawn or is_named_so)

    def _is_there(self, path: str) -> bool:
        return path in self._paths or path in self._tails

    def _is_dotted_gone(self, text: str) -> bool:
        """Whether a dotted name begins with a package of the project, but the rest of it does not exist."""
        first, *rest = text.split(".")
        home = self._packages.get(first)
        if home is None or not rest:
            return False
        place = home
        while rest and (self._is_module(f"{place}/{rest[0]}") or self._is_folder(f"{place}/{rest[0]}")):
            place = f"{place}/{rest.pop(0)}"
        if not rest:
            return False
        names = self._public(place)
        return names is not None and rest[0] not in names

    def _is_module(self, path: str) -> bool:
        return any(f"{path}.{suffix}" in self._paths for suffix in ("py", "pyi", "pyx"))

    def _is_folder(self, path: str) -> bool:
        return path in self._paths

    def _public(self, place: str) -> frozenset[str] | None:
        """The names that a module defines or imports; None if only running it would tell."""
        path = next((one for one in (f"{place}.py", f"{place}/__init__.py", f"{place}.pyi") if one in self._paths), "")
        if not path:
            return None
        return defined(self.texts.read(path))

    def _dotted_beside(self, text: str) -> Iterator[str]:
        first, *rest = text.split(".")
        place = self._packages.get(first, "")
        before = first
        while rest and (self._is_module(f"{place}/{rest[0]}") or self._is_folder(f"{place}/{rest[0]}")):
            before, place = f"{before}.{rest[0]}", f"{place}/{rest.pop(0)}"
        inside = {
            path.removeprefix(f"{place}/").partition("/")[0].partition(".")[0]
            for path in self._paths
            if path.startswith(f"{place}/")
        }
        for name in inside | (self._public(place) or set()):
            yield ".".join((before, name, *rest[1:]))

    @cached_property
    def _paths(self) -> frozenset[str]:
        """Every tracked file, link and folder."""
        found = set()
        for path in (*self.texts.paths, *self.texts.links):
            while path and path not in found:
                found.add(path)
                path = path.rpartition("/")[0]  # noqa: PLW2901 -- up to the root
        return frozenset(found)

    @cached_property
    def _tails(self) -> frozenset[str]:
        """Every path relative to each folder above it."""
        found = set()
        for path in self._paths:
            while "/" in path:
                path = path.partition("/")[2]  # noqa: PLW2901
                found.add(path)
        return frozenset(found)

    @cached_property
    def _file_names(self) -> frozenset[str]:
        return frozenset(path.rpartition("/")[2] for path in self.texts.paths)

    @cached_property
    def _folder_names(self) -> frozenset[str]:
        return frozenset(part for path in self.texts.paths for part in path.split("/")[:-1])

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(path.partition("/")[0] for path in self.texts.paths if "/" in path)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(part.partition(".")[0] for path in self._paths for part in path.split("/")) - {""}

    @cached_property
    def _packages(self) -> dict[str, str]:
        """The folders of the project's Python packages by name; of equal names, the one nearest to the root."""
        found: dict[str, str] = {}
        for path in sorted(self.texts.paths, key=lambda one: (one.count("/"), one)):
            folder, _, name = path.rpartition("/")
            if name == "__init__.py" and f"{folder.rpartition('/')[0]}/__init__.py".lstrip("/") not in self._paths:
                found.setdefault(folder.rpartition("/")[2], folder)
        return found
