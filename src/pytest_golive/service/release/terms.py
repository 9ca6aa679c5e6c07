"""A release, where a service reports it, and what one response reports."""

from __future__ import annotations

from dataclasses import dataclass, field

from pytest_golive.service.release.instances import Marker

SHA1_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Release:
    """The release that is going live.

    Attributes:
        version: in the project's words; "" if it names none.
        commit: full SHA of the commit that is checked out; "" if there is none.
        same: other commits with the same content, signatures and records aside.
    """

    version: str = ""
    commit: str = ""
    same: tuple[str, ...] = ()

    def __str__(self) -> str:
        names = [self.version, f"commit {self.commit[:10]}" if self.commit else ""]
        return ", ".join(filter(None, names)) or "an unnamed release"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service reports its release, and the responding instance.

    Attributes:
        path: what to request.
        key: path of the value in its JSON; "" for anything that names a release.
        header: response header that contains it instead; "" for the body.
        marker: how to identify instances.
    """

    path: str
    key: str = ""
    header: str = ""
    marker: Marker = field(default_factory=Marker)


@dataclass(frozen=True, slots=True)
class ReportedRelease:
    """What one response reports.

    Attributes:
        version: "" if it names none.
        commit: "" if it names none.
        instance: the responding instance; "" if unknown.
        curl: a line that repeats the request.
        has_changes: whether it was built from a modified work tree.
        doubts: values that look like the name of a release but are not.
        requests: how many it took, including redirects.
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
        """Whether it is *release*: if both name a commit, that decides."""
        if self.has_changes:
            return False
        if self.commit and release.commit:
            return any(sha.startswith(self.commit.lower()) for sha in (release.commit, *release.same))
        return bool(self.version and release.version) and same_version(self.version, release.version)


def same_version(one: str, other: str) -> bool:
    """Whether both are the same version: "v1.2" is "1.2.0", "1.2.0-rc1" is "1.2.0rc1"."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one.strip().removeprefix("v") == other.strip().removeprefix("v")
