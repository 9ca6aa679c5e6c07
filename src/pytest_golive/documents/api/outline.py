"""What a module defines, as `visiting` wrote it down: read by name instead of by key."""

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
    """One parameter; *default* is its text, None where it is required."""

    name: str
    kind: int
    default: str | None = None

    @property
    def is_required(self) -> bool:
        """Whether a call must give it."""
        return self.default is None and self.kind not in {STAR, STARS}

    @property
    def is_positional(self) -> bool:
        """Whether a call may give it by its place."""
        return self.kind in {POSITIONAL_ONLY, EITHER}


@dataclass(frozen=True)
class Item:
    """One thing that a module or a class defines or imports.

    Attributes:
        row: as it was written down.
        name: in the place where it is defined.
        home: dotted path of that place.
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
        """Where it begins, from 1."""
        return int(self.row.get("l", 0))

    @property
    def target(self) -> str:
        """What an alias means."""
        return str(self.row.get("t", ""))

    @property
    def has_docstring(self) -> bool:
        """Whether it has one of its own."""
        return "doc" in self.row

    @property
    def documented(self) -> Mapping[str, Any] | None:
        """What the sections of its docstring say; see `docstrings.documented`."""
        return self.row.get("d")

    @property
    def labels(self) -> Sequence[str]:
        """What else is known: "async", "property", "staticmethod", "returns", "deprecated", …"""
        return tuple(self.row.get("x", ()))

    @property
    def raised(self) -> Sequence[str]:
        """Names of the exceptions that its own body raises."""
        return tuple(self.row.get("r", ()))

    @property
    def made_by(self) -> Sequence[str]:
        """Paths of the decorators of a function that may give it other parameters."""
        return tuple(self.row.get("made", ()))

    @property
    def deprecated_parameters(self) -> Sequence[str]:
        """Names of the parameters whose end a function warns of."""
        return tuple(self.row.get("dp", ()))

    @property
    def value(self) -> str | None:
        """The text of what an attribute is set to."""
        return self.row.get("v")

    @property
    def annotation(self) -> str:
        """The path, or the text, of an attribute's type; "" for none."""
        return str(self.row.get("a", ""))

    @property
    def bases(self) -> Sequence[str]:
        """What a class inherits from, as far as its file tells."""
        return tuple(self.row.get("b", ()))

    @property
    def decorators(self) -> Mapping[str, str]:
        """The decorators of a class, by path, as they are written."""
        return dict(self.row.get("dec", {}))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of a function, self and cls too."""
        return tuple(Parameter(*each) for each in self.row.get("p", ()))

    @cached_property
    def members(self) -> dict[str, Item]:
        """What a class defines itself, by name."""
        return {name: Item(row, name, self.path, self.file) for name, row in self.row.get("m", {}).items()}

    @property
    def is_deprecated(self) -> bool:
        """Whether it says that it is going to go; a class also by its constructor."""
        if "deprecated" in self.labels:
            return True
        makers = (self.members.get(name) for name in ("__init__", "__new__")) if self.kind == CLASS else ()
        return any(maker is not None and "deprecated" in maker.labels for maker in makers)


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes:
        row: its outline.
        name: dotted.
        file: path relative to the project's root.
    """

    row: Mapping[str, Any]
    name: str
    file: str

    @cached_property
    def members(self) -> dict[str, Item]:
        """What it defines and imports, by name."""
        return {name: Item(row, name, self.name, self.file) for name, row in self.row["m"].items()}

    @property
    def is_package(self) -> bool:
        """Whether it is the ``__init__`` of one."""
        return self.file.endswith("__init__.py")

    @property
    def is_private(self) -> bool:
        """Whether it, or a package around it, begins with an underscore."""
        return any(part.startswith("_") for part in self.name.split("."))

    @property
    def has_docstring(self) -> bool:
        """Whether it has one."""
        return "doc" in self.row

    @property
    def is_deprecated(self) -> bool:
        """Whether it warns of its end when it is imported."""
        return "deprecated" in self.row.get("x", ())

    @property
    def exports(self) -> list[str | Mapping[str, str]] | None:
        """Its ``__all__``, in which {"of": MODULE} stands for that of another; None if it has none that can be read."""
        return None if self.has_dynamic_exports else self.row.get("all")

    @property
    def has_dynamic_exports(self) -> bool:
        """Whether its ``__all__`` is computed, so that nobody can read it."""
        return "dynamic" in self.row or ("__all__" in self.row["m"] and "all" not in self.row)

    @property
    def wildcards(self) -> Sequence[str]:
        """The modules whose public names it imports by ``*``."""
        return tuple(self.row.get("w", ()))

    @cached_property
    def served(self) -> frozenset[str]:
        """Names that its ``__getattr__`` may serve."""
        return frozenset(self.row.get("g", ()))

    def own(self) -> Iterator[Item]:
        """What it defines itself."""
        return (item for item in self.members.values() if item.kind != ALIAS)
