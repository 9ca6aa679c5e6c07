"""``golive explain --json-schema``: the settings as a JSON Schema, by which editors complete and check them.

In draft 7, which SchemaStore and Taplo ask for. The schema takes everything that the settings take; limits that JSON
Schema has no words for (a duration, a path below the project's root) are the loader's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from pytest_golive.settings.model import Settings
from pytest_golive.settings.values import checks, kinds, quantities, web

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
TITLE: Final = "Settings of pytest-golive"
DESCRIPTION: Final = "[tool.golive] of pyproject.toml, or the whole of golive.toml."
TEXT: Final = {"type": "string"}
# What these take besides the type behind them; TOML's dates are text for JSON Schema.
ALSO: Final[Mapping[Callable[..., Any], tuple[JsonSchemaValue, ...]]] = {
    checks.day: (),
    checks.when: (),
    quantities.share: (),
    web.shows: (TEXT,),
}
ALSO_OF_METHODS: Final[Mapping[str, tuple[JsonSchemaValue, ...]]] = {
    "Endpoint._redirects": (),
    "Watch._may_be_off": (),
    "Objectives._of_a_word": ({"type": "boolean"},),
}


class _AsToml(GenerateJsonSchema):
    """Without null, which TOML does not have, and with what validators turn into the type that they stand before."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012 -- pydantic's own spelling

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        """The value itself; what is not given is not written."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        """A default that an editor can show: no null, and no table, whose keys have their own."""
        found = super().default_schema(schema)
        if isinstance(found.get("default"), dict | None):
            found.pop("default", None)
        return found

    def function_before_schema(self, schema: Any) -> JsonSchemaValue:
        """What the validator takes: the type, or what it makes that type of.

        Raises:
            TypeError: nobody has said here what that is.
        """
        function = schema["function"]["function"]
        inner = self.generate_inner(schema["schema"])
        if function is kinds.OneOrMore.func:
            return {"anyOf": [inner["items"], inner]}
        name = getattr(function, "__qualname__", "")
        also = ALSO[function] if function in ALSO else ALSO_OF_METHODS.get(name)
        if also is None:
            raise TypeError(f"{name} stands before a type, and ALSO does not say what it takes")
        return {"anyOf": [*also, inner]} if also else inner

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """A table; where a word stands for it, the ban on unknown keys is the table's alone."""
        found = super().model_schema(schema)
        if "anyOf" in found and "additionalProperties" in found:
            found["anyOf"][-1]["additionalProperties"] = found.pop("additionalProperties")
        return found

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 -- pydantic passes it by name
        """No titles, which would only repeat the keys."""
        return False


def schema_text() -> str:
    """The schema, for golive.toml, and for ``tool.golive`` in a schema of pyproject.toml."""
    found = Settings.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_AsToml)
    whole: dict[str, Any] = {
        "$schema": DRAFT,
        "title": TITLE,
        "description": DESCRIPTION,
        **{key: value for key, value in found.items() if key not in {"$defs", "title", "description"}},
        "definitions": found["$defs"],
    }
    return json.dumps(_in_draft_7(whole), indent=1, ensure_ascii=False) + "\n"


def _in_draft_7(node: Any) -> Any:
    """*node*, in which nothing stands beside a reference: draft 7 would not see it."""
    if isinstance(node, list):
        return [_in_draft_7(part) for part in node]
    if not isinstance(node, dict):
        return node
    whole = {key: _in_draft_7(part) for key, part in node.items()}
    if isinstance(whole.get("$ref"), str) and len(whole) > 1:
        return {"allOf": [{"$ref": whole.pop("$ref")}], **whole}
    return whole
