"""What the standard library's ``contextlib.suppress`` does, without what that loads: half as long as a keeper's start.

Loaded by the keeper in an interpreter without any packages: standard library only.
"""

from __future__ import annotations


class Suppress:
    """Passes over errors of the given kinds."""

    def __init__(self, *kinds: type[BaseException]) -> None:
        self._kinds = kinds

    def __enter__(self) -> None:
        """Nothing is prepared."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Whether the error is one of those."""
        return kind is not None and issubclass(kind, self._kinds)
