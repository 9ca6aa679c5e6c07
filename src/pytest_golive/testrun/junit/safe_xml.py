"""Parses foreign XML safely: no entities, no network, limited depth and size; as a stream."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pytest_golive.errors import CannotMeasure

LARGEST: Final = 100_000_000  # bytes, if a tree is built; the tree takes some ten times as much
LARGEST_STREAM: Final = 4_000_000_000
LARGEST_TOKEN: Final = 32_000_000  # bytes of one tag or text that the parser must buffer
DEEPEST: Final = 100
PIECE: Final = 1 << 20
DECLARED: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]{1,60})["']""")
# The parser's native encodings.
NATIVE: Final = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "ascii"})


class Target(Protocol):
    """Receives the content as it is read; tags come without their namespaces."""

    def start(self, tag: str, attributes: dict[str, str], /) -> object:
        """An element begins."""

    def end(self, tag: str, /) -> object:
        """It ends."""

    def data(self, text: str, /) -> object:
        """A part of its text."""


class _RefusedError(Exception):
    """Something that no report needs, only an attack."""


def read_xml(path: Path, what: str) -> Element:
    """Read *path* as XML.

    Args:
        path: the file.
        what: what it should be, for messages: "JUnit report".

    Raises:
        CannotMeasure: it cannot be read, is empty, too large, malformed or dangerous.
    """
    builder = TreeBuilder()
    stream_xml(path, what, builder, largest=LARGEST)
    return builder.close()


def stream_xml(path: Path, what: str, target: Target, *, largest: int = 0) -> None:
    """Read *path* as XML and pass it to *target* in pieces: memory does not grow with the file.

    Raises:
        CannotMeasure: it cannot be read, is empty, too large, malformed or dangerous.
    """
    try:
        _parse(path, target, largest or LARGEST_STREAM)
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except expat.ExpatError as error:
        reason = f"it is not well-formed XML: {error}"
    except LookupError:  # of the parser itself, for a name that is too long to be looked up before
        reason = "its encoding is unknown"
    except (_RefusedError, ValueError) as error:
        reason = str(error)
    else:
        return
    raise CannotMeasure(f"the {what} {path} cannot be read: {reason}", "run the tests again", path=str(path)) from None


def _parse(path: Path, target: Target, largest: int) -> None:
    size = path.stat().st_size
    if not size:
        raise _RefusedError("it is empty")
    if size > largest:
        raise _RefusedError(f"it has {size:,} bytes, and {largest:,} are allowed")
    with path.open("rb") as file:
        encoding = _foreign_encoding(file)
        parser = expat.ParserCreate("utf-8" if encoding else None, namespace_separator="}")
        _connect(parser, target)
        chunks = 0
        for piece in _decoded(file, encoding) if encoding else iter(lambda: file.read(PIECE), b""):
            parser.Parse(piece, False)  # noqa: FBT003 -- expat takes it by position only
            chunks += len(piece)
            if chunks - max(0, parser.CurrentByteIndex) > LARGEST_TOKEN + PIECE:
                raise _RefusedError(f"one tag of it has more than {LARGEST_TOKEN:,} bytes")
        parser.Parse(b"", True)  # noqa: FBT003


def _connect(parser: expat.XMLParserType, target: Target) -> None:
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _RefusedError(f"its elements are nested more than {DEEPEST} deep")
        target.start(tag.rpartition("}")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        target.end(tag.rpartition("}")[2])

    def entity(*_: object) -> None:
        raise _RefusedError("it declares entities, which no report needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = target.data
    parser.EntityDeclHandler = entity
    parser.buffer_text = True


def _foreign_encoding(file: BinaryIO) -> str:
    """The encoding that the file declares, if the parser does not support it natively; else ""."""
    head = file.read(1024)
    file.seek(0)
    declared = DECLARED.match(head)
    if declared is None:
        return ""
    name = declared[1].decode("ascii", "replace")
    try:
        "a".encode(name)  # also raises for codecs that are not text encodings, such as "hex"
        known = codecs.lookup(name).name
    except LookupError:
        raise _RefusedError(f"it declares the encoding {name!r}, which is unknown") from None
    return "" if known in NATIVE else known


def _decoded(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)()
    while piece := file.read(PIECE):
        yield decoder.decode(piece).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
