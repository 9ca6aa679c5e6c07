"""Whether a name that a document shows is that of a changed file, another one, or not told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from pytest_golive.documents.evidence.mentions import Mention
from pytest_golive.documents.evidence.page import Page
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.freshness.change import STANDARD

Whose = Literal["own", "other", "not told"]
HUMPS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Subject:
    """A name of the changed file at *path*: of its top level, or in the class *owner*."""

    path: str
    name: str
    owner: str
    page: Page
    standing: Standing

    def whose(self, mention: Mention) -> Whose:
        """Whose a mention of the name is."""
        return self._method(mention.place) if self.owner else self._top(mention.place, mention.name)

    def comes_from(self, module: str) -> bool:
        """Whether what is imported from *module* is the name: of the file, or of a package around it."""
        own = self.standing.dotted_of(self.path)
        return bool(own) and (module == own or own.startswith(f"{module}.")) and not module.startswith(".")

    def is_gone(self, mention: Mention) -> bool:
        """Whether the name of the top level is not to be had where a mention takes it from."""
        place, wholes = mention.place, self.page.imported.get((*mention.place, mention.name)[0], frozenset())
        if not place:
            modules = {whole.rpartition(".")[0] for whole in wholes}
        elif wholes:
            modules = {".".join((whole, *place[1:])) for whole in wholes}
        else:
            whole = ".".join(place)
            modules = {whole if self.standing.modules(whole) else self.standing.dotted_of(self.path)}
        return all(self.is_lost(module) for module in modules)

    def is_lost(self, module: str) -> bool:
        """Whether *module* has the name no more."""
        return not any(self.standing.has(path, self.name) for path in self.standing.modules(module))

    def _top(self, place: tuple[str, ...], name: str) -> Whose:
        page = self.page
        if not place:
            return self._bare(name)
        first, *rest = place
        if wholes := page.imported.get(first):
            dotted = {".".join((whole, *rest)) for whole in wholes}
            return "own" if any(self.comes_from(each) for each in dotted) else "other"
        if first in page.bound or first in page.made:
            return "other"
        own = self.standing.dotted_of(self.path).split(".")
        whole = ".".join(place)
        if self.comes_from(whole):
            return "own"
        is_tail = own[-len(place) :] == [*place] and first not in STANDARD
        return "own" if is_tail and (len(place) > 1 or self.page.said.words.issuperset(own[:1])) else "other"

    def _bare(self, name: str) -> Whose:
        """Whose a name is that stands alone."""
        page = self.page
        if wholes := page.imported.get(name):
            return "own" if any(self._is_here(whole) for whole in wholes) else "other"
        if name in page.bound:
            return "other"
        is_taken = any(map(self.comes_from, page.starred)) and self.standing.homes(name) <= {self.path}
        return "own" if is_taken else "not told"

    def _is_here(self, whole: str) -> bool:
        module, _, name = whole.rpartition(".")
        return name == (self.owner or self.name) and self.comes_from(module)

    def _method(self, place: tuple[str, ...]) -> Whose:
        owner, page = self.owner, self.page
        if not place:
            return "not told"
        *before, last = place
        if last == owner:
            return self._class((*before,))
        if makers := page.made.get(last):
            ends = {(*maker.split("."),) for maker in makers}
            if all(each[-1] == owner for each in ends):
                return self._class(min(ends)[:-1])
            return "other"
        # What has the class's own name may be one of it: "till.add()" of a `Till`, if nothing else has an "add".
        is_alike = HUMPS.sub("_", owner).lower() == last.lower() and owner in page.words and last not in page.imported
        return "own" if is_alike and not before and self.standing.is_nowhere(self.name) else "other"

    def _class(self, place: tuple[str, ...]) -> Whose:
        """Whose the class is."""
        found = self._top(place, self.owner)
        if found == "not told":
            homes = self.standing.homes(self.owner)
            return "own" if homes <= {self.path} else "not told"
        return found
