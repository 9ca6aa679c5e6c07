"""Folders in the project that are ours: marked as such, so that nothing of the user's is ever replaced or removed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

INSIDE: Final = "golive"
IGNORED: Final = ".gitignore"
MARK: Final = "# pytest-golive writes here, and replaces what it finds\n*\n"
FORMERLY: Final = "*\n"  # what earlier versions wrote, into folders that they made


def own_folder(folder: Path) -> Path:
    """*folder*, made and marked, if it is not there or is empty; a folder of ours in it if somebody else fills it.

    Raises:
        OSError: it cannot be made or read.
    """
    if not _is_ours(folder):
        if folder.is_dir() and any(folder.iterdir()):
            folder /= INSIDE
            if not _is_ours(folder) and folder.is_dir() and any(folder.iterdir()):
                raise FileExistsError(0, f"{INSIDE} in it holds files that are not ours")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / IGNORED).write_text(MARK, encoding="utf-8")
    return folder


def _is_ours(folder: Path) -> bool:
    try:
        text = (folder / IGNORED).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return False
    return text == MARK or (text == FORMERLY and folder.name == ".golive")
