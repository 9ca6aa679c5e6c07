"""Whether the exceptions that a docstring names exist, and whether it names those that its function raises."""

from __future__ import annotations

import builtins
import difflib
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_golive.documents.api.outline import ALIAS, CLASS, FUNCTION, Item
from pytest_golive.documents.api.tree import OUTSIDE, Outside, Tree
from pytest_golive.documents.reference.statements import DOUBT, SURE, Certainty, Statement, Statements, Told

# Raised by code that is not written yet, or is wrong: docstrings do not mention them.
UNSAID: Final = frozenset({"NotImplementedError", "AssertionError"})
NEAR: Final = 0.8  # of two names of which one is likely the other's new spelling
# Exceptions of the standard library that come out of functions which a module calls, and never imports by name.
STANDARD: Final = frozenset({
    "AddressValueError", "BadGzipFile", "BadZipFile", "BrokenExecutor", "CalledProcessError", "CancelledError",
    "CertificateError", "DatabaseError", "Empty", "Full", "HTTPError", "HTTPException", "IncompleteReadError",
    "IntegrityError", "InvalidOperation", "InvalidStateError", "JSONDecodeError", "LZMAError",
    "LimitOverrunError", "NetmaskValueError", "NoOptionError", "NoSectionError", "OperationalError",
    "PackageNotFoundError", "ParseError", "ParsingError", "PickleError", "PicklingError", "QueueEmpty", "QueueFull",
    "ReadError", "SMTPException", "SSLError", "SubprocessError", "TOMLDecodeError", "TarError", "TimeoutExpired",
    "URLError", "UnpicklingError", "UnsupportedOperation", "ZoneInfoNotFoundError",
})  # fmt: skip


@dataclass(frozen=True)
class Exceptions:
    """Compares the exceptions in docstrings with the code."""

    tree: Tree

    def judge(self, told: Told, item: Item, *, is_complete: bool) -> Statements:
        """What the docstring of *item* says of exceptions; *is_complete* asks for all of them."""
        named = told.get("r", ())
        written = {word.rpartition(".")[2]: word for word in told.get("q", ())}
        elsewhere = {name for name, word in written.items() if self._is_elsewhere(item, word)}
        for name in named:
            if name[:1].isupper() and name not in elsewhere and not self._exists(item, name):
                words = f"the docstring names an exception {name}, which does not exist"
                certainty: Certainty = SURE if self._is_ours(name, written.get(name, "")) else DOUBT
                yield Statement("docstring-raises-unknown", name, words, certainty)
        if item.kind == FUNCTION and (named or is_complete) and "stub" not in item.labels:
            for name in item.raised:
                documented = {*named, *told.get("w", ())}
                if not documented.intersection(self._kinds(item, name)) and name not in UNSAID:
                    # Few maintainers list every exception that says that an argument is wrong.
                    words = f"it raises {name}, but the docstring does not say so"
                    yield Statement("docstring-raises-missing", name, words, SURE if is_complete else DOUBT)

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

    def _is_ours(self, name: str, written: str) -> bool:
        """Whether an exception that is nowhere must be the project's own: a function of others may raise theirs."""
        if written.partition(".")[0] in self._tops:
            return True
        if difflib.get_close_matches(name, self._classes, 1, NEAR):
            return True
        return not self._uses_others and name not in STANDARD

    @cached_property
    def _names(self) -> frozenset[str]:
        """All names in any module: an exception may come from a called function."""
        members = [(name, item) for module in self.tree.modules.values() for name, item in module.members.items()]
        return frozenset(spelling for name, item in members for spelling in (name, item.target.rpartition(".")[2]))

    @cached_property
    def _classes(self) -> list[str]:
        return [item.name for module in self.tree.modules.values() for item in module.own() if item.kind == CLASS]

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self.tree.modules)

    @cached_property
    def _uses_others(self) -> bool:
        """Whether any module imports another project, whose exceptions may come through."""
        items = (item for module in self.tree.modules.values() for item in module.members.values())
        tops = {item.target.partition(".")[0] for item in items if item.kind == ALIAS}
        return bool(tops - self._tops - sys.stdlib_module_names - {"", "__future__"})
