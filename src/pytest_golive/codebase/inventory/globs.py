"""Which paths a glob matches, with the rules of .gitignore."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

NOTHING = re.compile(r"(?!)")
EVERYTHING = re.compile(r".+", re.DOTALL)


def matches(path: str, glob: str) -> bool:
    """Whether *glob* matches *path*.

    ``*`` and ``?`` stay within one folder, ``**`` crosses any number of folders, ``[a-z]`` is a set of characters, and
    a backslash escapes the next character. A glob for a folder matches everything below it; one without a slash matches
    a file or a folder with that name anywhere; a leading slash ties it to the root.

    Args:
        path: POSIX path relative to the project's root.
        glob: as written in the settings.
    """
    return compiled(glob).fullmatch(path) is not None


def matches_any(path: str, globs: Iterable[str]) -> bool:
    """Whether one of *globs* matches *path*."""
    return any(compiled(glob).fullmatch(path) for glob in globs)


# Unbounded: a bounded cache is useless for a loop over one more glob than it holds.
@cache
def compiled(glob: str) -> re.Pattern[str]:
    """The regular expression for *glob*, to be matched in full."""
    cleaned = relative_to_root(glob)
    if not cleaned:
        return EVERYTHING if glob else NOTHING
    pattern = ("" if is_tied(glob) else "(?:.*/)?") + _translated(cleaned.split("/"))
    # A name always matches itself, even if it looks like a set: web frameworks have files called [id].tsx.
    return re.compile(f"(?:{pattern}|{re.escape(cleaned)}(?:/.*)?)", re.DOTALL)


def relative_to_root(glob: str) -> str:
    """*glob* without the parts for the root or the same folder; "" for the root itself."""
    relative = glob.removeprefix("./") if glob != "." else ""
    return re.sub(r"/(\./)+", "/", relative).strip("/")


def is_tied(glob: str) -> bool:
    """Whether *glob* is tied to the root, because it has a slash before its end."""
    return "/" in glob.removeprefix("./").rstrip("/")


def _translated(parts: list[str]) -> str:
    pattern, closes = "", ""
    for number, part in enumerate(parts):
        after = parts[number + 1 :]
        if part != "**":
            pattern += _part(part) + ("/" if after else "(?:/.*)?")
            continue
        pattern, closes = pattern + closes, ""
        if not after:
            pattern += ".*"
        elif "**" not in after:
            pattern += "(?:.*/)?"
        elif after[0] != "**":  # several in a row mean the same as one
            # The first match of what follows is final: the next "**" makes up for that.
            pattern, closes = f"{pattern}(?>(?:[^/]*+/)*?", ")"
    return pattern


def _part(text: str) -> str:
    """The regular expression for one part between two slashes."""
    first, *others = _between_stars(text)
    if not others:
        return first
    # Again, the first match of each but the last is final: "*a*a*a*" must not try all ways to divide a long name.
    return first + "".join(f"(?>[^/]*?{piece})" for piece in others[:-1] if piece) + f"[^/]*{others[-1]}"


def _between_stars(text: str) -> list[str]:
    pieces: list[str] = []
    out, position = "", 0
    while position < len(text):
        char = text[position]
        if char == "*":
            pieces, out = [*pieces, out], ""
        elif char == "?":
            out += "[^/]"
        elif char == "\\" and position + 1 < len(text):
            position += 1
            out += re.escape(text[position])
        elif char == "[" and (end := _end_of_set(text, position)):
            out += _set(text[position + 1 : end])
            position = end
        else:
            out += re.escape(char)
        position += 1
    return [*pieces, out]


def _end_of_set(text: str, start: int) -> int:
    """Where the set that opens at *start* closes; 0 if it does not, and the bracket is literal."""
    first = start + (2 if text[start + 1 : start + 2] in {"!", "^"} else 1)
    return max(text.find("]", first + 1), 0)


def _set(inside: str) -> str:
    negated = inside[0] in "!^"
    chars = inside[1:] if negated else inside
    ranges = re.findall(r"(.)-(.)|(.)", chars, re.DOTALL)
    # re rejects a reversed range, and the settings report it with the glob.
    members = "".join(f"{re.escape(low)}-{re.escape(high)}" if low else re.escape(one) for low, high, one in ranges)
    return f"(?!/)[{'^' if negated else ''}{members}]"
