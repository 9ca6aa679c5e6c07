"""Compare two values of two OpenAPI documents: through references, loops and aliases, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

IGNORED: Final = frozenset({"servers"})  # a deployment's address is no part of the interface
MOST: Final = 20  # differences of one operation that are shown
LONGEST: Final = 60  # characters of a value that are shown
MISSING: Final = object()
Difference = tuple[str, str]  # the place below the operation, and the difference there


@dataclass
class Pair:
    """The committed document and the served one, with what is already compared."""

    committed: Mapping[str, Any]
    served: Mapping[str, Any]
    _equal: dict[tuple[int, int], bool] = field(default_factory=dict)
    _assumed: list[tuple[int, int]] = field(default_factory=list)
    _kept: list[Any] = field(default_factory=list)  # keeps the objects alive, so that no id is used twice

    def differences(self, first: Any, second: Any, place: str = "") -> Iterator[Difference]:
        """The differences between *first*, of the committed document, and *second*, of the served one."""
        if self.same(first, second):
            return
        yield from self._inside(first, second, place, set())

    def same(self, first: Any, second: Any) -> bool:
        """Whether both mean the same; a comparison that is still running counts as equal until it ends."""
        first, second = resolved(first, self.committed), resolved(second, self.served)
        if not isinstance(first, Mapping | list) or not isinstance(second, Mapping | list):
            return _scalars_same(first, second)
        key = id(first), id(second)
        if key in self._equal:
            return self._equal[key]
        self._equal[key] = True
        self._kept += (first, second)
        started = len(self._assumed)
        self._assumed.append(key)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            result = self._mappings_same(first, second)
        elif isinstance(first, list) and isinstance(second, list):
            result = len(first) == len(second) and not any(self._unmatched(first, second))
        else:
            result = False
        if not result:
            # Pairs that counted as equal because these were assumed equal must be compared again.
            for assumed in self._assumed[started:]:
                if self._equal[assumed]:
                    del self._equal[assumed]
            del self._assumed[started:]
        self._equal[key] = result
        return result

    def _mappings_same(self, first: Mapping[Any, Any], second: Mapping[Any, Any]) -> bool:
        one, other = _members(first), _members(second)
        return one.keys() == other.keys() and all(self.same(one[key], other[key]) for key in one)

    def _unmatched(self, first: list[Any], second: list[Any]) -> tuple[list[Any], list[Any]]:
        """The items of either list without a counterpart in the other, in any order."""
        if len(first) == len(second) and all(self.same(one, other) for one, other in zip(first, second, strict=True)):
            return [], []
        left, rest = [], [*second]
        for one in first:
            place = next((number for number, other in enumerate(rest) if self.same(one, other)), None)
            if place is None:
                left.append(one)
            else:
                del rest[place]
        return left, rest

    def _inside(self, first: Any, second: Any, place: str, seen: set[tuple[int, int]]) -> Iterator[Difference]:
        first, second = resolved(first, self.committed), resolved(second, self.served)
        if (key := (id(first), id(second))) in seen or self.same(first, second):
            return
        seen.add(key)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            one, other = _members(first), _members(second)
            for name in sorted({*one, *other}):
                below = f"{place}.{name}" if place else name
                if name not in other:
                    yield below, f"committed {_shown(one[name])}, not served"
                elif name not in one:
                    yield below, f"served {_shown(other[name])}, not committed"
                else:
                    yield from self._inside(one[name], other[name], below, seen)
        elif isinstance(first, list) and isinstance(second, list):
            yield from self._lists(first, second, place, seen)
        else:
            yield place, f"committed {_shown(first)}, served {_shown(second)}"

    def _lists(
        self, first: list[Any], second: list[Any], place: str, seen: set[tuple[int, int]]
    ) -> Iterator[Difference]:
        left, rest = self._unmatched(first, second)
        if len(left) == len(rest) and all(isinstance(item, Mapping) for item in (*left, *rest)):
            for one, other in zip(left, rest, strict=True):
                yield from self._inside(one, other, f"{place}[{_name(resolved(one, self.committed))}]", seen)
            return
        for one in left:
            yield place, f"committed {_shown(resolved(one, self.committed))}, not served"
        for other in rest:
            yield place, f"served {_shown(resolved(other, self.served))}, not committed"


def resolved(value: Any, root: Mapping[str, Any]) -> Any:
    """The value of a reference inside the document *root*; a broken reference, or a loop of them, is its own value."""
    seen: set[str] = set()
    while isinstance(value, Mapping) and isinstance(ref := value.get("$ref"), str) and ref.startswith("#"):
        if ref in seen:
            return value
        seen.add(ref)
        found = _at(root, ref)
        if found is MISSING:
            return value
        value = found
    return value


def _members(of: Mapping[Any, Any]) -> dict[str, Any]:
    """Its members without the servers; the statuses 200 and "200" are the same."""
    return {str(key): value for key, value in of.items() if key not in IGNORED}


def _at(root: Mapping[str, Any], ref: str) -> Any:
    value: Any = root
    for part in unquote(ref[1:]).split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value.get(name, value.get(int(name), MISSING) if name.isdecimal() else MISSING)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return MISSING
    return value


def _scalars_same(first: Any, second: Any) -> bool:
    if isinstance(first, bool) is not isinstance(second, bool):
        return False
    if isinstance(first, str) and isinstance(second, str):
        return first.strip() == second.strip()
    return bool(first == second)


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("title") or value.get("type") or "…")
    return _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(list(map(str, value))[:5])}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"a list of {len(value)}"
    text = " ".join(str(value).split())
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
