"""References by name in Sphinx and docutils: labels, documents, targets, substitutions, citations."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import unquote

from pytest_golive.documents.reading import kinds
from pytest_golive.documents.reading.document import Document, Link
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.soundness.made import Made
from pytest_golive.documents.soundness.nearest import Nearest
from pytest_golive.documents.soundness.sites import Site
from pytest_golive.documents.soundness.targets import Target, Targets

MADE_BY_SPHINX = frozenset({"genindex", "modindex", "py-modindex", "search"})
SUBSTITUTIONS = frozenset({"version", "release", "today", "translation progress"})
DEFINED_IN_TEXT = re.compile(r"^[ \t]*\.\. (?:_`?([^:\n`]+)`?:|\|([^|\n]+)\|[ \t])", re.MULTILINE)
CHECKED_NAMES = frozenset({"name", "substitution"})


class SphinxLinks:
    """Resolves references by name.

    Args:
        library: the documents.
        targets: resolves paths.
    """

    def __init__(self, library: Library, targets: Targets) -> None:
        self._library = library
        self._targets = targets
        self._made = Made(library)

    def missing(self, document: Document, link: Link, site: Site | None) -> str | None:
        """What is wrong with a reference by name: "" if nothing is, None if only a build can tell."""
        if link.kind == "document":
            return self._document(document, link, site)
        if site is not None and site.kind == "sphinx" and link.kind in {"label", "citation"}:
            return self._label(link, site)
        if link.kind in CHECKED_NAMES and document.format == "rst":
            return self._name(document, link, site)
        return None

    def is_made(self, source: str, written: str, root: str) -> bool:
        """Whether a build makes what a link in *source* leads to; a leading "/" means the folder *root*."""
        place = unquote(written.partition("#")[0].partition("?")[0], errors="replace")
        folder = root if place.startswith("/") else posixpath.dirname(source)
        return self._made.has(posixpath.normpath(posixpath.join(folder, place.lstrip("/"))))

    def any_suffix(self, document: Document, written: str, root: str) -> Target:
        """An image that exists with several suffixes: "picture.*"; a leading "/" means the folder *root*."""
        folder = root if written.startswith("/") else posixpath.dirname(document.path)
        pattern = posixpath.normpath(posixpath.join(folder, written.lstrip("/")))
        found = fnmatch.filter(self._library.tracked, pattern)
        return Target(found[0]) if found else Target(fault="no tracked file has that name with any suffix")

    def _document(self, document: Document, link: Link, site: Site | None) -> str | None:
        if site is None or site.kind != "sphinx" or ":" in link.target or link.target in MADE_BY_SPHINX:
            return None
        folder = site.folder if link.target.startswith("/") else posixpath.dirname(document.path)
        path = posixpath.normpath(posixpath.join(folder, link.target.lstrip("/"))).lstrip("./")
        suffixes = ("", *self._library.sphinx[site.folder], ".md", ".rst", ".ipynb")
        if any(self._targets.exists(f"{path}{suffix}") for suffix in suffixes):
            return ""
        if self._made.has(path):
            return None
        near = self._nearest.to(path)
        return "there is no such document" + (f"; the nearest is {near}" if near else "")

    def _label(self, link: Link, site: Site) -> str | None:
        name = _plain(link.target)
        if name in self._labels or name in MADE_BY_SPHINX or ":" in name:
            return ""
        is_taken = self._made.takes_labels(site.folder) or self._made.has_label(name, site.folder)
        if is_taken or _has(self._settings(site), "autosectionlabel") or link.kind == "citation":
            return None  # another project or a generated page may define it
        import difflib

        near = difflib.get_close_matches(name, sorted(self._labels), 1, 0.6)
        return "no document defines that label" + (f"; the nearest is {near[0]!r}" if near else "")

    def _name(self, document: Document, link: Link, site: Site | None) -> str | None:
        name = _plain(link.target)
        if name in self._names_of(document) or (link.kind == "substitution" and name in SUBSTITUTIONS):
            return ""
        if name in self._names_of_all(document, site):
            return ""
        if any(include.kind == "include" and include.target.startswith("<") for include in document.links):
            return None
        kind = "substitution" if link.kind == "substitution" else "target or heading"
        return f"this document has no {kind} of that name"

    def _names_of(self, document: Document) -> frozenset[str]:
        if document.path not in self._by_document:
            names = {anchor.name for anchor in document.anchors} | {heading.text for heading in document.headings}
            self._by_document[document.path] = frozenset(map(_plain, names))
        return self._by_document[document.path]

    @cached_property
    def _by_document(self) -> dict[str, frozenset[str]]:
        return {}

    def _names_of_all(self, document: Document, site: Site | None) -> set[str]:
        """Names that an included file or the settings of Sphinx define for the document."""
        texts = []
        for link in (each for each in document.links if each.kind == "include"):
            target = self._targets.find(document.path, link.target, from_root=site.folder if site else "")
            if target.path in self._library.tracked:
                texts.append(self._library.text(target.path))
        if site is not None and site.kind == "sphinx":
            texts.append(self._library.text(f"{site.folder}/conf.py".lstrip("/")))
        found = (each for text in texts for each in DEFINED_IN_TEXT.findall(text))
        return {_plain(name or substitution) for name, substitution in found}

    def _settings(self, site: Site) -> Mapping[str, object]:
        if site.folder not in self._conf:
            self._conf[site.folder] = kinds.settings_of(self._library.root, f"{site.folder}/conf.py".lstrip("/"))
        return self._conf[site.folder]

    @cached_property
    def _conf(self) -> dict[str, Mapping[str, object]]:
        return {}

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(posixpath.splitext(document.path)[0] for document in self._library.documents)

    @cached_property
    def _labels(self) -> frozenset[str]:
        found = [anchor.name for document in self._library.documents for anchor in document.anchors]
        found += [name for document in self._library.documents for part in document.headings for name in part.ids]
        found += [
            part.options["name"]
            for document in self._library.documents
            for part in document.directives
            if part.options.get("name")
        ]
        return frozenset(map(_plain, found))


def _has(settings: Mapping[str, object], extension: str) -> bool:
    return extension in str(settings.get("extensions", "")) or settings.get("extensions", "") is None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
