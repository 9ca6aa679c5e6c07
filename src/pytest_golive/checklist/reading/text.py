"""The text of a checklist's document, kept so that writing it back changes no byte but those that must change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.errors import CannotMeasure

MOST_BYTES = 4 * 1024 * 1024
BOM = "\ufeff"
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Text:
    """A document's lines, each with its own end, as CommonMark counts them: after LF, CR LF, or CR alone.

    Attributes:
        name: as messages name the document; a path relative to the project, with slashes.
        lines: joined they are the file, without the byte order mark.
        begins: number of the first line that is Markdown: front matter stands before it.
    """

    name: str
    lines: tuple[str, ...]
    begins: int = 0
    bom: str = ""

    @property
    def markdown(self) -> str:
        """The text as a Markdown parser should see it: front matter is blank lines, so that line numbers hold."""
        return "\n" * self.begins + "".join(self.lines[self.begins :])

    def encoded(self) -> bytes:
        """The file."""
        return (self.bom + "".join(self.lines)).encode()


def read_text(path: Path, name: str) -> Text:
    """The text of the document at *path*.

    Raises:
        CannotMeasure: it is missing, no file, larger than 4 MiB, or not UTF-8.
    """
    cure = "name a Markdown document that is there, on the command line or in [tool.golive] checklist"
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotMeasure(f"{name} cannot be read: {error.strerror}", cure) from error
    if len(data) > MOST_BYTES:
        what = f"{name} is larger than {MOST_BYTES // 1024**2} MiB, and is not read"
        raise CannotMeasure(what, "split it, and name its parts in [tool.golive] checklist")
    return text_of(data, name)


def text_of(data: bytes, name: str) -> Text:
    """The text whose bytes are *data*.

    Raises:
        CannotMeasure: they are not UTF-8, or hold a NUL.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CannotMeasure(f"{name}:{line} is not UTF-8", "save the document as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CannotMeasure(f"{name}:{line} holds a NUL, so it is no text", "name a Markdown document")
    bom = BOM if text.startswith(BOM) else ""
    lines = tuple(line for line in LINE.findall(text.removeprefix(BOM)) if line)
    return Text(name, lines, _front_matter(lines), bom)


def _front_matter(lines: tuple[str, ...]) -> int:
    """How many lines of *lines* are front matter: from ``---`` on the first line to the next ``---`` or ``...``."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    closing = (number for number, line in enumerate(lines[1:], 2) if line.rstrip() in {"---", "..."})
    return next(closing, 0)
