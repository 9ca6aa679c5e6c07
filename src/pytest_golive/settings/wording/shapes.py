"""What the settings may have at a key path: the fields of a table, the keys of another, the type of a value."""

from __future__ import annotations

from collections.abc import Sequence
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from pytest_golive.settings.model import Settings
from pytest_golive.settings.values import kinds

Path = tuple[str | int, ...]


def table_at(path: Path) -> dict[str, Any]:
    """The fields of the table at *path*; none if it is no such table."""
    annotation = _table_of(_type_at(path)[0])
    return _fields(annotation) if hasattr(annotation, "model_fields") else {}


def keys_at(path: Path) -> tuple[str, ...]:
    """The only keys that a table of values may have; none if any may be there."""
    annotation = _type_at(path)[0]
    keys = get_args(annotation)[0] if get_origin(annotation) is dict else None
    return get_args(keys) if get_origin(keys) is Literal else ()


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The fields by the names under which they are written."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def allowed_at(path: Path) -> str:
    """What a value may be, in words."""
    annotation, metadata = _type_at(path)
    return kinds.allowed(annotation, metadata)


def _type_at(path: Path) -> tuple[Any, Sequence[Any]]:
    """The type, and its constraints, at *path*."""
    annotation: Any = Settings
    metadata: Sequence[Any] = ()
    for part in path:
        annotation = _table_of(annotation)
        if hasattr(annotation, "model_fields"):
            field = _fields(annotation)[str(part)]
            annotation, metadata = field.annotation, field.metadata
        else:
            annotation, metadata = _element(annotation), ()
    return annotation, metadata


def _element(annotation: Any) -> Any:
    """The type of the elements of a list, or of the values of a table."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    nested = [arg for arg in get_args(annotation) if get_origin(arg) in {tuple, dict}]
    return _element(nested[0]) if nested else _table_of(annotation)


def _table_of(annotation: Any) -> Any:
    """The table in ``Table | None``."""
    parts = get_args(annotation) if get_origin(annotation) in {Union, UnionType} else ()
    return next((arg for arg in parts if hasattr(arg, "model_fields")), annotation)
