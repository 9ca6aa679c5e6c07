"""One YAML file of any origin: its documents, or what keeps it from being read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.findings import Finding
from pytest_golive.observability.reading.building import Refused, documents
from pytest_golive.observability.reading.nodes import Node

LARGEST: Final = 1_000_000  # bytes
TEMPLATE: Final = re.compile(r"\{\{[^{}\n]{0,200}+\}\}|\{%[^{}%\n]{0,200}+%\}|\$\{[A-Za-z_][^{}\n]{0,200}+\}")
NOTHING: Final = re.compile(r"(?!)")
CURE: Final = "correct the file; a YAML linter shows the place"


@dataclass(frozen=True, slots=True)
class Read:
    """A file.

    Attributes:
        path: below the project's root.
        text: its text; "" if it is none.
        nodes: its documents, without empty ones.
        faults: why it cannot be read; () if it can.
    """

    path: str
    text: str
    nodes: tuple[Node, ...] = ()
    faults: tuple[Finding, ...] = ()

    def values(self) -> Iterator[tuple[Node, Any]]:
        """The documents and their values; the members of a list at the top count as documents."""
        for node in self.nodes:
            for part in node.items if node.items is not None else (node,):
                yield part, part.plain()


def fault(path: str, line: int, what: str, *, key: str = "", cure: str = CURE) -> Finding:
    """One fault of a file."""
    return Finding(path, line, "malformed", what, key=key or what, cure=cure)


def read_yaml(path: str, content: bytes) -> Read:
    """The documents of a file; what is wrong with it is in the result.

    Args:
        path: of the file, for messages.
        content: its bytes.
    """
    import yaml

    if len(content) > LARGEST:
        what = f"it has {len(content):,} bytes, and at most {LARGEST:,} are read"
        return Read(path, "", faults=(fault(path, 0, what, cure="split the file"),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Read(path, "", faults=(fault(path, line, "it is no text in UTF-8", cure="save it as UTF-8"),))
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        found = tuple(node for node in documents(yaml.parse(text, Loader=loader)) if not _is_empty(node))
    except Refused as error:
        return Read(path, text, faults=(_at_template(path, text, error.line) or fault(path, error.line, str(error)),))
    except yaml.YAMLError as error:
        return Read(path, text, faults=(_malformed(path, text, error),))
    return Read(path, text, found)


def placeholder(text: str, allowed: re.Pattern[str]) -> str:
    """The first placeholder of a template in *text* that is not *allowed*, on one line; "" if there is none."""
    found = (match[0] for match in TEMPLATE.finditer(text) if not allowed.fullmatch(match[0]))
    return " ".join(next(found, "").split())[:60]


def unrendered(path: str, line: int, shown: str) -> Finding:
    """The fault of a file with a placeholder that is yet to be replaced."""
    cure = "render the template first, and name the file that is deployed"
    return fault(path, line, f"{shown} is the placeholder of a template, so this is not what is deployed", cure=cure)


def _at_template(path: str, text: str, line: int) -> Finding | None:
    """The fault, if a placeholder is what makes the text at *line* no YAML."""
    near = "\n".join(text.splitlines()[max(line - 2, 0) : line])
    shown = placeholder(near, NOTHING)
    return unrendered(path, line, shown) if shown else None


def _malformed(path: str, text: str, error: Exception) -> Finding:
    mark = getattr(error, "problem_mark", None)
    line = int(mark.line) + 1 if mark is not None else 0
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    what = f"it is no YAML: {' '.join(str(said).split())[:160]}"
    return _at_template(path, text, line) or fault(path, line, what)


def _is_empty(node: Node) -> bool:
    return node.pairs is None and node.items is None and node.scalar is None
