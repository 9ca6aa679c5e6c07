"""Whether a docstring agrees with its signature about parameters, returns and exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

from pytest_golive.documents.api.constructors import MAKERS, bound, constructor
from pytest_golive.documents.api.outline import CLASS, FUNCTION, Item, Parameter
from pytest_golive.documents.api.tree import Outside, Tree
from pytest_golive.documents.reference import parameters
from pytest_golive.documents.reference.exceptions import Exceptions
from pytest_golive.documents.reference.parameters import RECEIVERS, Explained
from pytest_golive.documents.reference.statements import DOUBT, SURE, Certainty, Statement, Statements, Told
from pytest_golive.findings import Finding

Depth = Literal["present", "matching", "complete"]
INTERFACE: Final = "Interface"  # of zope: its methods have no self
SHAPES: Final = frozenset({INTERFACE, "Protocol"})  # classes whose methods only show what others return


@dataclass
class Signatures:
    """Compares docstrings with signatures.

    Attributes:
        tree: the project.
        depth: how much a docstring must explain.
        lists: how many docstrings list the parameters of a signature that has more than one.
        whole: how many of them explain all.
    """

    tree: Tree
    depth: Depth
    lists: int = 0
    whole: int = 0
    exceptions: Exceptions = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what is looked up in the whole tree."""
        self.exceptions = Exceptions(self.tree)

    def judge(self, item: Item, path: str, *, in_class: bool) -> Iterator[tuple[Finding, Certainty]]:
        """What the docstring of a function or a class says wrongly, or omits, each with how sure that is.

        Args:
            item: the function or class; the docstring of its constructor counts as well.
            path: the path by which users reach it.
            in_class: whether it is a method, whose first parameter callers do not give.
        """
        if self.depth == "present":
            return
        sources = self._sources(item, in_class=in_class)
        told = [source.documented or {} for source, _ in sources]
        explained = parameters.explained_by(told, [*self._above(item), *self._of_bases(item)])
        for (source, signature), documented in zip(sources, told, strict=True):
            line = int(documented.get("l") or source.line)
            found = [
                *self._unknown(source, documented, signature, explained),
                *self._returns(documented, source, item),
                *self.exceptions.judge(documented, source, is_complete=self.depth == "complete"),
                *self._missing(source, documented, signature or (), explained),
            ]
            for each in found:
                words = f"{path}: {each.words}"
                key = f"{path} {each.about}"
                yield Finding(source.file, line, each.rule, words, key=key, moves=True), each.certainty

    def _sources(self, item: Item, *, in_class: bool) -> list[tuple[Item, Sequence[Parameter] | None]]:
        """The docstrings about one signature, each with the signature; None if it is unknown."""
        if item.kind != CLASS:
            return [(item, bound(item, in_class=in_class and not self._is_shape(item, frozenset({INTERFACE}))))]
        made = constructor(self.tree, item)
        if made is None:
            return [(item, None)]
        is_own = made[0].home == item.path and made[0].name in MAKERS
        return [(item, made[1]), *([made] if is_own else [])]

    def _unknown(
        self, source: Item, told: Told, signature: Sequence[Parameter] | None, explained: Explained
    ) -> Statements:
        if signature is None:
            return iter(())
        in_class = source.kind == CLASS
        is_changed = bool(source.made_by) or (in_class and not signature)
        told = {**told, "v": _unclear(source, told)}
        return parameters.unknown(told, signature, explained, is_changed=is_changed, in_class=in_class)

    def _missing(self, source: Item, told: Told, signature: Sequence[Parameter], explained: Explained) -> Statements:
        """Parameters without an explanation; below "complete", only where the docstring lists most of them."""
        old = {name for each in (source, *self._maker(source)) for name in each.deprecated_parameters}
        asked = [each for each in self._asked(source, signature) if each.name not in old]
        if self.depth == "complete":
            strict = Explained(explained.names, beside=explained.beside)
            for each in parameters.unexplained(asked, signature, strict, ()):
                yield replace(each, certainty=SURE)
        elif told.get("p") and 2 * len(explained.names) >= len(asked):
            found = [*parameters.unexplained(asked, signature, explained, _unclear(source, told))]
            if len([*filter(parameters.is_explainable, asked)]) > 1:
                self.lists += 1
                self.whole += all(each.certainty == DOUBT for each in found)
            yield from found

    def _maker(self, source: Item) -> Sequence[Item]:
        made = constructor(self.tree, source) if source.kind == CLASS else None
        return () if made is None else made[:1]

    def _asked(self, source: Item, signature: Sequence[Parameter]) -> Sequence[Parameter]:
        """The parameters that *source* must explain; inherited ones are explained in the base class."""
        made = constructor(self.tree, source) if source.kind == CLASS else None
        if source.kind == FUNCTION and source.made_by and self.depth != "complete":
            return ()  # a decorator may pass parameters that callers do not
        if source.kind == FUNCTION or (made is not None and made[0].home == source.path):
            return [each for each in signature if each.name not in RECEIVERS]
        if made is None or made[0] is not source:
            return ()
        own = {name.lstrip("_") for name in source.members}  # the fields of a dataclass, without those of its bases
        return [each for each in signature if each.name.lstrip("_") in own]

    def _above(self, item: Item) -> list[Told]:
        """What the same method of the bases explains."""
        owner = self._owner(item)
        others = self.tree.line_of(owner)[1:] if owner is not None else ()
        found = (each.members.get(item.name) for each in others if isinstance(each, Item))
        return [each.documented or {} for each in found if each is not None]

    def _of_bases(self, item: Item) -> list[Told]:
        """What the bases of a class explain, or their constructors."""
        bases = [each for each in self.tree.line_of(item)[1:] if isinstance(each, Item)] if item.kind == CLASS else []
        makers = (maker for each in bases for name in MAKERS if (maker := each.members.get(name)) is not None)
        return [each.documented or {} for each in (*bases, *makers)]

    def _owner(self, item: Item) -> Item | None:
        """The class of a method; None for a function."""
        found = self.tree.lookup(item.home) if item.kind == FUNCTION else None
        return found if isinstance(found, Item) and found.kind == CLASS else None

    def _is_shape(self, item: Item, names: frozenset[str]) -> bool:
        """Whether a method only shows what others implement: in a protocol, or an interface."""
        owner = self._owner(item)
        line = self.tree.line_of(owner) if owner is not None else ()
        return any(isinstance(each, Outside) and each.path.rpartition(".")[2] in names for each in line)

    def _returns(self, told: Told, source: Item, item: Item) -> Statements:
        """A return that is documented and never comes; calling a class does return something."""
        if source.kind != FUNCTION or item.kind == CLASS or {"stub", "abstractmethod"}.intersection(source.labels):
            return
        gives = {"returns", "yields"}.intersection(source.labels)
        if told.get("ret") and not gives and "async" not in source.labels and not self._is_shape(source, SHAPES):
            words = "the docstring says what it returns, but it returns nothing"
            is_unsure = bool(source.made_by) or source.path in self._overridden
            yield Statement("docstring-returns", "returns", words, DOUBT if is_unsure else SURE)
        if self.depth == "complete" and gives and not (told.get("ret") or told.get("y")):
            words = "the docstring does not say what it returns"
            yield Statement("docstring-returns-missing", "returns", words)

    @cached_property
    def _overridden(self) -> frozenset[str]:
        """The methods of which a subclass has one that returns something."""
        classes = [item for module in self.tree.modules.values() for item in module.own() if item.kind == CLASS]
        return frozenset(
            f"{base.path}.{name}"
            for each in classes
            for name, member in each.members.items()
            if "returns" in member.labels
            for base in self.tree.line_of(each)[1:]
            if isinstance(base, Item) and name in base.members
        )


def _unclear(source: Item, told: Told) -> list[str]:
    """The documented names that may be none of parameters: words of a sentence, or attributes of the class."""
    listed = (name for name, *_ in told.get("p", ())) if source.kind == CLASS else ()
    return [*told.get("v", ()), *(name for name in listed if name in source.members)]
