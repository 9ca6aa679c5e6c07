"""Files that are not tracked because a build makes them: ignored ones, and those that a script or the settings name."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property

from pytest_golive.codebase.inventory.globs import matches
from pytest_golive.documents.reading.library import Library
from pytest_golive.errors import CannotMeasure

IGNORED = ".gitignore"
SCRIPTS = re.compile(
    r"(?:.*/)?(?:conf\.py|[Mm]akefile|GNUmakefile|justfile|noxfile\.py|tox\.ini|pyproject\.toml|setup\.(?:py|cfg)|hatch_build\.py"
    r"|MANIFEST\.in|tasks\.py|dodo\.py|pixi\.toml|\.readthedocs\.ya?ml|package\.json)"
)
DEEPEST = 3  # folders down, in which scripts are looked for
SHORTEST = 5  # letters of a name; a shorter one may stand anywhere
SUFFIXES = ("", ".md", ".rst", ".ipynb", ".txt")


class Making:
    """Tells whether a build makes a file.

    Args:
        library: the tracked files.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def why(self, path: str) -> str:
        """Why a build may make *path*, in words; "" if nothing says so. A document may lack its suffix."""
        if not path or path.startswith("../"):
            return ""
        name = posixpath.basename(path)
        paths = [path] if "." in name else [f"{path}{suffix}" for suffix in SUFFIXES]
        for folder, globs in self._ignored:
            for each in paths:
                relative = each.removeprefix(folder)
                if each.startswith(folder) and _is_ignored(relative, globs):
                    return f"{folder}{IGNORED} ignores {each}"
        if len(name) < SHORTEST:
            return ""
        parts = 2 if any(posixpath.basename(each) in self._names for each in paths) else 1  # one elsewhere is meant
        names = "|".join(re.escape("/".join(each.split("/")[-parts:])) for each in paths[len(paths) > 1 :])
        literal = re.compile(rf"(?<![\w.-])(?:{names})(?![\w-]|\.\w)")
        named = next((script for script, text in self._scripts if literal.search(text)), "")
        return f"{named} names {name}" if named else ""

    @cached_property
    def _ignored(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The folders with rules, each with a slash at its end, and the rules."""
        found = []
        for path in sorted(self._library.tracked):
            if path == IGNORED or path.endswith(f"/{IGNORED}"):
                rules = (line.rstrip() for line in self._text(path).split("\n"))
                found.append((path.removesuffix(IGNORED), tuple(rule for rule in rules if rule and rule[0] != "#")))
        return tuple(found)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(map(posixpath.basename, self._library.tracked))

    @cached_property
    def _scripts(self) -> tuple[tuple[str, str], ...]:
        paths = (
            path for path in sorted(self._library.tracked) if path.count("/") <= DEEPEST and SCRIPTS.fullmatch(path)
        )
        return tuple((path, self._text(path)) for path in paths)

    def _text(self, path: str) -> str:
        try:
            return self._library.text(path)
        except CannotMeasure:
            return ""  # what cannot be read names nothing


def _is_ignored(path: str, rules: tuple[str, ...]) -> bool:
    """Whether the last rule that matches ignores *path*."""
    said = False
    for rule in rules:
        if matches(path, rule.removeprefix("!")):
            said = not rule.startswith("!")
    return said
