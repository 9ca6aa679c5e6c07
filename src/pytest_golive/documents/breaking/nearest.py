"""Where something went that is no longer where it was: the same name elsewhere, or a new name in its place."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from pytest_golive.documents.api.outline import FUNCTION, Item
from pytest_golive.documents.api.public import Public, public_objects
from pytest_golive.documents.api.tree import Tree

LIKE: Final = 0.6  # how much of two names is the same where one may be the new name of the other


class Names:
    """The public objects of now, and which of them are new.

    Args:
        new: the tree of now.
        old: that of the previous release.
    """

    def __init__(self, new: Tree, old: Tree) -> None:
        self._new: list[Public] = []
        self._trees = new, old

    def now(self, gone: Public) -> tuple[str, str]:
        """Where *gone* is now, if it only moved; else "" and a guess in words: " (perhaps shop.pay.give_back now)"."""
        if not self._new:
            new, old = self._trees
            before = {path for each in public_objects(old) for path in (each.path, *each.others)}
            self._new = [each for each in public_objects(new) if not before.intersection((each.path, *each.others))]
        fit = [each for each in self._new if each.item.kind == gone.item.kind]
        same = [each.path for each in fit if each.item.name == gone.item.name]
        if len(same) == 1:
            return same[0], ""
        beside = [each for each in fit if each.path.rpartition(".")[0] == gone.path.rpartition(".")[0]]
        likely = max(beside, key=lambda each: _likeness(each.item, gone.item), default=None)
        if likely is None or _likeness(likely.item, gone.item) < LIKE:
            return "", ""
        return "", f" (perhaps it is {likely.path} now)"


def _likeness(new: Item, old: Item) -> float:
    words = SequenceMatcher(None, new.name, old.name).ratio()
    if new.kind == FUNCTION and new.row.get("p") == old.row.get("p") and old.parameters:
        words += 0.2  # the same parameters say more than letters
    return words
