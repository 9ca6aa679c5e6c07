"""Whether a docstring agrees with its signature about parameters, returns and exceptions."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from pytest_golive.documents.api.constructors import MAKERS, bound, constructor
from pytest_golive.documents.api.outline import CLASS, FUNCTION, STAR, STARS, Item, Parameter
from pytest_golive.documents.api.tree import OUTSIDE, Outside, Tree
from pytest_golive.documents.reference.values import same_value
from pytest_golive.findings import Finding

Depth = Literal["present", "matching", "complete"]
Told = Mapping[str, Any]
Untrue = Iterator[tuple[str, str, str]]  # rule, subject, message
# Raised by code that is not written yet, or is wrong: docstrings do not mention them.
UNSAID: Final = frozenset({"NotImplementedError", "AssertionError"})
# Python passes these by itself, also to a function that is put into a class later; "None" says that there is no other.
RECEIVERS = frozenset({"self", "cls"})


@dataclass(frozen=True)
class Signatures:
    """Compares docstrings with signatures.

    Attributes:
        tree: the project.
        depth: how much a docstring must explain.
    """

    tree: Tree
    depth: Depth

    def untrue(self, item: Item, path: str, *, in_class: bool) -> Iterator[Finding]:
        """What the docstring of a function or a class says wrongly, or omits.

        Args:
            item: the function or class; the docstring of its constructor counts as well.
            path: the path by which users reach it.
            in_class: whether it is a method, whose first parameter callers do not give.
        """
        if self.depth == "present":
            return
        sources = self._sources(item, in_class=in_class)
        explained = {name for source, _ in sources for name, *_ in (source.documented or {}).get("p", ())}
        spoken_of = {name for source, _ in sources for name in (source.documented or {}).get("w", ())}
        for source, parameters in sources:
            documented = source.documented or {}
            line = int(documented.get("l") or source.line)
            found = [
                *self._unknown(documented, parameters),
                *_returns(documented, source, self.depth),
                *self._raises(documented, source),
            ]
            old = {name for each in (source, *self._maker(source)) for name in each.deprecated_parameters}
            asked = [each for each in self._asked(source, parameters) if each.name not in old]
            if self.depth == "complete":
                found += _unexplained(asked, explained)
            elif documented.get("p") and _means_all(asked, explained):
                found += _unexplained(asked, explained | spoken_of)  # the text above the list may explain one
            for rule, about, words in found:
                yield Finding(source.file, line, rule, f"{path}: {words}", key=f"{path} {about}", moves=True)

    def _sources(self, item: Item, *, in_class: bool) -> list[tuple[Item, Sequence[Parameter] | None]]:
        """The docstrings about one signature, each with the signature; None if it is unknown."""
        if item.kind != CLASS:
            return [(item, bound(item, in_class=in_class))]
        made = constructor(self.tree, item)
        if made is None:
            return [(item, None)]
        is_own = made[0].home == item.path and made[0].name in MAKERS
        return [(item, made[1]), *([made] if is_own else [])]

    def _maker(self, source: Item) -> Sequence[Item]:
        made = constructor(self.tree, source) if source.kind == CLASS else None
        return () if made is None else made[:1]

    def _asked(self, source: Item, parameters: Sequence[Parameter] | None) -> Sequence[Parameter]:
        """The parameters that *source* must explain; inherited ones are explained in the base class."""
        made = constructor(self.tree, source) if source.kind == CLASS else None
        if source.kind == FUNCTION and source.made_by and self.depth != "complete":
            return ()  # a decorator may pass parameters that callers do not
        if source.kind == FUNCTION or (made is not None and made[0].home == source.path):
            return [each for each in parameters or () if each.name not in RECEIVERS]
        if made is None or made[0] is not source:
            return ()
        own = {name.lstrip("_") for name in source.members}  # the fields of a dataclass, without those of its bases
        return [each for each in parameters or () if each.name.lstrip("_") in own]

    def _unknown(self, told: Told, parameters: Sequence[Parameter] | None) -> Untrue:
        """Explained parameters that do not exist, and defaults that differ."""
        if parameters is None:
            return
        by_name = {parameter.name: parameter for parameter in parameters}
        takes_any = any(parameter.kind in {STAR, STARS} for parameter in parameters)
        for name, *default in told.get("p", ()):
            if name not in by_name:
                if not takes_any and name not in {*RECEIVERS, "None"}:
                    words = f"the docstring explains a parameter {name}, which does not exist"
                    yield "docstring-parameter-unknown", name, words
            elif default and (actual := by_name[name].default) is not None and same_value(default[0], actual) is False:
                words = f"the docstring says that {name} is {default[0]} by default, but it is {actual}"
                yield "docstring-default", name, words

    def _raises(self, told: Told, item: Item) -> Untrue:
        named = told.get("r", ())
        elsewhere = {word.rpartition(".")[2] for word in told.get("q", ()) if self._is_elsewhere(item, word)}
        for name in named:
            if name[:1].isupper() and name not in elsewhere and not self._exists(item, name):
                yield "docstring-raises-unknown", name, f"the docstring names an exception {name}, which does not exist"
        if item.kind == FUNCTION and (named or self.depth == "complete") and "stub" not in item.labels:
            for name in item.raised:
                documented = {*named, *told.get("w", ())}
                if not documented.intersection(self._kinds(item, name)) and name not in UNSAID:
                    yield "docstring-raises-missing", name, f"it raises {name}, but the docstring does not say so"

    def _kinds(self, item: Item, name: str) -> set[str]:
        """The names of an exception, here and where it is defined, and those of all its base classes."""
        module = self.tree.modules[self.tree.module_of(item)]
        member, found = module.members.get(name), self.tree.member(module, name)
        names = {name, member.target.rpartition(".")[2] if member is not None else ""}
        if isinstance(found, Item) and found.kind == CLASS:
            names.update(ancestor.path.rpartition(".")[2] for ancestor in self.tree.line_of(found))
        classes = (getattr(builtins, each, None) for each in [*names])
        return names.union(*([base.__name__ for base in each.__mro__] for each in classes if isinstance(each, type)))

    def _is_elsewhere(self, item: Item, written: str) -> bool:
        """Whether an exception is named with a module that is none of the project's: "asyncio.CancelledError"."""
        top = written.partition(".")[0]
        module = self.tree.modules[self.tree.module_of(item)]
        places = (top, f"{module.name}.{top}", f"{module.name.rpartition('.')[0]}.{top}")
        return self.tree.modules.keys().isdisjoint(places) and isinstance(
            self.tree.member(module, top) or OUTSIDE, Outside
        )

    def _exists(self, item: Item, name: str) -> bool:
        module = self.tree.modules[self.tree.module_of(item)]
        is_known = hasattr(builtins, name) or name in item.raised or name in self._names
        return is_known or self.tree.member(module, name) is not None

    @cached_property
    def _names(self) -> frozenset[str]:
        """All names in any module: an exception may come from a called function."""
        members = [(name, item) for module in self.tree.modules.values() for name, item in module.members.items()]
        return frozenset(spelling for name, item in members for spelling in (name, item.target.rpartition(".")[2]))


def _means_all(parameters: Sequence[Parameter], explained: set[str]) -> bool:
    """Whether a docstring is meant to explain all parameters: one that explains fewer than half selects some."""
    return 2 * len(explained) >= len(parameters)


def _unexplained(parameters: Sequence[Parameter], explained: set[str]) -> Untrue:
    for parameter in parameters:
        if (
            parameter.name not in explained
            and not parameter.name.startswith("_")
            and parameter.kind not in {STAR, STARS}
        ):
            yield (
                "docstring-parameter-missing",
                parameter.name,
                f"the docstring does not explain the parameter {parameter.name}",
            )


def _returns(told: Told, item: Item, depth: Depth) -> Untrue:
    if item.kind != FUNCTION or "stub" in item.labels:
        return
    gives = {"returns", "yields"}.intersection(item.labels)
    if told.get("ret") and not gives and "async" not in item.labels:
        yield "docstring-returns", "returns", "the docstring says what it returns, but it returns nothing"
    if depth == "complete" and gives and not (told.get("ret") or told.get("y")):
        yield "docstring-returns-missing", "returns", "the docstring does not say what it returns"
