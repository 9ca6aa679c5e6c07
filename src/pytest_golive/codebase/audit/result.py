"""The result of an audit of dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

SHOWN: Final = 3
RUNS: Final = re.compile(r"[-_.]+")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A dependency that could not be looked up, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of some dependencies.

    Attributes:
        vulnerable: a finding for each dependency and advisory.
        packages: how many dependencies were looked up.
        unknown: those that were not.
        source: the tool, or the report.
        looked: ecosystem, name and version of each looked-up dependency that the report names.
        npm_counts: how many packages each report of npm counts; such a report names only the vulnerable ones.
        gap: which declared dependencies were not looked up, and the fix; None if there are none.
    """

    vulnerable: tuple[Finding, ...] = ()
    packages: int = 0
    unknown: tuple[Unknown, ...] = ()
    source: str = ""
    looked: tuple[tuple[str, str, str], ...] = ()
    npm_counts: tuple[int, ...] = ()
    gap: tuple[str, str] | None = None

    def without(self, private: Sequence[str]) -> Audit:
        """The same without private dependencies, which are published nowhere: globs of their names."""
        return replace(self, unknown=tuple(one for one in self.unknown if not is_private(one.name, private)))

    def check_any(self) -> None:
        """Raise if no dependency was looked up.

        Raises:
            CannotMeasure: with the reasons, or that there is nothing to look up.
        """
        if self.packages:
            return
        self.check_complete()
        raise CannotMeasure(
            f"{self.source} names no dependency, so nothing was looked up",
            "run it where the dependencies are installed, or name their files in requirements; a project that has none "
            'declares the row not applicable: "security::no_vulnerable_dependencies" = "it has no dependencies"',
        )

    def check_complete(self) -> None:
        """Raise if a dependency could not be looked up: only what was looked up is proven.

        Raises:
            CannotMeasure: with the first of them.
        """
        if self.unknown:
            first = "; ".join(f"{one.name} ({one.why[:160]})" for one in self.unknown[:SHOWN])
            more = f" and {len(self.unknown) - SHOWN:,} more" if len(self.unknown) > SHOWN else ""
            count = "1 dependency" if len(self.unknown) == 1 else f"{len(self.unknown):,} dependencies"
            raise CannotMeasure(
                f"{count} could not be looked up: {first}{more}",
                "correct each cause; name packages that are published nowhere in private: "
                "[tool.golive.security.dependencies]",
            )
        if self.gap is not None:
            raise CannotMeasure(*self.gap)


def is_private(name: str, globs: Sequence[str]) -> bool:
    """Whether a name, in any spelling, matches one of *globs*."""
    plain = RUNS.sub("-", name).lower()
    return any(fnmatchcase(plain, RUNS.sub("-", glob).lower()) for glob in globs)


def text_of(value: object) -> str:
    """A text of the report; any other type is not the tool's format."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{str(value)[:40]!r} in place of a text")
    return value


def advisory(name: str, version: str, ids: Sequence[str], *, fixed: Iterable[str] = (), path: str = "") -> Finding:
    """A finding for one advisory about one dependency; waivers may name any of its ids.

    Args:
        name: the dependency's name.
        version: the version in use, or a range of versions.
        ids: the advisory's own id, and its aliases.
        fixed: versions without the vulnerability.
        path: the file that names the dependency; "" if unknown.
    """
    aliases = f" ({', '.join(ids[1:4])})" if ids[1:] else ""
    newer = ", ".join(fixed)
    cure = (
        f"upgrade {name} to {newer}"
        if newer
        else f"no version of {name} fixes it yet: replace {name}, or waive {ids[0]}"
    )
    message = f"{name} {version}: {ids[0]}{aliases}".strip()
    return Finding(path, 0, ids[0], message, "high", key=f"{name} {ids[0]}", cure=cure)


def together(audits: Sequence[Audit]) -> Audit:
    """Several audits as one."""
    return Audit(
        tuple(dict.fromkeys(finding for one in audits for finding in one.vulnerable)),
        sum(one.packages for one in audits),
        tuple(dict.fromkeys(unknown for one in audits for unknown in one.unknown)),
        "; ".join(one.source for one in audits if one.source),
        tuple(dict.fromkeys(each for one in audits for each in one.looked)),
        tuple(count for one in audits for count in one.npm_counts),
    )
