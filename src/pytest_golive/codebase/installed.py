"""The versions of installed distributions, cached: finding their metadata searches every folder on the path."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from importlib.metadata import distribution, version
from pathlib import Path

OURS = "pytest-golive"


@functools.cache
def version_of(distribution: str) -> str:
    """The version of *distribution*.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    return version(distribution)


@functools.cache
def own_code() -> str:
    """What identifies the state of our own code: the version, and in a checkout the content of its files.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    url = json.loads(distribution(OURS).read_text("direct_url.json") or "{}")
    if not url.get("dir_info", {}).get("editable"):
        return version_of(OURS)
    found = hashlib.sha256()
    package = Path(__file__).parent.parent
    for folder, inside, names in os.walk(package):
        inside[:] = sorted(name for name in inside if name != "__pycache__")
        for name in sorted(name for name in names if name.endswith(".py")):
            with open(f"{folder}{os.sep}{name}", "rb", buffering=0) as file:  # noqa: PTH123 -- hundreds of them
                found.update(f"\0{folder}\0{name}\0".encode() + file.read())
    return f"{version_of(OURS)} {found.hexdigest()}"
