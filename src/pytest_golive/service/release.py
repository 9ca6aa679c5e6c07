"""Which release a service says it is, and whether that is the one that is going live."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.masking import MASK
from pytest_golive.service.asking import Answer, Service
from pytest_golive.service.expecting import fault

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


@dataclass(frozen=True, slots=True)
class Releases:
    """What all answers said.

    Attributes:
        answers: in the order they came.
        release: what is going live.
        source: what was asked.
    """

    answers: Sequence[Said]
    release: Release
    source: str

    @property
    def wrong(self) -> int:
        """How many answers came from another release."""
        return sum(not said.is_of(self.release) for said in self.answers)

    @property
    def others(self) -> tuple[Finding, ...]:
        """The answers of another release, one for each that answered, with how often it did."""
        others = [said for said in self.answers if not said.is_of(self.release)]
        kinds = {(str(said), said.instance): said for said in others}
        return tuple(self._other(said, others) for said in kinds.values())

    @property
    def instances(self) -> int:
        """How many told themselves apart; 1 if none did."""
        return len({said.instance for said in self.answers})

    def _other(self, said: Said, others: Sequence[Said]) -> Finding:
        count = sum(str(one) == str(said) and one.instance == said.instance for one in others)
        who = f" (instance {said.instance})" if said.instance else ""
        share = f"{count} of {len(self.answers)} answers"
        return fault("version", f"{share} came from {said}{who}, not from {self.release}; to repeat: {said.curl}")


def ask_for_release(service: Service, place: Place, release: Release, samples: int) -> Releases:
    """Ask *samples* times, over a new connection each.

    Raises:
        Unreachable: no usable answer came.
        CannotMeasure: an answer does not say which release it is, or nobody knows which is going live.
    """
    if not release.version and not release.commit:
        raise CannotMeasure(
            "nobody says which release is going live: there is no commit and no version",
            "commit the release, or name its version in pyproject.toml, [project] version",
        )
    answers = [read_release(service.ask(place.path, follow=True), place) for _ in range(samples)]
    if not release.commit and not all(said.version for said in answers):
        raise CannotMeasure(f"{place.path} names a commit only, and nothing is committed here", "commit the release")
    if not release.version and not all(said.commit for said in answers):
        raise CannotMeasure(
            f"{place.path} names a version only, and the project here names none",
            "name it in pyproject.toml, [project] version, or by a tag; or let the service say its commit",
        )
    return Releases(answers, release, f"GET {place.path}, {samples} times")


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
        return json.loads(answer.body)
    except (ValueError, RecursionError):
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
    return Said(MASK.hide(version)[:LONGEST], commit, MASK.hide(instance)[:LONGEST], curl)


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
