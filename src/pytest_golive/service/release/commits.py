"""Reads commits as services write them: "4f1c2ab", "g4f1c2ab-dirty", "v1.2.0-4-g4f1c2ab", "1.2.0+4f1c2ab"."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200
# git prints at least seven digits; SHA-256 has 64.
SHA = re.compile(r"g?([0-9a-f]{7,64})", re.ASCII)
PART = re.compile(r"[0-9a-z]{1,200}|\*", re.ASCII)
# What build tools append for a modified work tree; setuptools-scm appends the day, "d20270131".
CHANGED = frozenset(
    {"dirty", "modified", "modifications", "changes", "changed", "uncommitted", "local", "wip", "unclean", "broken"}
    | {"*", "mod"}
)
DAY = re.compile(r"d20\d{6}", re.ASCII)
# What stands before a commit: "1.2.0+4f1c2ab" (SemVer, .NET), "1.2.0 (4f1c2ab)", "v0.0.0-20270131120000-4f1c2ab" (Go).
VERSION = re.compile(r"v?\d[\w.-]{0,60}", re.ASCII)

# Words that only say where a version runs: "1.2.0 from web-1", "1.2.0 (host web-1)".
PLACES = frozenset({"from", "on", "at", "by", "host", "instance", "pod", "node", "server", "container"})
# Words that only say that a version follows.
NAMED = re.compile(r"(?:version|release|rel|ver|tag|build)\.?[ /@:_-]{1,3}(?=v?\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, as a service reports it.

    Attributes:
        sha: 7 to 64 hexadecimal digits of its hash in lower case.
        has_changes: whether the work tree of the build was modified.
    """

    sha: str
    has_changes: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """The version, the commit, or both in one text; "" and None for what is missing."""

    version: str = ""
    commit: Commit | None = None
    has_changes: bool = False


def read_commit(name: str) -> Commit | None:
    """The commit in a text where one is expected; None if there is none, or it is not understood."""
    text = name.strip().strip("\"'").lower()
    if len(text) > LONGEST or not text.isascii():
        return None
    if match := SHA.fullmatch(text):
        return Commit(match[1])
    parts = PART.findall(text)
    places = [place for place, part in enumerate(parts) if SHA.fullmatch(part) and not DAY.fullmatch(part)]
    # Digits alone may be a day or a build number.
    place = next((n for n in reversed(places) if not parts[n].isdigit()), places[-1] if places else -1)
    behind = parts[place + 1 :]
    if place < 0 or not all(part.isdigit() or part in CHANGED or DAY.fullmatch(part) for part in behind):
        return None
    return Commit(parts[place].removeprefix("g"), any(part in CHANGED or DAY.fullmatch(part) for part in parts))


def read_name(name: str) -> Named:
    """The version or the commit in a text where either may be."""
    text = name.strip().strip("\"'")[:LONGEST]
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
    """The output of git describe: tag, number of commits since then, "g" and commit, perhaps "dirty"."""
    parts = lower.split("-")
    for place in range(len(parts) - 1, 1, -1):
        count = parts[place - 1]
        if SHA.fullmatch(parts[place]) and parts[place].startswith("g") and count.isdigit():
            commit, tag = read_commit("-".join(parts[place:])), len("-".join(parts[: place - 1]))
            return Named(text if int(count) else text[:tag], commit) if commit else None
    return None


def _behind(text: str, lower: str) -> Named | None:
    """A version followed by a commit."""
    for part in PART.finditer(lower):
        if part.start() and SHA.fullmatch(part[0]) and not part[0].isdigit() and not DAY.fullmatch(part[0]):
            version = text[: part.start()].rstrip(" +@/_(.-")
            commit = read_commit(lower[part.start() :])
            is_apart = len(version) < part.start() and VERSION.fullmatch(version)
            return Named(version, commit) if is_apart and commit else None
    return None
