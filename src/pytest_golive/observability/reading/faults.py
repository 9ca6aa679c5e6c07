"""The faults of a document by its model: key, value, and what was meant."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pytest_golive.findings import Finding
from pytest_golive.masking.known import MASK
from pytest_golive.observability.reading.yaml_files import NOTHING, fault, placeholder, unrendered

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from pytest_golive.observability.reading.nodes import Node

Path = tuple[str | int, ...]
LONGEST = 60
CURES = {"extra_forbidden": "rename the key, or remove it", "missing": "write the key that is missing"}
CURE = "correct the value"


def faults_of(path: str, node: Node, model: type[BaseModel], errors: Sequence[ErrorDetails]) -> list[Finding]:
    """What is wrong with a document.

    Args:
        path: of the file.
        node: the document.
        model: its model.
        errors: what pydantic found.
    """
    found: dict[tuple[Path, str], Finding] = {}
    for error in errors:
        place = tuple(error["loc"])
        what, line = _text(error, place, model), node.line_of(place)
        is_text = isinstance(error["input"], str) and error["type"] != "extra_forbidden"
        shown = placeholder(error["input"], NOTHING) if is_text else ""
        found.setdefault(
            (place, what),
            unrendered(path, line, shown) if shown else fault(path, line, what, cure=CURES.get(error["type"], CURE)),
        )
    return list(found.values())


def dotted(place: Path) -> str:
    """A place in a document: "spec.objectives[0].target"."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def _text(error: ErrorDetails, place: Path, model: type[BaseModel]) -> str:
    kind, key = error["type"], dotted(place)
    if kind == "extra_forbidden":
        return f"{key}: unknown key{_hint(str(place[-1]), _known(model, place[:-1]))}"
    if kind == "missing":
        return f"{key} is missing"
    if kind == "value_error":
        return f"{f'{key}: ' if key else ''}{error['ctx']['error']}"
    said = error["msg"].replace("Input should be", "must be").replace("valid dictionary", "mapping")
    return f"{key} = {_shown(error['input'])}: {said}"


def _shown(value: object) -> str:
    if isinstance(value, dict | list) or value is None:
        return "(a mapping)" if isinstance(value, dict) else "(a list)" if isinstance(value, list) else "nothing"
    text = " ".join(MASK.hide(str(value)).split())
    return repr(text) if len(text) <= LONGEST else f"{text[:LONGEST]!r}…"


def _hint(key: str, known: Mapping[str, Any]) -> str:
    plain = {name.replace("_", "").lower(): name for name in known}
    same = plain.get(key.replace("_", "").replace("-", "").lower())
    close = [same] if same else difflib.get_close_matches(key[:LONGEST], known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known here: {', '.join(known)}"


def _known(model: type[BaseModel], place: Path) -> Mapping[str, Any]:
    """The keys that are known at *place*, as they are written."""
    fields = _fields(model)
    for part in place:
        if isinstance(part, int):
            continue
        field = fields.get(part)
        inner = next(_models(field.annotation), None) if field is not None else None
        if inner is None:
            return {}
        fields = _fields(inner)
    return fields


def _fields(model: type[BaseModel]) -> Mapping[str, Any]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a type: itself, in a list, or beside None."""
    if get_origin(annotation) in {Union, types.UnionType, tuple, list}:
        for part in get_args(annotation):
            yield from _models(part)
    elif hasattr(annotation, "model_fields"):
        yield annotation
