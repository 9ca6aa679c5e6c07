"""Whether the reference lists every public object, and whether everything it lists exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from pytest_golive.documents.api.outline import FUNCTION, Item, Module
from pytest_golive.documents.api.public import Public, is_fallback, is_helper, is_made, public_objects
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.reference.pages import Entry, Pages
from pytest_golive.documents.reference.promises import Promises, is_asked
from pytest_golive.findings import Finding


class Binding(Protocol):
    """What tells which names the sources have."""

    def bind(self, word: str) -> bool:
        """Whether any source has the word as a name."""

    def has_module(self, dotted: str) -> bool:
        """Whether a module of this dotted path is among them."""


@dataclass
class Standing:
    """The reference, compared with the code.

    Attributes:
        objects: how many public objects were looked up.
        lacking: public objects that are on no page.
        gone: entries for objects that do not exist.
        unsure: those of both kinds that are worth a look: what builds the pages, or runs the package, may have them.
        apart: modules with public objects that no page mentions.
    """

    objects: int = 0
    lacking: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)
    unsure: list[Finding] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


def compare(
    tree: Tree,
    pages: Pages,
    by_name: Collection[str] = frozenset(),
    words: Collection[str] = frozenset(),
    sources: Binding | None = None,
) -> Standing:
    """Compare the pages with the code.

    Looked for is what ``__all__`` or the import of a package offers to users, unless it is deprecated: at the top, and
    in each module of which the pages speak. Of a module that they leave out as a whole, nobody can tell whether it is
    meant for users; these are named.

    Args:
        tree: the project.
        pages: the entries of the pages.
        by_name: names under which a page lists an object without an entry.
        words: all words of the documents; what they speak of may be explained there.
        sources: the names that the sources have anywhere; None if there is nothing but *tree*.
    """
    found = Standing()
    stands = _Stands(frozenset(by_name))
    for entry in pages.entries:
        meant = _meant(tree, entry)
        if meant is None:
            _judge_gone(found, tree, entry, sources)
            continue
        stands.paths.add(_path(meant))
        stands.spoken.update(_modules(tree, meant, entry))
        if entry.is_whole or isinstance(meant, Item):
            stands.whole.add(_path(meant))
    _judge_lacking(found, tree, stands, pages.filler, words)
    return found


@dataclass
class _Stands:
    """What the pages have: names in their text, paths of entries, those with their members, and their modules."""

    named: frozenset[str]
    paths: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)

    def have(self, public: Public) -> bool:
        """Whether the object stands there; a module that does, with its members, has what it defines or offers."""
        every = (public.item.path, public.path, *public.others)
        homes = {path.rpartition(".")[0] for path in every}
        return not (
            self.paths.isdisjoint(every)
            and self.whole.isdisjoint(homes)
            and self.named.isdisjoint((*every, public.item.name))
        )


def _judge_gone(found: Standing, tree: Tree, entry: Entry, sources: Binding | None) -> None:
    """An entry that leads to nothing; if any source has the last of its names, that may be what it means."""
    if not entry.is_looked_up:
        return
    if _is_ours(tree, entry):
        if sources and any(_is_left_out(tree, path, sources) for path in entry.readings):
            return
        is_bound = sources is not None and sources.bind(entry.name.rpartition(".")[2])
        (found.unsure if is_bound else found.gone).append(_gone(tree, entry))
    elif any(is_made(tree, path) for path in entry.readings):
        found.unsure.append(_gone(tree, entry))


def _is_left_out(tree: Tree, path: str, sources: Binding) -> bool:
    """Whether the sources have the module of a path, which is none of the API: it has tests, or is excluded."""
    parts = path.split(".")
    places = [".".join(parts[:end]) for end in range(2, len(parts) + 1)]
    return any(place not in tree.modules and sources.has_module(place) for place in places)


def _judge_lacking(found: Standing, tree: Tree, stands: _Stands, filler: str, words: Collection[str]) -> None:
    asked: list[Public] = []
    apart: set[str] = set()
    for public in public_objects(tree):
        if not is_asked(public):
            continue
        every = (public.item.path, public.path, *public.others)
        declaring = {home for path in every if _declares(tree, home := path.rpartition(".")[0])}
        if any("." not in home or home in stands.spoken for home in declaring):
            asked.append(public)
        else:
            apart.update(declaring)
    lacking = [public for public in asked if not stands.have(public)]
    promises = Promises(tree, asked, lacking)
    for public in lacking:
        item, every = public.item, (public.item.path, public.path, *public.others)
        is_unsure = bool(filler) or item.name in words or is_fallback(tree, item)
        is_unsure = is_unsure or (item.kind == FUNCTION and is_helper(tree, every))
        told = f"{public.path} is public, but no reference page names it"
        finding = Finding(item.file, item.line, "reference-lacks", told, key=public.path, moves=True)
        (found.unsure if is_unsure or not promises.hold(public) else found.lacking).append(finding)
    found.objects, found.apart = len(asked), sorted(apart)


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
    for path in entry.readings:
        found = tree.lookup(path)
        if isinstance(found, Item | Module):
            return found
    return None


def _is_ours(tree: Tree, entry: Entry) -> bool:
    """Whether the entry must exist: it is in one of the project's packages, and comes from no other project."""
    tops = {name.partition(".")[0] for name in tree.modules}
    candidates = [path for path in entry.readings if path.partition(".")[0] in tops]
    packages = [path for path in candidates if any(name.startswith(f"{path}.") for name in tree.modules)]
    return bool(candidates) and not packages and all(tree.lookup(path) is None for path in candidates)


def _path(found: Item | Module) -> str:
    return found.path if isinstance(found, Item) else found.name


def _gone(tree: Tree, entry: Entry) -> Finding:
    """The finding, with the path that is meant: what it would stand in is there, if any of its readings has that."""
    homes = ((path, tree.lookup(path.rpartition(".")[0])) for path in entry.readings)
    name = next((path for path, home in homes if isinstance(home, Item | Module)), entry.name)
    words = f"the page names {name}, which does not exist"
    return Finding(entry.path, entry.line, "reference-gone", words, key=name, moves=True)
