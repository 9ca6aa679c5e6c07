"""Which distributions are installed, asked once for each: their metadata is looked for in every folder there is."""

from __future__ import annotations

import functools
from importlib.metadata import version


@functools.cache
def version_of(distribution: str) -> str:
    """Its version.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    return version(distribution)
