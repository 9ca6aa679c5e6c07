"""The anchors of each document, as whatever shows it makes them."""

from __future__ import annotations

import difflib
import re

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.soundness.sites import Sites
from pytest_golive.documents.soundness.slugs import anchors_of

OBJECT = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+|module-[\w.]+|c\.\w+")
MAKES_ANCHORS = frozenset({"mkdocstrings", "automodule", "autoclass", "autofunction", "autosummary", "eval-rst"})
TOPS = frozenset({"", "top", "readme"})
NOT_A_HEADING = (":~:", "/", "!")  # a text fragment, or what a program in a page reads


class Anchors:
    """Looks anchors up.

    Args:
        library: the documents.
        sites: what shows them.
    """

    def __init__(self, library: Library, sites: Sites) -> None:
        self._library = library
        self._sites = sites
        self._known: dict[str, frozenset[str]] = {}

    def missing(self, path: str, fragment: str, *, from_: str) -> str:
        """What is wrong with a link to *fragment* of *path* that stands in *from_*; "" if nothing is or is known."""
        document = self._library.by_path.get(path) or self._library.by_path.get(f"{path}/README.md".lstrip("/"))
        if document is None or fragment in TOPS or fragment.startswith(NOT_A_HEADING):
            return ""
        if OBJECT.fullmatch(fragment) and any(each.name in MAKES_ANCHORS for each in document.directives):
            return ""  # of an object whose documentation a build puts there
        names = self.of(document)
        if fragment in names or fragment.removeprefix("user-content-") in names:
            return ""
        where = "this document" if document.path == from_ else document.path
        if fragment.lower() in names and document.format == "markdown" and self._is_on_forge(document):
            return ""  # forges look for the lower case, too
        near = difflib.get_close_matches(fragment, sorted(names), 1, 0.6)
        return f"{where} has no heading or anchor of that name" + (f"; the nearest is #{near[0]}" if near else "")

    def of(self, document: Document) -> frozenset[str]:
        """All anchors of *document*."""
        if document.path not in self._known:
            self._known[document.path] = frozenset(self._all(document))
        return self._known[document.path]

    def _is_on_forge(self, document: Document) -> bool:
        return self._sites.of(document.path) is None

    def _all(self, document: Document) -> set[str]:
        texts = [heading.text for heading in document.headings]
        names = {name for heading in document.headings for name in heading.ids}
        names |= {anchor.name for anchor in document.anchors}
        if document.format == "rst":
            names |= set(anchors_of(names, "sphinx"))
        for rule in self._sites.rules_for(document):
            names |= set(anchors_of(texts, rule))
        names |= {f"fn-{name}" for name in names} | {f"fn:{name}" for name in names}
        return names
