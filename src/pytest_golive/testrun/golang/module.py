"""The module that a project in Go is, by which its reports name packages and files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

MODULE: Final = re.compile(r"^module[ \t]+[\"`]?([^\s\"`]{1,500})", re.MULTILINE)


def module_of(root: Path) -> str:
    """The path of the module whose go.mod is in *root*; "" if there is none."""
    try:
        found = MODULE.search((root / "go.mod").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return found[1] if found else ""
