"""The checks of a commit, as a forge knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pytest_golive.forge.words import Check, Project, Required


@dataclass(frozen=True, slots=True)
class Observed:
    """The checks of one commit.

    Attributes:
        checks: the last attempt of each.
        notes: what could not be read, in words.
        workflows: the last run of each workflow as a check, named by the workflow's file.
    """

    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()
    workflows: tuple[Check, ...] = ()


class Pipelines(Protocol):
    """A forge's interface to checks."""

    def project(self) -> Project:
        """The repository.

        Raises:
            CannotMeasure: there is no usable response; the same holds for the other methods.
        """

    def observed(self, commit: str) -> Observed | None:
        """The checks of *commit*, its full name; None if the forge does not have it."""

    def required(self, branch: str) -> Required:
        """What the forge requires of *branch*."""
