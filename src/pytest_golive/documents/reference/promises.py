"""Which objects a project promises to its users literally, in a package that its reference documents by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.documents.api.outline import CLASS, FUNCTION
from pytest_golive.documents.api.public import Public
from pytest_golive.documents.api.tree import Tree

HOOKS: Final = frozenset({"load_ipython_extension", "unload_ipython_extension"})  # a program calls them by name


def is_asked(public: Public) -> bool:
    """Whether users may look the object up: a class or function that the project offers."""
    item = public.item
    is_offered = public.is_declared and item.kind in {CLASS, FUNCTION} and not item.is_deprecated
    name = public.path.rpartition(".")[2]
    is_for_programs = name in HOOKS or "_pytesttester" in item.path.split(".")
    return is_offered and not name.startswith("_") and not is_for_programs


class Promises:
    """The modules that promise names, and how many of these names the reference has.

    An import alone is no promise: a package may import a name for itself. A literal ``__all__`` is one, and so is
    ``import NAME as NAME``. A reference that has less than two thirds of what a module promises makes a choice.
    """

    def __init__(self, tree: Tree, asked: Sequence[Public], lacking: Sequence[Public]) -> None:
        self._tree = tree
        promised = Counter(home for public in asked for home in self._homes(public))
        missed = Counter(home for public in lacking for home in self._homes(public))
        self._by_hand = {home for home, count in promised.items() if 3 * (count - missed[home]) >= 2 * count}

    def hold(self, public: Public) -> bool:
        """Whether the reference must have an object."""
        return any(home in self._by_hand for home in self._homes(public))

    def _homes(self, public: Public) -> Iterator[str]:
        """The modules that promise an object."""
        for path in dict.fromkeys((public.item.path, public.path, *public.others)):
            home, _, name = path.rpartition(".")
            module = self._tree.modules.get(home)
            if module is None or module.is_private:
                continue
            literal = [export for export in module.exports or () if isinstance(export, str)]
            if name in literal or name in module.row.get("as", ()):
                yield home
