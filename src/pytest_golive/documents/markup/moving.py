"""Links of texts that move to another folder: a changelog's, in notes below docs/."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import Final

# The target of "[a page](docs/page.md#part)", and of "[page]: docs/page.md".
TARGET: Final = re.compile(r"(?<=\]\()[^()\s<>]{1,1000}(?=[)\s])|(?<=\]: )[^\s<>]{1,1000}")
ELSEWHERE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:|[/#?]")  # another site, the root of this one, this page


def moved(text: str, source: str, to: str) -> str:
    """*text* with the targets of relative links as they are from another folder.

    Args:
        text: Markdown.
        source: the folder that its links start from, relative to the project: "" is the project's own.
        to: the folder of the file that it is written into, likewise.
    """
    return TARGET.sub(lambda match: _target(match[0], source, to), text)


def _target(target: str, source: str, to: str) -> str:
    if ELSEWHERE.match(target):
        return target
    path, mark, part = target.partition("#")
    place = PurePosixPath(source, path)
    return f"{os.path.relpath(place, to or '.')}{'/' if path.endswith('/') else ''}{mark}{part}"
