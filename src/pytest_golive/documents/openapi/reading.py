"""Read an OpenAPI document, JSON or YAML, whatever is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pytest_golive.errors import CannotMeasure

LARGEST: Final = 20_000_000  # bytes
DEEPEST: Final = 200  # levels
KEYS: Final = ("openapi", "swagger")
NAMES: Final = re.compile(r"(?:.*/)?(?=[^/]*(?:openapi|swagger))[^/]*\.(?:json|ya?ml)", re.IGNORECASE)
NOT_OURS: Final = re.compile(
    r"(?:^|/)(?:tests?|__tests__|fixtures|examples?|samples?|node_modules|_?vendor(?:ed)?|third_party)/"
    r"|generator|config|codegen|redocly|spectral|settings",
    re.IGNORECASE,
)
# What YAML 1.1 makes of words that OpenAPI, which is YAML 1.2, means as they are: dates, "on", "no", 1:30.
RESOLVERS: Final = {
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), "tTfF"),
    "tag:yaml.org,2002:int": (re.compile(r"^[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F]+|0o?[0-7]+)$"), "-+0123456789"),
    "tag:yaml.org,2002:float": (
        re.compile(
            r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
        "-+0123456789.",
    ),
    "tag:yaml.org,2002:null": (re.compile(r"^(?:~|null|Null|NULL|)$"), "~nN\0"),
}
Document = Mapping[str, Any]


def candidates(paths: list[str]) -> list[str]:
    """The tracked files that are OpenAPI documents by their names, and nobody else's."""
    return [path for path in paths if NAMES.fullmatch(path) and not NOT_OURS.search(path)]


def read_document(content: bytes, place: str, cure: str) -> Document:
    """The document.

    Args:
        content: its bytes.
        place: what it is, for messages: "docs/openapi.yaml", or "GET https://host/openapi.json".
        cure: what to do if it is none.

    Raises:
        CannotMeasure: it is too large, malformed, too deep, or no OpenAPI document.
    """
    if len(content) > LARGEST:
        raise CannotMeasure(f"{place} has {len(content):,} bytes, more than {LARGEST:,}", "split it")
    text = _text(content, place, cure)
    found = _parsed(text, place, cure)
    if not isinstance(found, Mapping) or not any(isinstance(found.get(key), str) for key in KEYS):
        kind = "an HTML page" if text.lstrip()[:1] == "<" else f"no OpenAPI document ({_shown(text)})"
        raise CannotMeasure(f"{place} is {kind}: it has no member openapi that names a version", cure)
    if not isinstance(found.get("paths", {}), Mapping):
        raise CannotMeasure(f"{place}: paths is no mapping", cure)
    return found


def _text(content: bytes, place: str, cure: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotMeasure(f"{place} is not UTF-8 (byte {error.start:,})", cure) from None


def _parsed(text: str, place: str, cure: str) -> Any:
    try:
        return json.loads(text) if text.lstrip()[:1] in {"{", "["} else _yaml(text)
    except RecursionError:
        raise CannotMeasure(f"{place} nests too deeply", cure) from None
    except ValueError as error:
        reason = " ".join(str(error).split())[:160]
        kind = "an HTML page, no OpenAPI document" if text.lstrip()[:1] == "<" else f"neither JSON nor YAML: {reason}"
        raise CannotMeasure(f"{place} is {kind}", cure) from None


def _yaml(text: str) -> Any:
    """YAML by its core schema; aliases are the very objects that they name, so a bomb of them takes no room."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Any = type("Loader", (base,), {"yaml_implicit_resolvers": {}})
    for tag, (pattern, first) in RESOLVERS.items():
        loader.add_implicit_resolver(tag, pattern, list(first.replace("\0", "")) + ([""] if "\0" in first else []))
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506  # nosec B506 -- a safe loader with fewer words
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _shown(text: str) -> str:
    return f"it begins {' '.join(text.split())[:60]!r}" if text.strip() else "it is empty"
