"""Whether what a docstring says of parameters, returns and exceptions is true of the signature below it."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from pytest_golive.documents.api.constructors import MAKERS, bound, constructor
from pytest_golive.documents.api.outline import CLASS, FUNCTION, STAR, STARS, Item, Parameter
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.reference.values import same_value
from pytest_golive.findings import Finding

Depth = Literal["present", "matching", "complete"]
Told = Mapping[str, Any]
Untrue = Iterator[tuple[str, str, str]]  # rule, what it is about, words
# Raised by code that is not there yet, or that is wrong: nobody writes them down.
UNSAID: Final = frozenset({"NotImplementedError", "AssertionError"})


@dataclass(frozen=True)
class Signatures:
    """Holds docstrings against signatures.

    Attributes:
        tree: the project.
        depth: how much a docstring has to say.
    """

    tree: Tree
    depth: Depth

    def untrue(self, item: Item, path: str, *, in_class: bool) -> Iterator[Finding]:
        """What the docstring of a function or a class says that is not so, or leaves out.

        Args:
            item: the function or class; the docstring of its constructor counts, too.
            path: as users reach it.
            in_class: whether it is a method, whose first parameter nobody gives.
        """
        if self.depth == "present":
            return
        sources = self._sources(item, in_class=in_class)
        explained = {name for source, _ in sources for name, *_ in (source.documented or {}).get("p", ())}
        for source, parameters in sources:
            told = source.documented or {}
            line = int(told.get("l") or source.line)
            found = [*self._unknown(told, parameters), *_returns(told, source, self.depth), *self._raises(told, source)]
            if self.depth == "complete" or (told.get("p") and _means_all(parameters, explained)):
                found += _unexplained(
                    parameters, explained, is_own=source.kind == FUNCTION or self._makes_itself(source)
                )
            for rule, about, words in found:
                yield Finding(source.file, line, rule, f"{path}: {words}", key=f"{path} {about}", moves=True)

    def _sources(self, item: Item, *, in_class: bool) -> list[tuple[Item, Sequence[Parameter] | None]]:
        """The docstrings that speak of one signature, each with it; None where nobody can tell what it is."""
        if item.kind != CLASS:
            return [(item, bound(item, in_class=in_class))]
        made = constructor(self.tree, item)
        if made is None:
            return [(item, None)]
        is_own = made[0].home == item.path and made[0].name in MAKERS
        return [(item, made[1]), *([made] if is_own else [])]

    def _makes_itself(self, item: Item) -> bool:
        """Whether it has a constructor of its own; the parameters of an inherited one are explained there."""
        made = constructor(self.tree, item)
        return made is not None and (made[0] is item or made[0].home == item.path)

    def _unknown(self, told: Told, parameters: Sequence[Parameter] | None) -> Untrue:
        """Parameters that are explained and not there, and defaults that are others."""
        if parameters is None:
            return
        by_name = {each.name: each for each in parameters}
        takes_any = any(each.kind in {STAR, STARS} for each in parameters)
        for name, *default in told.get("p", ()):
            if name not in by_name:
                if not takes_any:
                    words = f"the docstring explains a parameter {name}, and there is none"
                    yield "docstring-parameter-unknown", name, words
            elif default and (actual := by_name[name].default) is not None and same_value(default[0], actual) is False:
                words = f"the docstring says that {name} is {default[0]} by default; it is {actual}"
                yield "docstring-default", name, words

    def _raises(self, told: Told, item: Item) -> Untrue:
        named = told.get("r", ())
        for name in named:
            if name[:1].isupper() and not self._exists(item, name):
                yield "docstring-raises-unknown", name, f"the docstring names an exception {name} that is nowhere"
        if item.kind == FUNCTION and (named or self.depth == "complete") and "stub" not in item.labels:
            for name in item.raised:
                if not {name, self._own_name(item, name)}.intersection(named) and name not in UNSAID:
                    yield "docstring-raises-missing", name, f"it raises {name}, and the docstring does not say so"

    def _own_name(self, item: Item, name: str) -> str:
        """What an exception is called where it is defined, if it is imported under another name."""
        member = self.tree.modules[self.tree.module_of(item)].members.get(name)
        return member.target.rpartition(".")[2] if member is not None else ""

    def _exists(self, item: Item, name: str) -> bool:
        module = self.tree.modules[self.tree.module_of(item)]
        is_known = hasattr(builtins, name) or name in item.raised or name in self._names
        return is_known or self.tree.member(module, name) is not None

    @cached_property
    def _names(self) -> frozenset[str]:
        """All names that any module knows: an exception may come from what it calls."""
        members = [(name, item) for module in self.tree.modules.values() for name, item in module.members.items()]
        return frozenset(each for name, item in members for each in (name, item.target.rpartition(".")[2]))


def _means_all(parameters: Sequence[Parameter] | None, explained: set[str]) -> bool:
    """Whether a docstring means to explain all parameters: one that explains fewer than half makes a choice."""
    return 2 * len(explained) >= len(parameters or ())


def _unexplained(parameters: Sequence[Parameter] | None, explained: set[str], *, is_own: bool) -> Untrue:
    for each in (parameters or ()) if is_own else ():
        if each.name not in explained and not each.name.startswith("_") and each.kind not in {STAR, STARS}:
            yield "docstring-parameter-missing", each.name, f"the docstring does not explain the parameter {each.name}"


def _returns(told: Told, item: Item, depth: Depth) -> Untrue:
    if item.kind != FUNCTION or "stub" in item.labels:
        return
    gives = {"returns", "yields"}.intersection(item.labels)
    if told.get("ret") and not gives and "async" not in item.labels:
        yield "docstring-returns", "returns", "the docstring says what it returns, and it returns nothing"
    if depth == "complete" and gives and not (told.get("ret") or told.get("y")):
        yield "docstring-returns-missing", "returns", "the docstring does not say what it returns"
