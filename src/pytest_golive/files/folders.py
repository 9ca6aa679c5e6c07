"""Folders in the project that belong to us: marked, so that nothing of the user's is ever replaced or removed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

INSIDE: Final = "golive"
IGNORED: Final = ".gitignore"
MARK: Final = "# pytest-golive writes here, and replaces what it finds\n*\n"
FORMERLY: Final = "*\n"  # written by earlier versions into their folders


def own_folder(folder: Path) -> Path:
    """*folder*, created and marked if it is missing or empty; a folder of ours inside it if it holds other files.

    Raises:
        OSError: it cannot be created or read.
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
