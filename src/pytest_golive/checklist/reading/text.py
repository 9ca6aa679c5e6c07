"""The text of a checklist's document, kept so that writing it back changes only the bytes that must change."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.errors import CannotMeasure

MOST_BYTES = 10 * 1024 * 1024  # read in linear time, and up to 130 times as much memory
BOM = "\ufeff"
SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn")
ENDINGS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
KEY = re.compile(r"[\"']?[\w$][^:\n]{0,200}:(?=\s)")
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Text:
    """A document's lines with their line ends, as CommonMark counts them: LF, CR LF, or a lone CR.

    Attributes:
        name: what messages call the document: its path relative to the project, with slashes.
        lines: joined, they are the file without the byte order mark.
        begins: number of the first line after the front matter.
    """

    name: str
    lines: tuple[str, ...]
    begins: int = 0
    bom: str = ""

    @property
    def markdown(self) -> str:
        """The text for a Markdown parser: front matter is replaced by blank lines, so that line numbers stay right."""
        return "\n" * self.begins + "".join(self.lines[self.begins :])

    def encoded(self) -> bytes:
        """The bytes of the file."""
        return (self.bom + "".join(self.lines)).encode()


def is_markdown(name: str) -> bool:
    """Whether a file is Markdown, by its name. Code must never be a checklist's document, for golive writes into it."""
    return name.lower().endswith(SUFFIXES)


def read_text(path: Path, name: str) -> Text:
    """The text of the document at *path*.

    Raises:
        CannotMeasure: it is not called Markdown, is missing, is not a file, is larger than 10 MiB, or is not UTF-8.
    """
    if not is_markdown(path.name) or not is_markdown(os.path.realpath(path)):
        what = f"{name} is no Markdown document, so it is not read"
        raise CannotMeasure(what, f"a checklist's document is a file whose name ends in {ENDINGS}")
    cure = "name an existing Markdown document on the command line or in [tool.golive] checklist"
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotMeasure(f"{name} cannot be read: {error.strerror}", cure) from error
    if len(data) > MOST_BYTES:
        what = f"{name} is larger than {MOST_BYTES // 1024**2} MiB, so it is not read"
        raise CannotMeasure(what, "split it and list its parts in [tool.golive] checklist")
    return text_of(data, name)


def text_of(data: bytes, name: str) -> Text:
    """The text of a file with the bytes *data*.

    Raises:
        CannotMeasure: the bytes are not UTF-8, or contain a NUL.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CannotMeasure(f"{name}:{line} is not UTF-8", "save the document as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CannotMeasure(f"{name}:{line} contains a NUL character, so it is not text", "name a Markdown document")
    bom = BOM if text.startswith(BOM) else ""
    lines = tuple(line for line in LINE.findall(text.removeprefix(BOM)) if line)
    return Text(name, lines, _front_matter(lines), bom)


def _front_matter(lines: tuple[str, ...]) -> int:
    """The number of lines of front matter: from ``---`` on the first line to the next ``---`` or ``...``.

    Front matter begins with a key; anything else below a first ``---`` is text below a thematic break.
    """
    if not lines or lines[0].rstrip() != "---":
        return 0
    closing = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() in {"---", "..."}), 0)
    first = next((line for line in lines[1:closing] if line.strip() and not line.startswith("#")), "")
    return closing if KEY.match(first) else 0
