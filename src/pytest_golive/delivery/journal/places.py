"""Where the journal of a target lies."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

TARGET: Final = "{target}"
SUFFIX: Final = ".jsonl"


def filled(template: str, target: str, root: Path) -> Path:
    """The file that *template*, with ``{target}`` in it, names for *target*; relative to *root*."""
    return root / template.replace(TARGET, _safe(target))


def journal_of(target: str, *, root: Path, common: Path, setting: str = "") -> Path:
    """The file of *target*'s journal.

    Args:
        target: its name.
        root: the project's folder, to which the setting is relative.
        common: the part of the repository that all its work trees share, such as ".git".
        setting: ``journal`` in the settings, with ``{target}``; "" for the default, which survives ``git clean``, is
            shared by work trees and is never committed.
    """
    if setting:
        return filled(setting, target, root)
    return common / "golive" / "journal" / f"{_safe(target)}{SUFFIX}"


def _safe(target: str) -> str:
    """Its name as a name of a file; two targets never have the same."""
    name = quote(target, safe=" ")
    return name.replace(".", "%2E") if set(name) <= {"."} else name
