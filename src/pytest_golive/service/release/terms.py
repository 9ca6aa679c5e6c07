"""A release, where a service says which one it is, and what one answer said."""

from __future__ import annotations

from dataclasses import dataclass, field

from pytest_golive.service.release.instances import Marker

SHA1_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Release:
    """What is going live.

    Attributes:
        version: as the project names it; "" if it names none.
        commit: full SHA of what is checked out; "" if nothing is.
        same: of other commits that hold the same, but for signatures and records.
    """

    version: str = ""
    commit: str = ""
    same: tuple[str, ...] = ()

    def __str__(self) -> str:
        names = [self.version, f"commit {self.commit[:10]}" if self.commit else ""]
        return ", ".join(filter(None, names)) or "an unnamed release"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service says which release it is, and which of its instances answered.

    Attributes:
        path: what to ask for.
        key: path of the value in its JSON; "" for whatever names a release.
        header: header of the answer that says it instead; "" for the body.
        marker: how instances are told apart.
    """

    path: str
    key: str = ""
    header: str = ""
    marker: Marker = field(default_factory=Marker)


@dataclass(frozen=True, slots=True)
class Said:
    """What one answer said.

    Attributes:
        version: "" if it named none.
        commit: "" if it named none.
        instance: which of several answered; "" if it did not say.
        curl: a line that repeats the request.
        has_changes: whether it was built from a tree that differed from the commit.
        doubts: what looks like the name of a release and is none.
        requests: how many it took, with those of redirects.
    """

    version: str
    commit: str
    instance: str = ""
    curl: str = ""
    has_changes: bool = False
    doubts: tuple[str, ...] = ()
    requests: int = 1

    def __str__(self) -> str:
        digits = f" ({len(self.commit)} digits)" if len(self.commit) > SHA1_DIGITS else ""
        names = [self.version, f"commit {self.commit[:10]}{digits}" if self.commit else ""]
        changed = " built from a changed tree" if self.has_changes else ""
        return (", ".join(filter(None, names)) or "a release") + changed

    def is_of(self, release: Release) -> bool:
        """Whether it is *release*: a commit, where both name one, is the closer word."""
        if self.has_changes:
            return False
        if self.commit and release.commit:
            return any(sha.startswith(self.commit.lower()) for sha in (release.commit, *release.same))
        return bool(self.version and release.version) and same_version(self.version, release.version)


def same_version(one: str, other: str) -> bool:
    """Whether both name the same version: "v1.2" is "1.2.0", "1.2.0-rc1" is "1.2.0rc1"."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one.strip().removeprefix("v") == other.strip().removeprefix("v")
