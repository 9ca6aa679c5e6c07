"""Which release an answer names, and whether two names mean the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.json_reading import NotJson, read_json

COMMIT = re.compile(r"[0-9a-f]{7,40}", re.ASCII)
COMMIT_KEYS = frozenset(
    {"commit", "sha", "revision", "githash", "gitcommit", "gitsha", "commitid", "commithash", "rev"}
)
VERSION_KEYS = frozenset({"version", "release", "tag", "appversion", "buildversion"})
INSTANCE_KEYS = frozenset({"instance", "host", "hostname", "pod", "node", "server"})
MOST_DEPTH = 4
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Release:
    """What is going live.

    Attributes:
        version: as the project names it; "" if it names none.
        commit: full SHA of what is checked out; "" if nothing is.
    """

    version: str = ""
    commit: str = ""

    def __str__(self) -> str:
        names = [self.version, f"commit {self.commit[:10]}" if self.commit else ""]
        return ", ".join(filter(None, names)) or "an unnamed release"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service says which release it is: a path, and a key of its JSON or a header of its answer."""

    path: str
    key: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one answer said.

    Attributes:
        version: "" if it named none.
        commit: "" if it named none.
        instance: which of several answered; "" if it did not say.
        curl: a line that repeats the request.
    """

    version: str
    commit: str
    instance: str = ""
    curl: str = ""

    def __str__(self) -> str:
        names = [self.version, f"commit {self.commit[:10]}" if self.commit else ""]
        return ", ".join(filter(None, names))

    def is_of(self, release: Release) -> bool:
        """Whether it is *release*: a commit, where both name one, is the closer word."""
        if self.commit and release.commit:
            return release.commit.startswith(self.commit.lower())
        return bool(self.version and release.version) and same_version(self.version, release.version)


def read_release(answer: Answer, place: Place) -> Said:
    """What an answer says of its release.

    Raises:
        CannotMeasure: nothing, or nothing that can be understood.
    """
    cure = (
        'let it answer with JSON such as {"version": "1.2.0"}, or name the target\'s version, version_json or '
        "version_header"
    )
    if answer.status not in range(200, 300) and not place.header:
        raise CannotMeasure(f"{answer.place}: status {answer.status}, so it does not say which release it is", cure)
    if place.header:
        words: Any = answer.header(place.header)
    else:
        words = _parsed(answer)
        if place.key:
            words = _at(words, place.key)
    said = _said(words, answer.curl)
    if not said.version and not said.commit:
        what = f"header {place.header}" if place.header else place.key or "the body"
        raise CannotMeasure(f"{answer.place}: {what} does not say which release it is: {answer.shown!r}", cure)
    return said


def same_version(one: str, other: str) -> bool:
    """Whether both name the same version: "v1.2" is "1.2.0", "1.2.0-rc1" is "1.2.0rc1"."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one.strip().removeprefix("v") == other.strip().removeprefix("v")


def _parsed(answer: Answer) -> Any:
    try:
        return read_json(answer.body)
    except NotJson:
        text = answer.text.strip()
        return text if len(text) <= LONGEST * 2 and "\n" not in text and "<" not in text else None


def _at(words: Any, key: str) -> Any:
    for name in key.split("."):
        words = words.get(name) if isinstance(words, dict) else None
    return words


def _said(words: Any, curl: str) -> Said:
    if isinstance(words, int | float) and not isinstance(words, bool):
        words = str(words)
    if isinstance(words, str):
        text = MASK.hide(words.strip())[:LONGEST]
        return (
            Said("", text, curl=curl)
            if COMMIT.fullmatch(text.lower()) and not text.isdigit()
            else Said(text, "", curl=curl)
        )
    leaves = list(_leaves(words, MOST_DEPTH))
    commit = next((v for k, v in leaves if k in COMMIT_KEYS and COMMIT.fullmatch(v.lower())), "")
    version = next((v for k, v in leaves if k in VERSION_KEYS and not COMMIT.fullmatch(v.lower())), "")
    instance = next((v for k, v in leaves if k in INSTANCE_KEYS), "")
    return Said(MASK.hide(version)[:LONGEST], MASK.hide(commit), MASK.hide(instance)[:LONGEST], curl)


def _leaves(value: Any, depth: int, around: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a JSON table with the plain spelling of their keys; nearest first."""
    if not isinstance(value, dict) or not depth:
        return
    for key, part in value.items():
        if isinstance(part, str | int | float) and not isinstance(part, bool):
            name = re.sub(r"[^a-z]", "", str(key).lower())
            yield (around if name == "id" and around in COMMIT_KEYS else name), str(part)
    for key, part in value.items():
        yield from _leaves(part, depth - 1, re.sub(r"[^a-z]", "", str(key).lower()))
