"""Read reStructuredText with docutils, and Sphinx's directives and roles by their form.

docutils may open no other file and run nothing; a directive or role that it does not know belongs to Sphinx or an
extension, and its content is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from itertools import takewhile
from typing import Any

from pytest_golive.documents.markup.markdown import Parts
from pytest_golive.documents.markup.rst_nodes import Walk
from pytest_golive.documents.markup.rst_words import Known
from pytest_golive.documents.reading.document import Document, Fault

WARNING = 2  # docutils' level
# Messages about the way docutils was called, or about what Sphinx and its extensions allow.
NOT_OF_THE_TEXT = re.compile(
    r"Duplicate (?:explicit|implicit) target|No directive entry|No role entry|directive disabled"
)
ITEM = re.compile(r"[ \t]*(?:[-*+\u2022]|#\.|\(?(?:\d+|[A-Za-z])[.)])[ \t]")


def read_rst(path: str, text: str) -> Document:
    """The document at *path*.

    Args:
        path: relative to the project's root.
        text: the text, with plain newlines.
    """
    from docutils.parsers.rst import Parser
    from docutils.utils import new_document

    parts = Parts()
    faults: list[Any] = []
    document = new_document(path, _settings(Parser))
    document.reporter.attach_observer(faults.append)
    with _known(Known(parts, text, faults)):
        Parser().parse(text, document)
    Walk(parts, text).document(document)
    found = tuple(_faults(faults))
    lists = tuple(fault for fault in found if _is_list(fault, text.split("\n")))
    sure = tuple(fault for fault in found if fault not in lists)
    return Document(path, "rst", **parts.tuples(), faults=sure, doubts=lists)


def _settings(parser: Any) -> Any:
    settings = _defaults(parser).copy()
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.halt_level = 5
    settings.report_level = 5
    settings.warning_stream = ""
    settings.syntax_highlight = "none"
    return settings


@cache
def _defaults(parser: Any) -> Any:
    """Docutils makes them out of some hundred options each time, which takes as long as a short document."""
    from docutils.frontend import get_default_settings

    return get_default_settings(parser)


@contextmanager
def _known(known: Known) -> Iterator[None]:
    """Make docutils look up directives and roles in *known*, as Sphinx does."""
    directives: Any = import_module("docutils.parsers.rst.directives")
    roles: Any = import_module("docutils.parsers.rst.roles")
    asked, defined = (directives.directive, roles.role), dict(vars(roles)["_roles"])  # a text may define roles
    directives.directive, roles.role = known.directives(asked[0]), known.roles(asked[1])
    try:
        yield
    finally:
        directives.directive, roles.role = asked
        vars(roles)["_roles"].clear()
        vars(roles)["_roles"].update(defined)


def _faults(messages: list[Any]) -> Iterator[Fault]:
    for message in messages:
        text_of_message = " ".join(message.astext().split())
        if message["level"] >= WARNING and not NOT_OF_THE_TEXT.search(text_of_message):
            words = message.children[0].astext() if message.children else text_of_message
            yield Fault("rst", " ".join(words.split()), int(message.get("line", 0) or 0), words)


def _is_list(fault: Fault, lines: Sequence[str]) -> bool:
    """Whether only a blank line before an indented list is missing: it is shown as a list, further to the right."""
    if fault.message != "Unexpected indentation." or not 1 < fault.line <= len(lines):
        return False
    before = [*takewhile(str.strip, reversed(lines[: fault.line - 1]))]
    return ITEM.match(lines[fault.line - 1]) is not None and not any(ITEM.match(line) for line in before)
