"""The anchors of each document, by the rules of the forge or site that shows it."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.soundness.sites import Sites
from pytest_golive.documents.soundness.slugs import anchors_of

INCLUDES = frozenset({"snippet", "include"})
OBJECT_PATH = re.compile(r"[A-Za-z_][\w.]*")
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
        """What is wrong with a link in *from_* to *fragment* of *path*; "" if nothing is, or nobody can tell."""
        document = self._library.by_path.get(path) or self._library.by_path.get(f"{path}/README.md".lstrip("/"))
        if document is None or fragment in TOPS or fragment.startswith(NOT_A_HEADING):
            return ""
        if OBJECT.fullmatch(fragment) and any(directive.name in MAKES_ANCHORS for directive in document.directives):
            return ""  # of an object whose documentation a build inserts there
        names = self.of(document)
        if not names.isdisjoint(self._spellings(document, fragment)) or self._is_made_elsewhere(document):
            return ""
        where = "this document" if document.path == from_ else document.path
        near = difflib.get_close_matches(fragment, sorted(names), 1, 0.6)
        return f"{where} has no heading or anchor of that name" + (f"; the nearest is #{near[0]}" if near else "")

    def _spellings(self, document: Document, fragment: str) -> Iterator[str]:
        """The anchors that a browser may look for when it follows a link to *fragment*."""
        yield from (fragment, fragment.removeprefix("user-content-"))
        if self._is_on_forge(document):
            yield fragment.rstrip("-")  # a heading that ends in an image: the space before the image becomes a hyphen
            if document.format == "markdown":
                yield fragment.lower()

    def _is_made_elsewhere(self, document: Document) -> bool:
        """Whether a build inserts headings that are not in the document: a program's, or those of an unread file."""
        if any(
            each.name == "mkdocstrings" and not OBJECT_PATH.fullmatch(each.argument) for each in document.directives
        ):
            return True
        return any(self._included(document, each.target) is None for each in document.links if each.kind in INCLUDES)

    def _included(self, document: Document, target: str) -> Document | None:
        """The document that another includes: it is looked for beside it, at the root and in the site's folder."""
        site = self._sites.of(document.path)
        beside = posixpath.dirname(document.path)
        for folder in (beside, "", site.folder if site else ""):
            found = self._library.by_path.get(posixpath.normpath(posixpath.join(folder, target)))
            if found is not None:
                return found
        return None

    def of(self, document: Document) -> frozenset[str]:
        """All anchors of *document*."""
        if document.path not in self._known:
            self._known[document.path] = frozenset()  # documents may include one another
            names = self._all(document)
            for each in document.links:
                if each.kind in INCLUDES and (inner := self._included(document, each.target)) is not None:
                    names |= self.of(inner)
                    names |= {name for rule in self._sites.rules_for(document) for name in _headings(inner, rule)}
            self._known[document.path] = frozenset(names)
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


def _headings(document: Document, rule: str) -> frozenset[str]:
    """The anchors of an included document's headings, by the rule of the document that includes it."""
    return frozenset(anchors_of([heading.text for heading in document.headings], rule))
