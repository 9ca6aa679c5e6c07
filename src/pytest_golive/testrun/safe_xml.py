"""XML that others wrote: no entities, nothing fetched, nothing too deep or too large."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pytest_golive.errors import CannotMeasure

LARGEST: Final = 100_000_000  # bytes; the tree takes some ten times as much
DEEPEST: Final = 100
PIECE: Final = 1 << 20


class _RefusedError(Exception):
    """Something that no report needs and only an attack has."""


def read_xml(path: Path, what: str) -> Element:
    """Read *path* as XML.

    Args:
        path: the file.
        what: what it should be, for messages: "JUnit report".

    Raises:
        CannotMeasure: it cannot be read, is empty, too large, malformed or dangerous.
    """
    try:
        return _parse(path)
    except OSError as error:
        said = error.strerror or type(error).__name__
    except expat.ExpatError as error:
        said = f"it is not well-formed XML: {error}"
    except (_RefusedError, ValueError) as error:
        said = str(error)
    raise CannotMeasure(f"the {what} {path} cannot be read: {said}", "run the tests again", path=str(path)) from None


def _parse(path: Path) -> Element:
    size = path.stat().st_size
    if not size:
        raise _RefusedError("it is empty")
    if size > LARGEST:
        raise _RefusedError(f"it has {size:,} bytes, and {LARGEST:,} are allowed")
    builder, parser = TreeBuilder(), expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _RefusedError(f"its elements are nested more than {DEEPEST} deep")
        builder.start(tag.rpartition("}")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    def entity(*_: object) -> None:
        raise _RefusedError("it declares entities, which no report needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    parser.buffer_text = True
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            parser.Parse(piece, False)  # noqa: FBT003 -- expat takes it by position only
        parser.Parse(b"", True)  # noqa: FBT003
    return builder.close()
