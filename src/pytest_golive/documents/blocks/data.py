"""Blocks of TOML, JSON and YAML."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib

PLACE = re.compile(r"\s?\(at line (\d+), column \d+\)")
COMMENT = re.compile(r"^[ \t]*(?://|#|/\*)", re.MULTILINE)


def toml_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a block is not valid TOML; None if it is valid."""
    try:
        tomllib.loads(textwrap.dedent(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error)
        place = PLACE.search(message)
        return int(place[1]) if place else text.rstrip().count("\n") + 1, PLACE.sub("", message).lower()
    return None


def json_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a block is not valid JSON: one value, one value a line, or members of an object."""
    found = _json(text)
    if found is None or _json(f"{{{text.rstrip().removesuffix(',')}}}") is None:
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(_json(line) is None for line in lines):
        return None
    return (found[0], "JSON has no comments; call the block jsonc") if COMMENT.search(text) else found


def _json(text: str) -> tuple[int, str] | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno, error.msg
    except (RecursionError, ValueError):
        return 1, "it is nested too deeply, or holds a number that is too long"
    return None


def yaml_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a block is not valid YAML; unknown tags are allowed, and no object is constructed."""
    import yaml

    try:
        for _ in yaml.parse(textwrap.dedent(text), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (mark.line + 1 if mark else 1), str(error.problem or error.context or "it cannot be read")
    except (yaml.YAMLError, RecursionError) as error:
        return 1, type(error).__name__
    return None
