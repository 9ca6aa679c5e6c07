"""Finds the files of JUnit test cases in the project."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

REMEMBERED: Final = 100_000  # class names; many cases have the same


class Places:
    """Finds the files of test cases under *root*, with a cache."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def of(self, case: Mapping[str, str], suite: Mapping[str, str]) -> tuple[str, int]:
        """File, relative to the root, and line of a case in a suite, from their attributes."""
        named = (case.get("file") or suite.get("file") or "").replace("\\", "/")
        if not named:
            return self._module(case.get("classname", "")), 0
        line = case.get("line", "")
        # pytest counts lines from 0, other tools from 1.
        number = (
            int(line) + (suite.get("name") == "pytest") if line.isdecimal() and len(line) < len("1000000000") else 0
        )
        return self.relative(named), number

    def relative(self, file: str) -> str:
        """*file* relative to the root, if it is below it."""
        for start in self._starts:
            if file.startswith(start):
                return file.removeprefix(start)
        return file.removeprefix("./")

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        return f"{self._root}/", f"{os.path.realpath(self._root)}/"

    def _module(self, classname: str) -> str:
        """The file of a dotted class name, if it exists: xunit2 omits the file."""
        if classname not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[classname] = self._look_for(classname)
        return self._known[classname]

    def _look_for(self, classname: str) -> str:
        parts = classname.split(".")
        for end in range(min(len(parts), 40), 0, -1):
            file = "/".join(parts[:end]) + ".py"
            if os.path.isfile(f"{self._root}/{file}"):  # noqa: PTH113 -- no name is too long for it
                return file
        return ""
