"""Reads files of the project as bytes and as text, whatever they contain."""

from __future__ import annotations

import bisect
import codecs
import contextlib
import io
import os
import stat
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from pytest_golive.errors import CannotMeasure

CHUNK = 1 << 20
TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FIRST = frozenset(bom[:1] for bom, _ in BOMS)
WIDE = ("utf-16", "utf-32")


def shown(path: str) -> str:
    """*path* in a form that any terminal can print on one line."""
    text = path.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def unreadable(path: str, error: OSError) -> CannotMeasure:
    """The error for a tracked file that cannot be read."""
    return CannotMeasure(
        f"{shown(path)} cannot be read: {error.strerror}",
        "make it readable, or add its name to exclude",
        path=path,
    )


def _opened(root: Path, path: str) -> io.FileIO:
    # There may be 100,000 files: a Path and a buffer take longer than reading most of them.
    return open(f"{root}{os.sep}{path}", "rb", buffering=0)  # noqa: PTH123


def size_of(root: Path, path: str) -> int:
    """The size of a file in bytes.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        return os.stat(f"{root}{os.sep}{path}").st_size  # noqa: PTH116 -- as above
    except OSError as error:
        raise unreadable(path, error) from None


def read(root: Path, path: str) -> bytes:
    """The content of a file.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        with _opened(root, path) as file:
            return file.read()
    except OSError as error:
        raise unreadable(path, error) from None


def head(root: Path, path: str, size: int) -> bytes:
    """The first *size* bytes of a file."""
    try:
        with _opened(root, path) as file:
            return file.read(size)
    except OSError as error:
        raise unreadable(path, error) from None


def read_regular(path: str | Path, most: int) -> bytes | None:
    """The content of a regular file of at most *most* bytes; None for anything else, such as a pipe or a device."""
    try:
        handle = open_to_read(path)
    except OSError:
        return None
    try:
        about = os.fstat(handle)
        return content_of(handle, about, most) if stat.S_ISREG(about.st_mode) else None
    except OSError:
        return None
    finally:
        os.close(handle)


def open_to_read(path: str | Path) -> int:
    """A descriptor of the file; opening a pipe does not wait for a writer."""
    return os.open(path, TO_READ)


def content_of(handle: int, about: os.stat_result, most: int) -> bytes | None:
    """The content of an open regular file with the status *about*; None if it is larger than *most* bytes."""
    if about.st_size > most:
        return None
    # One byte more than expected: if only that one is missing, the file is read to its end.
    content = piece = os.read(handle, about.st_size + 1)
    while piece and len(content) != about.st_size and len(content) <= most:
        piece = os.read(handle, CHUNK)
        content += piece
    return content if len(content) <= most else None


def chunks(root: Path, path: str) -> Iterator[bytes]:
    """The content, one megabyte at a time, so that a file of one endless line does no harm."""
    try:
        with _opened(root, path) as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError as error:
        raise unreadable(path, error) from None


def line_ends(pieces: Iterable[bytes]) -> int:
    r"""How many lines end in *pieces*, the content of a file in order: with "\n", "\r\n" or a lone "\r"."""
    total, ends_open = 0, False
    waiting = iter(pieces)
    for piece in waiting:
        if total == 0 and bom_encoding(piece) in WIDE:
            text = decode(b"".join((piece, *waiting)))
            return text.count("\n") + text.count("\r") - text.count("\r\n")
        total += piece.count(b"\n")
        if b"\r" in piece:
            total += piece.count(b"\r") - piece.count(b"\r\n")
        total -= ends_open and piece.startswith(b"\n")
        ends_open = piece.endswith(b"\r")
    return total


def bom_encoding(content: bytes) -> str | None:
    """The encoding that a byte order mark declares, or None."""
    if content[:1] not in FIRST:  # called several times for every file
        return None
    return next((encoding for bom, encoding in BOMS if content.startswith(bom)), None)


def decode(content: bytes, *, python: bool = False) -> str:
    """The text of any file: by its byte order mark, its coding line (Python), UTF-8, and Latin-1 as a last resort.

    Only bytes beyond ASCII can be decoded wrongly; line numbers and the words we search for do not depend on them.
    """
    for encoding in _candidates(content, python=python):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("latin-1")


def _candidates(content: bytes, *, python: bool) -> Iterator[str]:
    if (declared := bom_encoding(content)) is not None:
        yield declared
    elif python:
        # The coding line may name an unknown encoding, or one that is not for text, which Python 3.14 tries.
        with contextlib.suppress(SyntaxError, LookupError, UnicodeError):
            yield tokenize.detect_encoding(io.BytesIO(content).readline)[0]
    yield "utf-8"


def with_plain_newlines(text: str) -> tuple[str, tuple[int, ...]]:
    r"""*text* with "\n" at the end of every line, and the numbers of the lines that ended with a lone "\r".

    Compilers and lexers end a line there, but ``grep -n`` and editors do not; `line_number` converts to their
    numbers. In a file without other line ends, every program counts them as lines.
    """
    if "\r" not in text:
        return text, ()
    text = text.replace("\r\n", "\n")
    if "\r" not in text or "\n" not in text:
        return text.replace("\r", "\n"), ()
    ends = (char for char in text if char in "\r\n")
    lone = tuple(number for number, char in enumerate(ends, 1) if char == "\r")
    return text.replace("\r", "\n"), lone


def line_number(number: int, lone: tuple[int, ...]) -> int:
    """The line that editors show for line *number* of a text `with_plain_newlines`."""
    return number - bisect.bisect_left(lone, number)
