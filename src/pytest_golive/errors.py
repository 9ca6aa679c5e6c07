"""What can go wrong before a gate can judge: every error names the place and the cure."""

from __future__ import annotations


class GoliveError(Exception):
    """The root of our own errors.

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
        # A measurement made once per run hands its error to every xdist worker by pickle.
        return (_rebuild, (type(self), self.what, self.cure, self.path, self.line))


def _rebuild(kind: type[GoliveError], what: str, cure: str, path: str, line: int) -> GoliveError:
    return kind(what, cure, path=path, line=line)


class CannotMeasure(GoliveError):
    """There is no value to judge: pytest reports an error, never a pass."""


class NotSetUp(CannotMeasure):
    """Nobody has told the gate yet what to measure."""


class SettingsError(GoliveError):
    """The settings are not usable; the message lists every fault."""
