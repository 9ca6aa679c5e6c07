"""A way to run a project's tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.observed import content_of

REPORTS: Final = ".golive"  # where a run may write, and git does not look


@dataclass(frozen=True, slots=True)
class Suite:
    """A way to run the tests, as far as files tell.

    Attributes:
        command: program and arguments; () if unknown.
        why: the file that shows it.
        junit: globs of the JUnit files that it writes.
        coverage: the coverage file that it writes.
        lacks: what keeps it from leaving results; "" if it leaves them, and the command can stand in the settings.
        lacks_coverage: what keeps it from leaving coverage; "" if it leaves it, or the plugin itself measures it.
    """

    command: tuple[str, ...] = ()
    why: str = ""
    junit: tuple[str, ...] = ()
    coverage: str = ""
    lacks: str = ""
    lacks_coverage: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the command runs the tests and leaves their results."""
        return bool(self.command) and not self.lacks


NONE: Final = Suite()


def text_of(root: Path, path: str) -> str:
    """The text of a file; "" if there is none, or it is huge."""
    return content_of(root / path).decode("utf-8", "replace")
