"""Parses tags: the version, what it is a version of, and whether it is final."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from packaging.version import Version

# A version begins the tag, or follows a separator or a "v".
START: Final = re.compile(r"(?:(?<=^)|(?<=[-_/@+= ])|(?<=[A-Za-z]\.)|(?<=[-_/@+.= ][vVrR])|(?<=^[vVrR]))\d")
VERSIONLIKE: Final = re.compile(r"[vV]?\d+[._]\d")
DATE: Final = re.compile(r"(\d{4})[-._](\d{2})[-._](\d{2})(.*)")
CORE: Final = re.compile(r"\d+(?:[._]\d+)*")
SEMVER: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)(?:\+[0-9A-Za-z.-]+)?")
SUFFIX: Final = re.compile(r"[-._][-._0-9a-z]+|p\d+")
WORDS: Final = re.compile(r"[a-z]+")
BEFORE: Final = frozenset({
    "a", "alpha", "b", "beta", "c", "canary", "cr", "dev", "ea", "eap", "edge", "experimental", "insiders", "m",
    "milestone", "next", "nightly", "pre", "preview", "rc", "snapshot", "temp", "test", "unstable", "wip",
})  # fmt: skip
AFTER: Final = frozenset({
    "android", "final", "ga", "hotfix", "jre", "lts", "p", "patch", "post", "r", "release", "sp", "stable",
})  # fmt: skip
# Words between a name and its version, or instead of a name.
NAMELESS: Final = frozenset(["v", "ver", "version", "rel", "release", "releases", "r", "tag", "tags"])
SEPARATORS: Final = "-_/@.+= "
LONGEST: Final = 200  # characters of a tag that are parsed
SMALL: Final = 4  # digits of a single number that can be a version; counts of commits and builds have more


class Kind(IntEnum):
    """How certain it is that a version is a public release."""

    BEFORE = 0  # alpha, rc, dev, snapshot, …
    UNKNOWN = 1  # a suffix of the project's own; SemVer reads it as a pre-release
    FINAL = 2


@dataclass(frozen=True, slots=True)
class TagVersion:
    """A tag that names a version.

    Attributes:
        tag: the tag itself.
        family: the name before the version, as in the tag: "shop" in ``shop-v1.2.0``; "" without one.
        kind: whether it is final.
        order: greater for later versions.
        words: the words that say that it is not final: "rc".
    """

    tag: str
    family: str
    kind: Kind
    order: Version
    words: frozenset[str] = frozenset()


def parse(tag: str) -> TagVersion | None:
    """*tag* as a version by PEP 440, by SemVer, or as a date; None if it is none of these.

    ``1000-commits`` is not a version, ``2024-01-15`` and ``rel_2_0_1`` are.
    """
    for match in START.finditer(tag[:LONGEST]):
        found = _version(tag[match.start() :])
        if found is not None:
            family = _family(tag[: match.start()])
            # After something that is not a name, "1.3.0_k1", or a number of a build, "release-2355".
            is_none = VERSIONLIKE.match(family) or _is_count(tag, match.start())
            words = BEFORE.intersection(WORDS.findall(tag[match.start() :].lower()))
            return None if is_none else TagVersion(tag, family, *found, words)
    return None


def unversioned(tag: str) -> TagVersion:
    """A tag without a version, which is a release because the settings say so."""
    from packaging.version import Version

    return TagVersion(tag, "", Kind.FINAL, Version("0"))


def same_name(family: str, name: str) -> bool:
    """Whether the *family* of a tag is the project *name*; the last part of a scoped name is enough."""
    plain_name = _plain(name)
    return bool(plain_name) and _plain(family) in {plain_name, _plain(name.rpartition("/")[2])}


def base_of(version: str) -> Version | None:
    """The final version to which *version* belongs: 1.3 for "1.3.0.dev2"; None if it is not a version."""
    found = _version(version)
    return _pep(found[1].base_version) if found else None


def is_other(named: str, version: str) -> bool:
    """Whether a text that names *named* is about another version: "2.0.0rc1" is not 2.0.0, and "2" is any 2.x."""
    this, that = _version(version), _version(named)
    if this is None or that is None:
        return False
    if "." not in named:
        return that[1].major != this[1].major
    is_earlier = that[1].is_prerelease and not this[1].is_prerelease
    return is_earlier or base_of(named) != base_of(version)


def _version(text: str) -> tuple[Kind, Version] | None:
    if date := DATE.fullmatch(text):
        text = f"{int(date[1])}.{int(date[2])}.{int(date[3])}{date[4]}"
    core = CORE.match(text)
    if core is None:
        return None
    text = core[0].replace("_", ".") + text[core.end() :]
    version = _pep(text)
    if version is not None:
        return (Kind.BEFORE if version.is_prerelease else Kind.FINAL), version
    return _other_version(core[0].replace("_", "."), text)


def _other_version(core: str, text: str) -> tuple[Kind, Version] | None:
    """SemVer's pre-releases, and well-known suffixes: ``5.0.0.RELEASE``."""
    version = _pep(core)
    if version is None:
        return None
    suffix = text[len(core) :].partition("+")[0]
    words = WORDS.findall(suffix.lower())
    known = bool(words) and SUFFIX.fullmatch(suffix.lower()) is not None
    if known and "." in core and BEFORE.intersection(words):
        return Kind.BEFORE, version
    if known and "." in core and AFTER.issuperset(words):
        return Kind.FINAL, version
    return (Kind.UNKNOWN, version) if SEMVER.fullmatch(text) else None


def _family(prefix: str) -> str:
    """The name before a version: "" for "v", "release-", "refs/v"."""
    name = prefix.rstrip(SEPARATORS)
    while (last := re.split(r"[-_/@.+= ]", name)[-1]) and last.lower() in NAMELESS:
        name = name.removesuffix(last).rstrip(SEPARATORS)
    return name


def _is_count(tag: str, start: int) -> bool:
    number = tag[start:]
    is_marked = tag[start - 1 : start].lower() in {"", "v"}
    return number.isdigit() and not (len(number) == len("20240115") or (len(number) <= SMALL and is_marked))


def _pep(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except InvalidVersion:
        return None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
