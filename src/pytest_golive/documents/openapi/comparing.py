"""The committed OpenAPI document, held against what the target serves, path by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pytest_golive.documents.openapi.reading import Document
from pytest_golive.documents.openapi.walking import MOST, Pair, resolved
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
ABOUT: Final = ("title", "version")


@dataclass(frozen=True)
class Served:
    """What is different between a committed document and the one that a target serves.

    Attributes:
        path: of the committed one.
        source: where the other came from, in words.
        operations: how many the committed one has.
        found: the differences.
    """

    path: str
    source: str
    operations: int
    found: tuple[Finding, ...]


def compare(path: str, committed: Document, served: Document, source: str) -> Served:
    """Compare them; order and server URLs do not count.

    Args:
        path: of the committed document.
        committed: what it holds.
        served: what the target serves.
        source: where that came from.

    Raises:
        CannotMeasure: one of them nests too deeply.
    """
    try:
        return Served(path, source, len(operations(committed)), tuple(_found(path, Pair(committed, served))))
    except RecursionError:
        raise CannotMeasure(f"{path}, or what {source} serves, nests too deeply to be compared", "flatten it") from None


def _found(path: str, pair: Pair) -> Iterator[Finding]:
    first, second = operations(pair.committed), operations(pair.served)
    yield from _about(pair, path)
    for name in sorted({*first, *second}):
        if name not in second:
            yield _finding(path, "openapi-not-served", name, "it is committed, and the target does not serve it")
        elif name not in first:
            yield _finding(path, "openapi-not-committed", name, "the target serves it, and it is not committed")
        else:
            differences = pair.differences(first[name], second[name])
            for place, what in islice(differences, MOST):
                yield _finding(path, "openapi-differs", f"{name} {place}".strip(), what)


def operations(document: Document) -> dict[str, dict[str, Any]]:
    """All operations by method and path, each with what its path and its document say for it."""
    found: dict[str, dict[str, Any]] = {}
    for group in ("paths", "webhooks"):
        for path, item in _mapping(document.get(group)).items():
            whole = _resolved(document, item)
            for method in METHODS:
                operation = _mapping(whole.get(method))
                if operation or method in whole:
                    label = f"{method.upper()} {path}" if group == "paths" else f"webhook {method.upper()} {path}"
                    found[label] = _whole(document, whole, operation)
    return found


def _whole(document: Document, item: Mapping[str, Any], operation: Mapping[str, Any]) -> dict[str, Any]:
    """The operation with the parameters of its path, and with the security of the document where it has none."""
    whole = dict(operation)
    own = [entry for entry in operation.get("parameters") or () if isinstance(entry, Mapping)]
    names = {_key(document, entry) for entry in own}
    shared = [
        entry
        for entry in item.get("parameters") or ()
        if isinstance(entry, Mapping) and _key(document, entry) not in names
    ]
    if own or shared:
        whole["parameters"] = [*own, *shared]
    if "security" not in whole and document.get("security"):
        whole["security"] = document["security"]
    schemes = _mapping(_mapping(document.get("components")).get("securitySchemes"))
    named = {name for entry in whole.get("security") or () if isinstance(entry, Mapping) for name in entry}
    if used := {name: schemes[name] for name in sorted(named & schemes.keys())}:
        whole["security schemes"] = used
    return whole


def _key(document: Document, parameter: Mapping[str, Any]) -> tuple[object, object]:
    whole = _resolved(document, parameter)
    return whole.get("in"), whole.get("name")


def _resolved(document: Document, value: Any) -> Mapping[str, Any]:
    return _mapping(resolved(value, document))


def _about(pair: Pair, path: str) -> Iterator[Finding]:
    first, second = _mapping(pair.committed.get("info")), _mapping(pair.served.get("info"))
    for name in ABOUT:
        if str(first.get(name, "")) != str(second.get(name, "")):
            what = f"committed {first.get(name)!r}, served {second.get(name)!r}"
            yield _finding(path, "openapi-differs", f"info.{name}", what)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _finding(path: str, rule: str, name: str, what: str) -> Finding:
    return Finding(path, 0, rule, f"{name}: {what}", key=name, moves=True)
