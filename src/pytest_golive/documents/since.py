"""This version, compared with the previous release: the public API in Python, and that over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.delivery.releases.versions import base_of, parse
from pytest_golive.documents.api.outline import CLASS, Item
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.api.public import public_members, public_objects
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.breaking.comparing import Comparison
from pytest_golive.documents.breaking.guides import Span, guides
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.breaking.promises import Policy, Promise
from pytest_golive.documents.breaking.result import Breaking
from pytest_golive.documents.openapi.committed import Committed
from pytest_golive.documents.openapi.comparing import operations

if TYPE_CHECKING:
    from packaging.version import Version


@dataclass(frozen=True, slots=True)
class Versions:
    """What the project says of its version.

    Attributes:
        declared: in its metadata; "" for none.
        tagged: by the tag on this very commit; "" for none.
        policy: what its versions promise.
    """

    declared: str
    tagged: str
    policy: Policy


def measure(  # noqa: PLR0913, PLR0917 -- one for each thing that is compared
    release: PastRelease | None,
    python: PythonApi | None,
    openapi: Committed | None,
    versions: Versions,
    texts: Mapping[str, str],
    folder: Path,
) -> Breaking:
    """Compare this version with the previous release.

    Args:
        release: the previous one; None for the first, with which nothing is compared.
        python: the packages that others import, if any.
        openapi: the OpenAPI document, if any.
        versions: of this version.
        texts: migration guides and changelogs, by path.
        folder: where files may lie while something is measured: the run's private one.

    Raises:
        CannotMeasure: one of the two versions cannot be read.
    """
    now = python.now() if python else Tree({})
    this = version_of([versions.declared, versions.tagged, written_version(now)])
    count = len(public_objects(now)) + (len(operations(openapi.now())) if openapi else 0)
    if release is None:
        return Breaking("", 0, count, (), Guides(), Promise(None, this, versions.policy))
    before = python.at(release.commit) if python else Tree({})
    changes = Comparison(before, now).changes()
    compared = len(public_objects(before))
    if openapi:
        more, operations_before = openapi.changes(release.commit, folder)
        changes, compared = [*changes, *more], compared + operations_before
    previous = version_of([release.name])
    return Breaking(
        release.told,
        compared,
        count,
        tuple(changes),
        Guides(guides(texts, Span(previous, this))),
        Promise(previous, this, versions.policy),
        newly_deprecated(before, now),
    )


def newly_deprecated(old: Tree, new: Tree) -> tuple[str, ...]:
    """The paths of what is deprecated now and was not before, as users reach it."""
    before = {*_deprecated(old)}
    return tuple(path for path in _deprecated(new) if path not in before)


def _deprecated(tree: Tree) -> Iterator[str]:
    objects = public_objects(tree)
    known = {each.item.path for each in objects}
    for each in objects:
        if each.item.is_deprecated:
            yield each.path
        elif each.item.kind == CLASS:
            members: dict[str, Item] = public_members(tree, each.item, known)
            yield from (f"{each.path}.{name}" for name, member in members.items() if member.is_deprecated)


def version_of(texts: Sequence[str]) -> Version | None:
    """The first of *texts* that is a version, without what makes it a pre-release; None if none is."""
    from packaging.version import Version

    for text in texts:
        found = base_of(text) if text else None
        if found is not None:
            return found
        tag = parse(text) if text else None
        if tag is not None:
            return Version(tag.order.base_version)
    return None


def written_version(tree: Tree) -> str:
    """The version that a package at the top writes into ``__version__``; "" if none does."""
    for name, module in tree.modules.items():
        item = module.members.get("__version__") if "." not in name else None
        if item is not None and (value := item.value or "")[:1] in {"'", '"'}:
            return value.strip("'\"")
    return ""
