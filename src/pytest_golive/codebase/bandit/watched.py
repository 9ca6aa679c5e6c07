"""A bandit context that records which properties of a call a test reads."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

Question = tuple[str, str]  # a method of bandit's context, and the module it is asked about
OWN = "bandit."  # the package of the tests that depend only on their context
NAMES = ("name", "qualname")
NODES = ("call", "node")
EMPTY = ("args", "keywords")


def name_alone(node: Any) -> str | None:
    """The name of the function that the call *node* calls, if it is a plain name."""
    return node.func.id if isinstance(node.func, ast.Name) else None


def settings_of(test: Any) -> tuple[Any, ...]:
    """The settings that *test* takes besides the context."""
    return (test._config,) if hasattr(test, "_config") else ()


class Watched:
    """Bandit's context of a call, which records whether a test reads more than the properties of its kind."""

    def __init__(self, raw_context: dict[str, Any], answer: Callable[[Question], bool]) -> None:
        self._raw = raw_context
        self._answer = answer
        self.has_shown_more = False
        self.compared: set[str] = set()  # with any name
        self.call_function_name, self.call_function_name_qual = (raw_context[name] for name in NAMES)
        self.call_args_count = len(raw_context["call"].args)
        self.call_args = Arguments(self)
        node = raw_context["node"]
        self.node = Part(node, self, {"func": Part(node.func, self, {"id": name_alone(node)})})

    def is_silent(self, test: Any) -> bool:
        """Whether *test* reports no call of this kind."""
        if not test.__module__.startswith(OWN):
            return False
        self.has_shown_more = False
        try:
            return test(self, *settings_of(test)) is None and not self.has_shown_more
        except Exception:  # noqa: BLE001 -- bandit itself reports the error
            return False

    def is_module_imported_exact(self, module: str) -> bool:
        return self._answer(("is_module_imported_exact", module))

    def is_module_imported_like(self, module: str) -> bool:
        return self._answer(("is_module_imported_like", module))

    def __getattr__(self, name: str) -> Any:
        """All other attributes, from bandit's context."""
        return getattr(self.really, name)

    @cached_property
    def really(self) -> Any:
        """Bandit's own context, with the properties that a test may read."""
        from bandit.core.context import Context

        return Context(self)

    # The methods of a dictionary that bandit's context uses:

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401 -- this is it

    def __contains__(self, key: str) -> bool:
        self.has_shown_more |= key not in NODES + NAMES
        return key in self._raw

    def __getitem__(self, key: str) -> Any:
        if key in NODES:
            return self.node
        if key in NAMES:
            return self.call_function_name_qual if key == "qualname" else self.call_function_name
        self.has_shown_more = True
        return self._raw[key]


class Arguments:
    """The arguments of a call: their number belongs to the kind, their values do not."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def __len__(self) -> int:
        return self._watched.call_args_count

    def __getitem__(self, place: Any) -> Any:
        self._watched.has_shown_more = True
        return self._watched.really.call_args[place]

    def __iter__(self) -> Iterator[Any]:
        self._watched.has_shown_more = True
        return iter(self._watched.really.call_args)


class Part:
    """A node of which a test may read the kind, some fields, and whether they are empty; reading more is recorded."""

    def __init__(self, node: Any, watched: Watched, fields: dict[str, Any]) -> None:
        self._of = node, watched, fields

    @property  # type: ignore[misc]  # what isinstance asks for
    def __class__(self) -> Any:
        return self._of[0].__class__

    def __getattr__(self, name: str) -> Any:
        node, watched, fields = self._of
        value = getattr(node, name)
        if name in fields:
            return fields[name]
        if name not in EMPTY or value:
            watched.has_shown_more = True
        return value


class AnyName:  # noqa: PLW1641 -- it has __hash__
    """A name that differs from every name it is compared with; any other use is recorded."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def __eq__(self, other: object) -> bool:
        self._watched.compared.add(str(other))
        return False

    def _shows_more(self, *_: object) -> Any:
        object.__getattribute__(self, "_watched").has_shown_more = True
        raise TypeError

    __hash__ = __str__ = __repr__ = __format__ = __bool__ = __len__ = __iter__ = __contains__ = _shows_more
    __getitem__ = __add__ = __mod__ = __mul__ = __lt__ = __le__ = __gt__ = __ge__ = __getattr__ = _shows_more

    @property  # type: ignore[misc]  # what isinstance asks for
    def __class__(self) -> Any:
        return str
