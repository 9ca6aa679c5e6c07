"""Names of commits as services spell them: "4f1c2ab", "g4f1c2ab-dirty", "v1.2.0-4-g4f1c2ab", "1.2.0+4f1c2ab"."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200
# Seven digits are the shortest that git itself prints; SHA-256 has 64.
SHA = re.compile(r"g?([0-9a-f]{7,64})", re.ASCII)
PART = re.compile(r"[0-9a-z]{1,200}|\*", re.ASCII)
# What build tools write of a work tree that is not as the commit has it; setuptools-scm writes the day, "d20270131".
CHANGED = frozenset(
    {"dirty", "modified", "modifications", "changes", "changed", "uncommitted", "local", "wip", "unclean", "broken"}
    | {"*", "mod"}
)
DAY = re.compile(r"d20\d{6}", re.ASCII)
# What stands before a commit: "1.2.0+4f1c2ab" (SemVer, .NET), "1.2.0 (4f1c2ab)", "v0.0.0-20270131120000-4f1c2ab" (Go).
VERSION = re.compile(r"v?\d[\w.-]{0,60}", re.ASCII)

# Words that only say where a version is: "1.2.0 from web-1", "1.2.0 (host web-1)".
PLACES = frozenset({"from", "on", "at", "by", "host", "instance", "pod", "node", "server", "container"})
# Words that only say that a version follows.
NAMED = re.compile(r"(?:version|release|rel|ver|tag|build)\.?[ /@:_-]{1,3}(?=v?\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that somebody names.

    Attributes:
        sha: what of it is named, 7 to 64 hexadecimal digits in small letters.
        has_changes: whether the tree that was built differed from it.
    """

    sha: str
    has_changes: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A version, a commit, or both, as one text names them; "" and None for what it does not name."""

    version: str = ""
    commit: Commit | None = None
    has_changes: bool = False


def read_commit(said: str) -> Commit | None:
    """The commit that a text names, where one is due; None if it names none that can be understood."""
    text = said.strip().strip("\"'").lower()
    if len(text) > LONGEST or not text.isascii():
        return None
    if match := SHA.fullmatch(text):
        return Commit(match[1])
    parts = PART.findall(text)
    places = [place for place, part in enumerate(parts) if SHA.fullmatch(part) and not DAY.fullmatch(part)]
    # Digits alone may be a day or a number of a build.
    place = next((n for n in reversed(places) if not parts[n].isdigit()), places[-1] if places else -1)
    behind = parts[place + 1 :]
    if place < 0 or not all(part.isdigit() or part in CHANGED or DAY.fullmatch(part) for part in behind):
        return None
    return Commit(parts[place].removeprefix("g"), any(part in CHANGED or DAY.fullmatch(part) for part in parts))


def read_name(said: str) -> Named:
    """The version or the commit that a text names, where either may stand."""
    text = said.strip().strip("\"'")[:LONGEST]
    lower = text.lower() if text.isascii() else ""
    if match := NAMED.match(lower):
        text, lower = text[match.end() :], lower[match.end() :]
    if SHA.fullmatch(lower) and not lower.isdigit():
        return Named("", read_commit(lower))
    if (named := _described(text, lower) or _behind(text, lower)) is not None:
        return named
    *_, last = PART.findall(lower) or [""]
    if last in CHANGED and VERSION.fullmatch(version := text[: lower.rindex(last)].rstrip(" +.-(")):
        return Named(version, has_changes=True)
    first, _, rest = text.partition(" ")
    if VERSION.fullmatch(first.lower()) and rest.lower().lstrip("(,;|/").split(" ", 1)[0].rstrip(":") in PLACES:
        return Named(first)
    lone = read_commit(lower) if lower.startswith(("sha", "git", "commit", "rev")) else None
    return Named("", lone) if lone else Named(text)


def _described(text: str, lower: str) -> Named | None:
    """What git describe prints: tag, number of commits since then, "g" and commit, perhaps "dirty"."""
    parts = lower.split("-")
    for place in range(len(parts) - 1, 1, -1):
        count = parts[place - 1]
        if SHA.fullmatch(parts[place]) and parts[place].startswith("g") and count.isdigit():
            commit, tag = read_commit("-".join(parts[place:])), len("-".join(parts[: place - 1]))
            return Named(text if int(count) else text[:tag], commit) if commit else None
    return None


def _behind(text: str, lower: str) -> Named | None:
    """A version and a commit behind it."""
    for part in PART.finditer(lower):
        if part.start() and SHA.fullmatch(part[0]) and not part[0].isdigit() and not DAY.fullmatch(part[0]):
            version = text[: part.start()].rstrip(" +@/_(.-")
            commit = read_commit(lower[part.start() :])
            is_apart = len(version) < part.start() and VERSION.fullmatch(version)
            return Named(version, commit) if is_apart and commit else None
    return None
