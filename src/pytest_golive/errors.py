"""Errors that keep a gate from judging: each names the place and the fix."""

from __future__ import annotations

from typing import Final

# Where a message sends its readers: they have the package, and not the repository of it.
PAGES: Final = "https://github.com/pytest-golive/pytest-golive/blob/main/docs"


class GoliveError(Exception):
    """The base class of our errors.

    Args:
        what: what happened and where, on one line; never a secret.
        cure: what to do about it.
        path: the file to look at, relative to the project, or "".
        line: the line in it, from 1; 0 stands for the whole file.
    """

    def __init__(self, what: str, cure: str = "", *, path: str = "", line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure
        self.path = path
        self.line = line

    def __str__(self) -> str:
        return f"{self.what}; {self.cure}" if self.cure else self.what

    def __reduce__(self) -> tuple[object, ...]:
        # A measurement made once per run passes its error to every xdist worker by pickle.
        return (_rebuild, (type(self), self.what, self.cure, self.path, self.line))


def _rebuild(kind: type[GoliveError], what: str, cure: str, path: str, line: int) -> GoliveError:
    return kind(what, cure, path=path, line=line)


class CannotMeasure(GoliveError):
    """There is no value to judge: the row is an error, never a pass."""


class NotSetUp(CannotMeasure):
    """The settings do not say yet what the gate measures."""


class NotExecuted(CannotMeasure):
    """Nothing was done that the row could judge: a dry run, or a step before it does not hold."""


class NotSigned(CannotMeasure):
    """Not enough people have signed; the message says who has, and what is missing."""


class Rejected(NotSigned):
    """Somebody has said no; the message says who and why."""


class SettingsError(GoliveError):
    """The settings are invalid; the message lists every fault."""
