"""The versions of installed distributions, cached: finding their metadata searches every folder on the path."""

from __future__ import annotations

import functools
from importlib.metadata import version


@functools.cache
def version_of(distribution: str) -> str:
    """The version of *distribution*.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    return version(distribution)
