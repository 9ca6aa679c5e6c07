"""What installed packages say of themselves, read once for all pytest runs within this process.

Each run asks every package for its entry points, its files and its version, some of them four times over: parsing the
same text again took a third of a run's time. Runs in a process of their own still read it.
"""

from __future__ import annotations

import sysconfig
from importlib.metadata import Distribution
from pathlib import Path

ASKED = ("metadata", "files", "entry_points")
INSTALLED = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
KNOWN: dict[tuple[Path, str], object] = {}


def remember(name: str) -> None:
    """Let that property of a package be read once; only of those in this virtualenv, which no test changes."""
    read = getattr(Distribution, name).fget

    def once(self: Distribution) -> object:
        folder = getattr(self, "_path", None)  # the only way to a package's place
        if not isinstance(folder, Path) or folder.parent not in INSTALLED:
            return read(self)
        if (folder, name) not in KNOWN:
            KNOWN[folder, name] = read(self)
        return KNOWN[folder, name]

    setattr(Distribution, name, property(once))


def remember_packages() -> None:
    """Let all that pytest asks of packages be read once."""
    for name in ASKED:
        remember(name)
