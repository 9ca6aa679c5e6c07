"""Which tags are releases of this project, and not of another project in the same repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.delivery.releases.versions import WORDS, Kind, TagVersion, parse, same_name, unversioned
from pytest_golive.errors import CannotMeasure

# Globs of versions; matching tags without a version are no releases: "1000-commits".
USUAL: Final = frozenset({"*", "v*", "V*", "v[0-9]*", "[0-9]*"})
SHOWN: Final = 5
NAMED: Final = re.compile(r"(?<![0-9.])[0-9]{1,9}(?:\.[0-9]{1,9}){1,5}")  # the version in the name of a tag


@dataclass(frozen=True, slots=True)
class Naming:
    """How a project names its releases.

    Attributes:
        globs: patterns of the tags that are releases; () to use the project's names.
        previous: the tag or commit of the previous release; "" to find it.
        names: of the project, which tags may contain: ``shop-v1.2.0``.
        version: the version that the checkout declares; "" if it declares none.
        by: the option that names *previous*; "" for the setting.
    """

    globs: tuple[str, ...] = ()
    previous: str = ""
    names: tuple[str, ...] = ()
    version: str = ""
    by: str = ""


def sort_out(
    tags: Iterable[str], naming: Naming, prefix: str, *, with_early: bool = False
) -> tuple[list[TagVersion], list[TagVersion]]:
    """The final releases of this project, and those of others.

    Args:
        tags: all tags.
        naming: of the project.
        prefix: the project's folder in the work tree; "" for the top.
        with_early: whether pre-releases count, too.

    Raises:
        CannotMeasure: only others have tags, and it is unclear which belong to this project.
    """
    if naming.globs:
        return [tag for name in tags if (tag := _matched(name, naming.globs, with_early=with_early))], []
    lowest_kind = Kind.BEFORE if with_early else Kind.FINAL
    found = [tag for name in tags if (tag := parse(name)) and tag.kind >= lowest_kind]
    families = sorted({tag.family for tag in found} - {""})
    own_families = {family for family in families if any(same_name(family, name) for name in naming.names)}
    if not own_families and prefix and families:
        raise _unclear(families, naming.names)
    if not prefix or not own_families:
        own_families.add("")
    if not any(tag.family in own_families for tag in found) and families:
        if len(families) > 1:
            raise _unclear(families, naming.names)
        own_families = set(families)  # there is only one name
    return [tag for tag in found if tag.family in own_families], [
        tag for tag in found if tag.family not in own_families
    ]


def _matched(name: str, globs: Sequence[str], *, with_early: bool) -> TagVersion | None:
    """The tag if a glob in the settings matches it; it is final unless it says that it is a pre-release."""
    matching = [glob for glob in globs if fnmatchcase(name, glob)]
    if not matching:
        return None
    tag = parse(name)
    if tag is None:
        return unversioned(name) if not USUAL.issuperset(matching) else None
    is_meant = any(tag.words.intersection(WORDS.findall(glob.lower())) for glob in matching)
    return tag if tag.kind > Kind.BEFORE or is_meant or with_early else None


def _unclear(families: Sequence[str], names: Sequence[str]) -> CannotMeasure:
    shown = ", ".join(families[:SHOWN]) + (f" and {len(families) - SHOWN} more" if len(families) > SHOWN else "")
    own_names = f"{' or '.join(names)} is not among them" if names else "no file of this project names it"
    return CannotMeasure(
        f"the repository's tags are releases of {shown}; {own_names}, so the previous release is unclear",
        'name the tags of this project in [tool.golive] release_tags (["shop-v*"]), or the release in previous_release',
    )


def no_versions(tags: Iterable[str]) -> str:
    """The tags that are no versions, in words, so that a first release is no surprise; "" for none."""
    found = sorted(tag for tag in tags if parse(tag) is None)
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return f"no version can be read from {', '.join(found[:SHOWN])}{more}" if found else ""


def not_within(tags: Iterable[str], within: Iterable[str]) -> str:
    """The versions that were released, but not *within* this history, in words; "" for none.

    So nobody takes a history that was rewritten, or begun anew, for that of a project without a release.
    """
    found = sorted(tag for tag in set(tags).difference(within) if parse(tag) is not None)
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    many = "1 release tag is" if len(found) == 1 else f"{len(found):,} release tags are"
    return f"{many} not in this commit's history: {', '.join(found[:SHOWN])}{more}" if found else ""


def version_of_tag(name: str) -> str:
    """The version that a tag names, as written there: "1.1.0" of "v1.1.0" and of "shop-v1.1.0"; else the tag itself."""
    return name[found.start() :] if (found := NAMED.search(name)) else name
