"""Compares this version with the previous release: the public API in Python and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_golive.codebase.results import kept
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.delivery.releases.versions import base_of, parse
from pytest_golive.documents.api.outline import CLASS, Item
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.api.public import public_members, public_objects
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.comparing import Comparison
from pytest_golive.documents.breaking.guides import Span
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.breaking.promises import Policy, Promise
from pytest_golive.documents.breaking.result import Breaking
from pytest_golive.documents.guide_statements import GuideFiles, LazyGuides
from pytest_golive.documents.openapi.committed import Committed
from pytest_golive.documents.openapi.comparing import operations
from pytest_golive.documents.reference.result import no_api

if TYPE_CHECKING:
    from packaging.version import Version

NO_VERSION: Final = "0.0.0"  # a placeholder: in the root of a workspace, or if a tag gives the version


@dataclass(frozen=True, slots=True)
class Versions:
    """The version that the project declares.

    Attributes:
        declared: the version in its metadata; "" for none.
        tagged: the version of the tag on this commit; "" for none.
        policy: what its versions promise.
    """

    declared: str
    tagged: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Compared:
    """The Python API of this version, compared with the previous release.

    Attributes:
        written: the version that the current code names; "" for none.
        now: how many public objects there are now.
        before: how many there were at the previous release.
        changes: those that break, or may break.
        deprecated: what is newly deprecated.
        of_tests: the folders that hold tests, and so are no API.
    """

    written: str = ""
    now: int = 0
    before: int = 0
    changes: tuple[Change, ...] = ()
    deprecated: tuple[str, ...] = ()
    of_tests: tuple[str, ...] = ()


def measure(  # noqa: PLR0913 -- one for each thing that is compared
    release: PastRelease | None,
    python: PythonApi | None,
    openapi: Sequence[Committed],
    versions: Versions,
    guides: GuideFiles,
    *,
    folder: Path,
) -> Breaking:
    """Compare this version with the previous release.

    Args:
        release: the previous release; None for the first, which is compared with nothing.
        python: the packages that others import, if any.
        openapi: the OpenAPI documents, if any.
        versions: the version that the project declares.
        guides: migration guides and changelogs.
        folder: the run's private folder, for temporary files.

    Raises:
        CannotMeasure: one of the two versions cannot be read.
    """
    commit = release.commit if release else ""
    found = _compared(python, commit) if python else Compared()
    this = version_of([each for each in (versions.declared, versions.tagged, found.written) if each != NO_VERSION])
    count = found.now + sum(len(operations(each.now())) for each in openapi)
    if release is None:
        return Breaking("", 0, count, (), Guides(), Promise(None, this, versions.policy), notes=no_api(found.of_tests))
    changes, before = found.changes, found.before
    for each in openapi:
        more, operations_before = each.changes(commit, folder)
        changes, before = (*changes, *more), before + operations_before
    previous = version_of([release.name])
    span, promise = Span(previous, this), Promise(previous, this, versions.policy)
    known = guides.statements(changes, span)
    texts = LazyGuides(guides, span)
    notes = no_api(found.of_tests)
    return Breaking(release.told, before, count, changes, texts, promise, found.deprecated, notes=notes, known=known)


def _compared(python: PythonApi, commit: str) -> Compared:
    """The current API compared with that of the previous release; kept while both stay the same."""
    now = python.contents
    then = [commit, python.parser.repository.prefix, [*python.names], [*python.include], [*python.exclude]]
    made_of = None if now is None else [now, then]
    return kept(python.parser.cache, "api-compared", made_of, lambda: _compare(python, commit), Compared, Change)


def _compare(python: PythonApi, commit: str) -> Compared:
    now = python.now()
    written, count = written_version(now), len(public_objects(now))
    if not commit:
        return Compared(written, count, of_tests=python.of_tests())
    before = python.at(commit)
    changes = tuple(Comparison(before, now).changes())
    deprecated = newly_deprecated(before, now)
    return Compared(written, count, len(public_objects(before)), changes, deprecated, python.of_tests())


def newly_deprecated(old: Tree, new: Tree) -> tuple[str, ...]:
    """The paths, as users reach them, of objects that are newly deprecated."""
    before = {*_deprecated(old)}
    return tuple(path for path in _deprecated(new) if path not in before)


def _deprecated(tree: Tree) -> Iterator[str]:
    objects = public_objects(tree)
    known = {entry.item.path for entry in objects}
    for entry in objects:
        if entry.item.is_deprecated:
            yield entry.path
        elif entry.item.kind == CLASS:
            members: dict[str, Item] = public_members(tree, entry.item, known)
            yield from (f"{entry.path}.{name}" for name, member in members.items() if member.is_deprecated)


def version_of(texts: Sequence[str]) -> Version | None:
    """The first of *texts* that is a version, without its pre-release part; None if none is."""
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
    """The ``__version__`` of a top-level package; "" if none has one."""
    for name, module in tree.modules.items():
        item = tree.member(module, "__version__") if "." not in name and "__version__" in module.members else None
        if isinstance(item, Item) and (value := item.value or "")[:1] in {"'", '"'}:
            return value.strip("'\"")
    return ""
