"""Whether all places that declare the version declare the same one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pytest_golive.delivery.releases.versions import parse
from pytest_golive.findings import Finding

Read = Callable[[str], str]  # the text of a tracked file; "" if it does not exist


@dataclass(frozen=True, slots=True)
class Declared:
    """One place that declares the version.

    Attributes:
        path: path of the file; "" for a tag.
        line: line of the file, from 1; 0 if unknown.
        version: the version, as written.
        is_short: whether it is only the first numbers of a version.
    """

    path: str
    line: int
    version: str
    is_short: bool = False

    @property
    def place(self) -> str:
        """The place in words."""
        return f"{self.path}:{self.line}" if self.line else self.path


def named(places: Mapping[str, str], read: Read) -> tuple[list[Declared], list[Finding]]:
    """The versions at the places in the settings, and findings for places without one.

    Args:
        places: by path, a regular expression; its first group, or all of it, is the version.
        read: gives the text of a file.
    """
    found, faults = [], []
    for path, pattern in places.items():
        text = read(path)
        matches = [*re.finditer(pattern, text, re.MULTILINE)]
        for match in matches:
            group = 1 if match.re.groups else 0
            found.append(Declared(path, text.count("\n", 0, match.start(group)) + 1, match[group] or ""))
        if not matches:
            faults.append(
                Finding(path, 0, "version", f"names no version: nothing in it matches {pattern!r}", key=pattern)
            )
    return found, faults


def disagreeing(places: Sequence[Declared], version: str, said_by: str) -> list[Finding]:
    """The places that declare another version than *version*, which *said_by* declares."""
    cure = "raise the version everywhere at once; bump-my-version and tbump do so"
    return [
        Finding(
            one.path,
            one.line,
            "version",
            f"says {one.version}, and {said_by} says {version}",
            "high",
            key=one.version,
            cure=cure,
        )
        for one in places
        if one.path and not same(one.version, version, is_short=one.is_short)
    ]


def same(one: str, other: str, *, is_short: bool = False) -> bool:
    """Whether two spellings mean the same version; a local part ("+g1a2b3c") makes no difference."""
    a, b = (parse(text.strip().lstrip("vV").partition("+")[0]) for text in (one, other))
    if a is None or b is None:
        return one.strip() == other.strip()
    if is_short:
        return b.order.release[: len(a.order.release)] == a.order.release
    return a.order == b.order and a.kind == b.kind
