"""Find where a removed object went: the same name elsewhere, or a new name in its place."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from pytest_golive.documents.api.outline import FUNCTION, Item
from pytest_golive.documents.api.public import Public, public_objects
from pytest_golive.documents.api.tree import Tree

LIKE: Final = 0.6  # the similarity of two names from which one may be a renaming of the other


class Names:
    """The current public objects, and which of them are new.

    Args:
        new: the current tree.
        old: the tree of the previous release.
    """

    def __init__(self, new: Tree, old: Tree) -> None:
        self._new: list[Public] = []
        self._trees = new, old

    def now(self, gone: Public) -> tuple[str, str]:
        """The new path of *gone* if it only moved; else "" and a guess: " (perhaps shop.pay.give_back now)"."""
        if not self._new:
            new, old = self._trees
            before = {path for entry in public_objects(old) for path in (entry.path, *entry.others)}
            self._new = [entry for entry in public_objects(new) if not before.intersection((entry.path, *entry.others))]
        fit = [entry for entry in self._new if entry.item.kind == gone.item.kind]
        same = [entry.path for entry in fit if entry.item.name == gone.item.name]
        if len(same) == 1:
            return same[0], ""
        beside = [entry for entry in fit if entry.path.rpartition(".")[0] == gone.path.rpartition(".")[0]]
        likely = max(beside, key=lambda entry: _likeness(entry.item, gone.item), default=None)
        if likely is None or _likeness(likely.item, gone.item) < LIKE:
            return "", ""
        return "", f" (perhaps it is {likely.path} now)"


def _likeness(new: Item, old: Item) -> float:
    words = SequenceMatcher(None, new.name, old.name).ratio()
    if new.kind == FUNCTION and new.row.get("p") == old.row.get("p") and old.parameters:
        words += 0.2  # equal parameters are stronger evidence than letters
    return words
