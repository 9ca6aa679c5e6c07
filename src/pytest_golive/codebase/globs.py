"""Which paths a glob means, as people who write .gitignore expect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def matches(path: str, glob: str) -> bool:
    """Whether *glob* means *path*.

    ``*`` and ``?`` stay within one folder, ``**`` crosses any number of them, ``[a-z]`` is a set of characters. A
    glob that names a folder means everything below it; one without a slash means a file or a folder of that name
    anywhere.

    Args:
        path: POSIX path relative to the project's root.
        glob: as written in the settings.
    """
    return compiled(glob).fullmatch(path) is not None


def matches_any(path: str, globs: Iterable[str]) -> bool:
    """Whether one of *globs* means *path*."""
    return any(matches(path, glob) for glob in globs)


@lru_cache(maxsize=1024)
def compiled(glob: str) -> re.Pattern[str]:
    """The regular expression for *glob*, to be matched in full."""
    cleaned = glob.removeprefix("./").strip("/") if glob != "/" else ""
    anywhere = "/" not in glob.removeprefix("./").rstrip("/")
    pattern = "(?:.*/)?" if anywhere else ""
    parts = cleaned.split("/")
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        if part == "**":
            pattern += ".*" if is_last else "(?:.*/)?"
        else:
            pattern += _part(part) + ("" if is_last else "/")
    below = "" if parts[-1] == "**" else "(?:/.*)?"
    return re.compile(pattern + below, re.DOTALL)


def _part(text: str) -> str:
    """The regular expression for what stands between two slashes."""
    out, position = "", 0
    while position < len(text):
        char = text[position]
        end = text.find("]", position + 2) if char == "[" else -1
        if char == "*":
            out += "[^/]*"
        elif char == "?":
            out += "[^/]"
        elif end > 0:
            inside = text[position + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            negated = inside[0] in "!^"
            out += f"(?!/)[{'^' if negated else ''}{inside[1:] if negated else inside}]"
            position = end
        else:
            out += re.escape(char)
        position += 1
    return out
