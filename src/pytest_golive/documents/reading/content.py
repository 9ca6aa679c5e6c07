"""One document, from its bytes: of the work tree, or of any commit."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

from pytest_golive.codebase.reading import shown
from pytest_golive.documents.reading.document import Document, Fault
from pytest_golive.documents.reading.plain import text_of

LARGEST = 5_000_000  # bytes; nobody reads a larger one either
DOCUTILS_CURE = "pip install 'pytest-golive[rst]'; or leave them out: [tool.golive.documentation] exclude"


def read_content(path: str, format: str, content: bytes) -> Document:  # noqa: A002 -- what it is called everywhere
    """The document at *path*, whose bytes are *content*.

    Args:
        path: relative to the project's root.
        format: "markdown", "rst" or "notebook".
        content: all of it.

    Returns:
        The document; one that cannot be read has a problem, one that is no text a fault.
    """
    if len(content) > LARGEST:
        return too_large(path, format, len(content))
    text, faults = text_of(content)
    if format == "rst" and not has_docutils():
        what = f"{shown(path)} is reStructuredText, and docutils, which reads it, is not installed"
        return Document(path, format, problem=what, cure=DOCUTILS_CURE)
    try:
        document = _read(path, format, text)
    except RecursionError:
        message = "its markup is nested too deeply to be read"
        document = Document(path, format, faults=(Fault("nesting", message, 0, "nesting"),))
    return replace(document, faults=(*faults, *document.faults))


def too_large(path: str, format: str, size: int) -> Document:  # noqa: A002
    """A document that nobody reads."""
    what = f"{shown(path)} has {size / 1e6:.1f} MB, and documents are read up to {LARGEST / 1e6:g} MB"
    cure = "split it, or leave it out: [tool.golive.documentation] exclude"
    return Document(path, format, problem=what, cure=cure)


def has_docutils() -> bool:
    """Whether reStructuredText can be read."""
    return importlib.util.find_spec("docutils") is not None


def _read(path: str, format: str, text: str) -> Document:  # noqa: A002
    if format == "rst":
        from pytest_golive.documents.markup.rst import read_rst

        return read_rst(path, text)
    if format == "notebook":
        from pytest_golive.documents.markup.notebook import read_notebook

        return read_notebook(path, text)
    from pytest_golive.documents.markup.markdown import read_markdown

    return read_markdown(path, text)
