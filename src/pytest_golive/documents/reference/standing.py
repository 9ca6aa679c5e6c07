"""Whether what users are meant to use stands in the reference, and whether what stands there is still there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from pytest_golive.documents.api.outline import CLASS, FUNCTION, Item, Module
from pytest_golive.documents.api.public import public_objects
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.reference.pages import Entry, Pages
from pytest_golive.findings import Finding


@dataclass
class Standing:
    """What the reference and the code say of each other.

    Attributes:
        objects: how many were looked for.
        lacking: public ones that stand on no page.
        gone: entries of what is not there.
    """

    objects: int = 0
    lacking: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)


def compare(tree: Tree, pages: Pages, by_name: Collection[str] = frozenset()) -> Standing:
    """Hold the pages against the code.

    Looked for is what ``__all__`` or the import of a package offers to users, unless it is deprecated.

    Args:
        tree: the project.
        pages: the entries.
        by_name: names by which an object stands in a page that has no entry for it.
    """
    found = Standing()
    named = frozenset(by_name)
    paths, whole = set(), set()
    for entry in pages.entries:
        meant = _meant(tree, entry)
        if meant is None:
            if entry.is_looked_up and _is_ours(tree, entry):
                found.gone.append(_gone(entry))
            continue
        paths.add(_path(meant))
        if entry.is_whole or isinstance(meant, Item):
            whole.add(_path(meant))
    for each in public_objects(tree):
        if not each.is_declared or each.item.kind not in {CLASS, FUNCTION} or each.item.is_deprecated:
            continue
        found.objects += 1
        every = (each.item.path, each.path, *each.others)
        # A module that stands there with its members has this one, too, if it defines or offers it.
        homes = {path.rpartition(".")[0] for path in every}
        if not (paths.intersection(every) or whole.intersection(homes) or named.intersection((*every, each.item.name))):
            words = f"{each.path} is public, and no reference page names it"
            found.lacking.append(
                Finding(each.item.file, each.item.line, "reference-lacks", words, key=each.path, moves=True)
            )
    return found


def _meant(tree: Tree, entry: Entry) -> Item | Module | None:
    for path in (f"{entry.module}.{entry.name}" if entry.module else "", entry.name):
        found = tree.lookup(path) if path else None
        if isinstance(found, Item | Module):
            return found
    return None


def _is_ours(tree: Tree, entry: Entry) -> bool:
    """Whether it should be there: its package is ours, and nothing of it comes from elsewhere."""
    full = f"{entry.module}.{entry.name}" if entry.module else entry.name
    tops = {name.partition(".")[0] for name in tree.modules}
    candidates = [path for path in (full, entry.name) if path.partition(".")[0] in tops]
    return bool(candidates) and all(tree.lookup(path) is None for path in candidates)


def _path(found: Item | Module) -> str:
    return found.path if isinstance(found, Item) else found.name


def _gone(entry: Entry) -> Finding:
    name = entry.name if not entry.module or entry.name.startswith(entry.module) else f"{entry.module}.{entry.name}"
    return Finding(
        entry.path, entry.line, "reference-gone", f"the page names {name}, which is not there", key=name, moves=True
    )
