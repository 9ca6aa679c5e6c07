"""Descriptions of all settings: allowed values, defaults, and meanings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from pytest_golive.settings.model import Settings
from pytest_golive.settings.tables import section_tables
from pytest_golive.settings.values.kinds import allowed


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        table: its table, below ours: "", "code_quality", "targets.NAME", "waivers".
        name: the key.
        allowed: its allowed values, in words.
        default: in TOML; "" without one, because it is required or optional.
        description: what it means.
        is_required: whether its table is invalid without it.
        is_repeated: whether its table has double brackets.
    """

    table: str
    name: str
    allowed: str
    default: str
    description: str
    is_required: bool = False
    is_repeated: bool = False

    @property
    def path(self) -> str:
        """The key path below our table: "code_quality.max_lines"."""
        return f"{self.table}.{self.name}" if self.table else self.name


def all_settings() -> list[Setting]:
    """All settings, table by table, our own table first."""
    return [*_own_settings(Settings, ""), *_nested(Settings, "")]


def spelled(value: object) -> str:
    """A value in TOML; "" for None."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case str():
            # A literal string keeps the backslashes of a regular expression readable.
            is_literal = "\\" in value and "'" not in value and value.isprintable()
            return f"'{value}'" if is_literal else json.dumps(value, ensure_ascii=False)
        case tuple() | list():
            return "[" + ", ".join(spelled(item) for item in value) + "]"
        case _:
            return str(value)


def value_at(settings: Settings, path: str) -> object:
    """The effective value of a key path such as "code_quality.max_lines"."""
    value: Any = settings
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _nested(around: type[BaseModel], home: str) -> Iterator[Setting]:
    """The tables inside *around*, each before the tables inside it; those of the checklist's sections first."""
    of_sections = {table.KEY for table in section_tables()}
    for field_name, field in sorted(around.model_fields.items(), key=lambda item: item[0] not in of_sections):
        path = f"{home}.{field.alias or field_name}".lstrip(".")
        if (model := _model(field.annotation)) is not None:
            yield from _own_settings(model, path)
            yield from _nested(model, path)
        elif (element := _model_within(field.annotation)) is not None:
            is_table = get_origin(field.annotation) is dict
            inner = f"{path}.NAME" if is_table else path
            yield from _own_settings(element, inner, is_repeated=get_origin(field.annotation) is tuple)
            yield from _nested(element, inner)


def _own_settings(model: type[BaseModel], table: str, *, is_repeated: bool = False) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        if _model(field.annotation) is None and _model_within(field.annotation) is None:
            default = (
                "" if field.is_required() else spelled(field.get_default(call_default_factory=True, validated_data={}))
            )
            yield Setting(
                table=table,
                name=field.alias or name,
                allowed=allowed(field.annotation, field.metadata),
                default="" if default == "{}" else default,
                description=field.description or "",
                is_required=field.is_required(),
                is_repeated=is_repeated,
            )


def _model(annotation: Any) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _model_within(annotation: Any) -> type[BaseModel] | None:
    return next((arg for arg in get_args(annotation) if _model(arg) is not None), None)
