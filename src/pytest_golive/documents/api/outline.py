"""Access by name to the outline of a module, which `visiting` stores under short keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

POSITIONAL_ONLY, EITHER, STAR, KEYWORD_ONLY, STARS = range(5)
KIND_WORDS: Final = ("positional-only", "positional or keyword", "*args", "keyword-only", "**kwargs")
ALIAS, FUNCTION, CLASS, ATTRIBUTE = "afcv"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; *default* is the text of its default, None if it is required."""

    name: str
    kind: int
    default: str | None = None

    @property
    def is_required(self) -> bool:
        """Whether a call must pass it."""
        return self.default is None and self.kind not in {STAR, STARS}

    @property
    def is_positional(self) -> bool:
        """Whether a call may pass it by position."""
        return self.kind in {POSITIONAL_ONLY, EITHER}


@dataclass(frozen=True)
class Item:
    """One thing that a module or a class defines or imports.

    Attributes:
        row: its stored outline.
        name: its name where it is defined.
        home: dotted path of the module or class that defines it.
        file: path of the file, relative to the project's root.
    """

    row: Mapping[str, Any]
    name: str
    home: str
    file: str

    @property
    def path(self) -> str:
        """Its dotted path."""
        return f"{self.home}.{self.name}"

    @property
    def kind(self) -> str:
        """One of ALIAS, FUNCTION, CLASS, ATTRIBUTE."""
        return str(self.row["k"])

    @property
    def line(self) -> int:
        """Its first line, from 1."""
        return int(self.row.get("l", 0))

    @property
    def target(self) -> str:
        """The path that an alias refers to."""
        return str(self.row.get("t", ""))

    @property
    def has_docstring(self) -> bool:
        """Whether it has its own docstring."""
        return "doc" in self.row

    @property
    def documented(self) -> Mapping[str, Any] | None:
        """The contents of its docstring's sections; see `docstrings.documented`."""
        return self.row.get("d")

    @property
    def labels(self) -> Sequence[str]:
        """Further facts: "async", "property", "staticmethod", "returns", "deprecated", …"""
        return tuple(self.row.get("x", ()))

    @property
    def raised(self) -> Sequence[str]:
        """Names of the exceptions that its own body raises."""
        return tuple(self.row.get("r", ()))

    @property
    def made_by(self) -> Sequence[str]:
        """Paths of the decorators that may change a function's parameters."""
        return tuple(self.row.get("made", ()))

    @property
    def deprecated_parameters(self) -> Sequence[str]:
        """Names of the parameters that a function warns are deprecated."""
        return tuple(self.row.get("dp", ()))

    @property
    def value(self) -> str | None:
        """The source text of an attribute's value."""
        return self.row.get("v")

    @property
    def annotation(self) -> str:
        """The path or the text of an attribute's type; "" if it has none."""
        return str(self.row.get("a", ""))

    @property
    def bases(self) -> Sequence[str]:
        """The base classes, as far as the file shows them."""
        return tuple(self.row.get("b", ()))

    @property
    def decorators(self) -> Mapping[str, str]:
        """The decorators of a class as written, by path."""
        return dict(self.row.get("dec", {}))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of a function, including self and cls."""
        return tuple(Parameter(*row) for row in self.row.get("p", ()))

    @cached_property
    def members(self) -> dict[str, Item]:
        """The members that a class itself defines, by name."""
        return {name: Item(row, name, self.path, self.file) for name, row in self.row.get("m", {}).items()}

    @property
    def is_deprecated(self) -> bool:
        """Whether it is marked as deprecated; for a class, its constructor counts, too."""
        if "deprecated" in self.labels:
            return True
        makers = (self.members.get(name) for name in ("__init__", "__new__")) if self.kind == CLASS else ()
        return any(maker is not None and "deprecated" in maker.labels for maker in makers)


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes:
        row: its outline.
        name: its dotted name.
        file: its path, relative to the project's root.
    """

    row: Mapping[str, Any]
    name: str
    file: str

    @cached_property
    def members(self) -> dict[str, Item]:
        """The names it defines and imports."""
        return {name: Item(row, name, self.name, self.file) for name, row in self.row["m"].items()}

    @property
    def is_package(self) -> bool:
        """Whether it is the ``__init__`` of a package."""
        return self.file.endswith("__init__.py")

    @property
    def is_private(self) -> bool:
        """Whether its name, or that of a package around it, begins with an underscore."""
        return any(part.startswith("_") for part in self.name.split("."))

    @property
    def has_docstring(self) -> bool:
        """Whether it has a docstring."""
        return "doc" in self.row

    @property
    def is_deprecated(self) -> bool:
        """Whether it warns on import that it is deprecated."""
        return "deprecated" in self.row.get("x", ())

    @property
    def exports(self) -> list[str | Mapping[str, str]] | None:
        """Its ``__all__``, with {"of": MODULE} for that of another module; None if it has none that can be read."""
        return None if self.has_dynamic_exports else self.row.get("all")

    @property
    def has_dynamic_exports(self) -> bool:
        """Whether its ``__all__`` is computed, so that it cannot be read from the source."""
        return "dynamic" in self.row or ("__all__" in self.row["m"] and "all" not in self.row)

    @property
    def wildcards(self) -> Sequence[str]:
        """The modules whose public names it imports with ``*``."""
        return tuple(self.row.get("w", ()))

    @cached_property
    def served(self) -> frozenset[str]:
        """Names that its ``__getattr__`` may provide; "*" stands for any name."""
        return frozenset((*self.row.get("g", ()), *self.row.get("any", ())))

    def own(self) -> Iterator[Item]:
        """The items that it defines itself."""
        return (item for item in self.members.values() if item.kind != ALIAS)
