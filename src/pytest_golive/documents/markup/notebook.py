"""Read the Markdown cells of Jupyter notebooks, with the line numbers of the notebook's file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pytest_golive.documents.markup.markdown import read_markdown
from pytest_golive.documents.reading.document import Document, Fault

PARTS = ("headings", "anchors", "links", "blocks", "passages", "directives")


def read_notebook(path: str, text: str) -> Document:
    """The documents in the Markdown cells of the notebook at *path*, as one."""
    try:
        content = json.loads(text) if text.strip() else {}
        sheets = content.get("worksheets") or [content]  # before format 4
        cells = [cell for sheet in sheets for cell in sheet.get("cells", ())]
        sources = [_source(cell) for cell in cells if cell.get("cell_type") == "markdown"]
    except (ValueError, AttributeError, TypeError, RecursionError):
        message = "it is no notebook that can be read; jupyter nbconvert --to notebook shows what is wrong"
        return Document(path, "notebook", faults=(Fault("notebook", message, 0, "notebook"),))
    whole = Document(path, "notebook")
    position = 0
    for source in sources:
        position = max(position, text.find(json.dumps(source[:1] or "", ensure_ascii=False)[1:-1], position))
        whole = _joined(whole, _placed(read_markdown(path, source), source, text, position))
    return whole


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _placed(document: Document, source: str, text: str, start: int) -> Document:
    """*document*, read from the cell *source*, with the lines of the file *text*."""
    places: list[int] = []
    for line in source.split("\n"):
        found = next((at for words in _spelled(line) if line and (at := text.find(words, start)) >= 0), start)
        start = found
        places.append(text.count("\n", 0, found) + 1)
    changed: dict[str, Any] = {
        name: tuple(row._replace(line=places[min(row.line, len(places)) - 1]) for row in getattr(document, name))
        for name in PARTS
    }
    return replace(document, **changed)


def _spelled(line: str) -> tuple[str, str]:
    return json.dumps(line, ensure_ascii=False)[1:-1], json.dumps(line)[1:-1]


def _joined(whole: Document, more: Document) -> Document:
    joined: dict[str, Any] = {name: (*getattr(whole, name), *getattr(more, name)) for name in PARTS}
    return replace(whole, **joined)
