"""Issues and advisories, in terms that all forges share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Issue:
    """An open issue.

    Attributes:
        number: its number on the forge.
        title: its title.
        url: its page.
        opened: when it was opened, in seconds since 1970.
    """

    number: int
    title: str
    url: str
    opened: float


class Tracking(Protocol):
    """A forge's interface to issues."""

    def labels(self) -> list[str]:
        """The names of all labels.

        Raises:
            CannotMeasure: there is no usable response; the same holds for the other methods.
        """

    def open_with(self, label: str) -> Iterable[Issue]:
        """The open issues with that label."""

    def stirred(self, issue: Issue) -> float:
        """When *issue* was last reopened, labelled or moved here, in seconds since 1970; 0 if it never was."""

    def advisories(self) -> list[Issue] | None:
        """Security advisories that are neither published nor closed; None where the token may not read them."""
