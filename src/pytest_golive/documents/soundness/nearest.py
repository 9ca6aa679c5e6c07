"""The path that the author may have meant: the same name elsewhere, or a similar name in the same folder."""

from __future__ import annotations

import difflib
import posixpath
from collections import defaultdict
from collections.abc import Iterable

ALIKE = 0.75


class Nearest:
    """Finds it among *paths*."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name:
                self._by_name[name].append(path)
                self._by_folder[folder].append(name)

    def to(self, path: str) -> str:
        """The nearest path; "" if none is near."""
        folder, _, name = path.rpartition("/")
        if name in self._by_name:
            return min(self._by_name[name])
        found = difflib.get_close_matches(name, sorted(self._by_folder.get(folder, ())), 3, ALIKE)
        return next((posixpath.join(folder, candidate) for candidate in found if candidate[:1] == name[:1]), "")
