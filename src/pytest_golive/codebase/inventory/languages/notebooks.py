"""Jupyter notebooks: only the code in their cells is source."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.reading import decode, read, shown
from pytest_golive.errors import CannotMeasure

SUFFIX = ".ipynb"
# IPython's commands to itself or to a shell; for commands that time or catch a statement, the statement counts.
CELL_MAGIC = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|prun\b)")
SAME_LINE = re.compile(r"(\s*)%{1,2}(?:time|timeit|prun)(?:[ \t]+-[nrp][ \t]*\d+|[ \t]+-\w+)*[ \t]+(.*)")
MAGIC = re.compile(r"(\s*)(?:[%!?]|\w[\w. ]*=\s*[!%]|[\w.]+\?+\s*$)")
LEXERS = {"r": "splus", **{name: name for name in ("bash", "javascript", "julia", "python", "scala")}}


@dataclass(frozen=True, slots=True)
class Notebook:
    """The code of all cells, one after the other.

    Attributes:
        language: the kernel's, in lower case.
        text: the code, with plain newlines; Python lines that only IPython understands become a comment or ``pass``.
        lines: for each line of *text*, its line in the notebook's file.
    """

    language: str
    text: str
    lines: tuple[int, ...]

    @property
    def is_python(self) -> bool:
        """Whether it is Python."""
        return self.language == "python"

    @property
    def lexer(self) -> str:
        """Pygments' name for the language."""
        return LEXERS.get(self.language, "python")


def code_of(root: Path, file: SourceFile) -> bytes:
    """The source in a file: all of it, or for a notebook the code in its cells."""
    content = read(root, file.path)
    return read_notebook(decode(content), file.path).text.encode() if file.is_notebook else content


def has_python(root: Path, path: str) -> bool:
    """Whether the notebook at *path* contains Python, or something unknown."""
    try:
        return read_notebook(decode(read(root, path)), path).is_python
    except CannotMeasure:
        return True  # reading it reports why it cannot be read


def read_notebook(text: str, path: str) -> Notebook:
    """The code of the notebook *path*, whose file holds *text*, with plain newlines.

    Raises:
        CannotMeasure: it is not a notebook.
    """
    try:
        content = json.loads(text) if text.strip() else {}
        cells = _cells(content)
        language = _language(content)
        code = [(number, _lines(cell)) for number, cell in enumerate(cells) if cell.get("cell_type") == "code"]
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise CannotMeasure(
            f"{shown(path)} is not a valid notebook",
            "repair it (jupyter nbconvert --to notebook shows what is wrong), or add it to exclude",
            path=path,
        ) from None
    places = _Places(text)
    written: list[str] = []
    numbers: list[int] = []
    for number, lines in code:
        places.go_to_cell(number)
        numbers += [places.line_of(line) for line in lines]
        written += _as_python(lines) if language == "python" else lines
    return Notebook(language, "".join(f"{line}\n" for line in written), (*numbers, numbers[-1] if numbers else 1))


def _cells(content: Any) -> list[dict[str, Any]]:
    sheets = content.get("worksheets") or [content]  # before format 4
    return [cell for sheet in sheets for cell in sheet.get("cells", ())]


def _language(content: Any) -> str:
    metadata = content.get("metadata", {})
    named = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name")
    return str(named or "python").lower()


def _lines(cell: dict[str, Any]) -> list[str]:
    source = cell.get("source", cell.get("input", ""))
    text = source if isinstance(source, str) else "".join(source)
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n") if text else []


def _as_python(lines: list[str]) -> Iterator[str]:
    if _is_python("\n".join(lines)):
        yield from lines
    elif lines and CELL_MAGIC.match(lines[0]):
        yield from (f"# {line}" for line in lines)
    else:
        yield from map(_without_magic, lines)


def _is_python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _without_magic(line: str) -> str:
    if timed := SAME_LINE.fullmatch(line):
        return timed[1] + timed[2]
    if line.lstrip().startswith("%%"):
        return f"# {line}"
    magic = MAGIC.match(line)
    return f"{magic[1]}pass  # {line.strip()}" if magic else line


class _Places:
    """Finds the lines of code in the notebook's file, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = self._counted = 0
        self._line = 1
        self._cell = -1

    def go_to_cell(self, number: int) -> None:
        """Go to the beginning of the code of cell *number*."""
        while self._cell < number:
            found = max(self._text.find('"source"', self._position), self._text.find('"input"', self._position))
            self._cell += 1
            self._position = found + 1 if found >= 0 else self._position

    def line_of(self, code: str) -> int:
        """The number, from 1, of the line with *code*; if it is not found, that of the last one found."""
        for is_ascii in (False, True):
            found = self._text.find(json.dumps(code, ensure_ascii=is_ascii)[1:-1], self._position)
            if found >= 0:
                self._line += self._text.count("\n", self._counted, found)
                self._position = self._counted = found
                break
        return self._line
