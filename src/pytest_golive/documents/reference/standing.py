"""Whether the reference lists every public object, and whether everything it lists exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pytest_golive.documents.api.outline import CLASS, FUNCTION, Item, Module
from pytest_golive.documents.api.public import is_fallback, is_helper, is_made, public_objects
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.reference.pages import Entry, Pages
from pytest_golive.findings import Finding


@dataclass
class Standing:
    """The reference, compared with the code.

    Attributes:
        objects: how many public objects were looked up.
        lacking: public objects that are on no page.
        gone: entries for objects that do not exist.
        unsure: those of both kinds that are worth a look: only running the package tells whether they are there.
        apart: modules with public objects that no page mentions.
    """

    objects: int = 0
    lacking: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)
    unsure: list[Finding] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


def compare(tree: Tree, pages: Pages, by_name: Collection[str] = frozenset()) -> Standing:
    """Compare the pages with the code.

    Looked for is what ``__all__`` or the import of a package offers to users, unless it is deprecated: at the top, and
    in each module of which the pages speak. Of a module that they leave out as a whole, nobody can tell whether it is
    meant for users; these are named.

    Args:
        tree: the project.
        pages: the entries of the pages.
        by_name: names under which a page lists an object without an entry.
    """
    found = Standing()
    named = frozenset(by_name)
    paths, whole = set(), set()
    spoken: set[str] = set()
    apart: set[str] = set()
    for entry in pages.entries:
        meant = _meant(tree, entry)
        if meant is None:
            if entry.is_looked_up and _is_ours(tree, entry):
                found.gone.append(_gone(entry))
            elif entry.is_looked_up and _is_made(tree, entry):
                found.unsure.append(_gone(entry))
            continue
        paths.add(_path(meant))
        spoken.update(_modules(tree, meant, entry))
        if entry.is_whole or isinstance(meant, Item):
            whole.add(_path(meant))
    for public in public_objects(tree):
        if not public.is_declared or public.item.kind not in {CLASS, FUNCTION} or public.item.is_deprecated:
            continue
        every = (public.item.path, public.path, *public.others)
        declaring = {home for path in every if _declares(tree, home := path.rpartition(".")[0])}
        if not any("." not in home or home in spoken for home in declaring):
            apart.update(declaring)
            continue
        found.objects += 1
        # A module that stands there with its members has this one, too, if it defines or offers it.
        homes = {path.rpartition(".")[0] for path in every}
        if not (
            paths.intersection(every) or whole.intersection(homes) or named.intersection((*every, public.item.name))
        ):
            words = f"{public.path} is public, but no reference page names it"
            is_unsure = (public.item.kind == FUNCTION and is_helper(tree, every)) or is_fallback(tree, public.item)
            (found.unsure if is_unsure else found.lacking).append(
                Finding(public.item.file, public.item.line, "reference-lacks", words, key=public.path, moves=True)
            )
    found.apart = sorted(apart)
    return found


def _declares(tree: Tree, home: str) -> bool:
    """Whether the module *home* declares its public names; a top-level package does by its imports."""
    module = tree.modules.get(home)
    return module is not None and ("." not in home or module.exports is not None)


def _modules(tree: Tree, meant: Item | Module, entry: Entry) -> Iterator[str]:
    """The modules of an entry: the module that it names, or those that have the object."""
    if isinstance(meant, Module):
        yield meant.name
        return
    written = f"{entry.module}.{entry.name}" if entry.module else entry.name
    for path in (meant.path, written, entry.name):
        home = path.rpartition(".")[0]
        while home and home not in tree.modules:  # a method belongs to a class
            home = home.rpartition(".")[0]
        if home:
            yield home


def _meant(tree: Tree, entry: Entry) -> Item | Module | None:
    for path in (f"{entry.module}.{entry.name}" if entry.module else "", entry.name):
        found = tree.lookup(path) if path else None
        if isinstance(found, Item | Module):
            return found
    return None


def _is_ours(tree: Tree, entry: Entry) -> bool:
    """Whether the entry must exist: it is in one of the project's packages, and comes from no other project."""
    full = f"{entry.module}.{entry.name}" if entry.module else entry.name
    tops = {name.partition(".")[0] for name in tree.modules}
    candidates = [path for path in (full, entry.name) if path.partition(".")[0] in tops]
    packages = [path for path in candidates if any(name.startswith(f"{path}.") for name in tree.modules)]
    return bool(candidates) and not packages and all(tree.lookup(path) is None for path in candidates)


def _is_made(tree: Tree, entry: Entry) -> bool:
    """Whether the package may make what the entry names when it is imported."""
    return any(is_made(tree, path) for path in (f"{entry.module}.{entry.name}" if entry.module else "", entry.name))


def _path(found: Item | Module) -> str:
    return found.path if isinstance(found, Item) else found.name


def _gone(entry: Entry) -> Finding:
    name = entry.name if not entry.module or entry.name.startswith(entry.module) else f"{entry.module}.{entry.name}"
    return Finding(
        entry.path, entry.line, "reference-gone", f"the page names {name}, which does not exist", key=name, moves=True
    )
