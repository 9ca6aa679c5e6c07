"""Decide whether a version number allows breaking changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.errors import CannotMeasure

if TYPE_CHECKING:
    from packaging.version import Version

Policy = Literal["semver", "deprecation", "none"]


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise in the step from one version to the next.

    Attributes:
        previous: the version of the previous release; None if its name is not a version.
        this: the version of this release; None if the project names none.
        policy: "semver"; "deprecation" if a minor version may remove what was announced; "none".
    """

    previous: Version | None
    this: Version | None
    policy: Policy

    @property
    def step(self) -> str:
        """The part of the version that grew: "major", "minor", "patch", or "" if none did.

        Before 1.0 a minor version counts as a major one, because SemVer allows it to break.

        Raises:
            CannotMeasure: one of the versions is unknown.
        """
        if self.previous is None or self.this is None:
            what = (
                "the previous release's name is no version" if self.previous is None else "the project names no version"
            )
            raise CannotMeasure(
                f"{what}, so nobody can tell whether this one may break what that one promised",
                "name the version in pyproject.toml, or say in [tool.golive.documentation.migration] that "
                'compatibility = "none"',
            )
        old, new = (*self.previous.release, 0, 0)[:3], (*self.this.release, 0, 0)[:3]
        if self.this.epoch != self.previous.epoch or new[0] > old[0]:
            return "major"
        if new[1] > old[1] and new[0] == old[0]:
            return "minor" if new[0] else "major"
        return "patch" if new > old else ""

    def forbids(self, change: Change) -> bool:
        """Whether a change violates the promise.

        Raises:
            CannotMeasure: one of the versions is unknown.
        """
        if self.policy == "none" or not change.is_sure:
            return False
        step = self.step
        if step == "major":
            return False
        return not (self.policy == "deprecation" and step == "minor" and change.was_announced)

    @property
    def words(self) -> str:
        """The step in words: "a patch version after 1.2.0"."""
        if not self.step:
            return f"{self.this} is no later version than the previous release {self.previous}"
        return f"{self.this} is a {self.step} version after {self.previous}"
