"""Which members of a JSON object name a release: its version, its commit, whether its work tree was modified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_golive.service.bodies.decoding import Members, words_of

MOST_DEPTH = 7
MOST_MEMBERS = 5_000


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMIT = _set(
    "commit sha sha1 revision rev changeset githash gitsha gitcommit gitrevision gitref vcsref commitid commithash "
    "commitsha vcsrevision"
)
# What may stand before and after such a word: "build.gitCommit.id.full".
BEFORE = COMMIT | _set(
    "git vcs scm build built source src app application current head release service deployed deploy code project "
    "short full long abbrev repo repository"
)
# A digest of these is not a commit.
DIGESTED = _set("image docker container digest artifact file checksum asset")
BEHIND = COMMIT | _set("id full abbrev abbreviated short long hash value hex ref")
VERSION = _set("version semver appversion buildversion gitversion releaseversion imageversion versionname")
OF_VERSION = _set(
    "app application build git release service semantic product project package software informational full current "
    "deployed image the running"
)
DIRTY = _set("dirty isdirty gitdirty")
# Objects with these names are about other things, or about the past.
FOREIGN = _set(
    "dependencies dependency deps modules plugins libraries packages submodules previous parent base closest total "
    "java jvm jdk os python node runtime vm spring framework database db postgres postgresql mysql redis kernel go "
    "golang php ruby rails dotnet platform schema client components checks details upstream process tree parents author"
)
HOME = _set("build app application service project release info package git deployment data")


@dataclass(frozen=True, slots=True)
class Member:
    """One member that names a release.

    Attributes:
        place: its path, "git.commit.id".
        kind: "commit", "version" or "dirty".
        value: as sent.
        rank: the lower, the more it is about the service as a whole; equal ranks must not contradict each other.
        is_sure: whether its name is unambiguous.
    """

    place: str
    kind: str
    value: Any
    rank: tuple[int, ...] = ()
    is_sure: bool = True


def members_of(value: Any) -> list[Member]:
    """All members that name a release, those about the whole service first."""
    return sorted(_members(value, (), [MOST_MEMBERS]), key=lambda member: member.rank)


def _members(value: Any, path: tuple[str, ...], left: list[int]) -> Iterator[Member]:
    if not isinstance(value, Members) or len(path) > MOST_DEPTH:
        return
    for name, part in value:
        left[0] -= 1
        if left[0] < 0:
            return
        here = (*path, name)
        if isinstance(part, Members):
            yield from _members(part, here, left)
        elif (member := _member(here, part)) is not None:
            yield member


def _member(path: tuple[str, ...], value: Any) -> Member | None:
    # Flat properties have dots in their names: "git.commit.id.full".
    names = [words for name in path for part in name.split(".") if (words := words_of(part))]
    above = {word for words in names[:-1] for word in words}
    if not names or above & FOREIGN:
        return None
    place, last = ".".join(path), names[-1]
    rank = (len(names), 0 if above & HOME else 1)
    if _is_commit(names):
        return Member(place, "commit", value, rank, is_sure=not {"rev", "revision"} & {*above, *last})
    if last[0] in DIRTY or (last == ["modified"] and "vcs" in above) or last[-3:] == ["git", "tree", "state"]:
        return Member(place, "dirty", value, rank)
    group = _group(last)
    return None if group is None else Member(place, "version", value, (rank[0], group, rank[1]))


def _is_commit(names: list[list[str]]) -> bool:
    words = [word for part in names for word in part]
    if DIGESTED & set(words) and not {"git", "commit"} & set(words):
        return False
    places = [place for place, word in enumerate(words) if word in COMMIT]
    if not places:
        return words[-2:] == ["git", "hash"] and set(words) <= BEFORE | {"hash"}
    own_words = names[-1] if COMMIT & set(names[-1]) else words[places[0] :]
    first = next(place for place, word in enumerate(own_words) if word in COMMIT)
    return set(own_words[:first]) <= BEFORE and set(own_words[first:]) <= BEHIND


def _group(last: list[str]) -> int | None:
    """How closely a name relates to the version; None if it does not."""
    if last[-1] in VERSION and set(last[:-1]) <= OF_VERSION:
        return 0
    joined = "".join(last)
    return {"release": 1, "releasename": 1, "tag": 2, "gittag": 2, "imagetag": 2, "releasetag": 2}.get(joined)
