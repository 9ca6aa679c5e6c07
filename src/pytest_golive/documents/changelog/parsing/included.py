"""Find what a page that is no changelog itself brings in: `CHANGES.rst` of the root, or a file for each version."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final

# reStructuredText, MyST, snippets of MkDocs ("--8<--"), and templates of its plug-ins.
INCLUDE: Final = re.compile(
    r"^[ \t]{0,8}(?:\.\.[ \t]{1,4}include::|`{3,8}\{include\}|:{3,8}\{include\}|-{1,4}8<-{1,4}"
    r"|\{%[-+]?[ \t]{0,4}include(?:-markdown|_relative)?)[ \t]{1,8}[\"']?(?P<path>[^\s\"'|%]{1,300})",
    re.MULTILINE,
)


def included(path: str, text: str, is_tracked: Callable[[str], bool]) -> Iterator[str]:
    """The tracked files that a page includes whole, in the order of the page.

    Args:
        path: of the page, relative to the root.
        text: of the page.
        is_tracked: whether a file of this path is tracked.
    """
    for match in INCLUDE.finditer(text):
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"].lstrip("/")))
        for place in (beside, posixpath.normpath(match["path"].lstrip("/"))):
            if place != path and is_tracked(place):
                yield place
                break


def first_included(text: str) -> str:
    """The first file that a page includes, as it is written; "" if it includes none."""
    match = INCLUDE.search(text)
    return match["path"] if match else ""
