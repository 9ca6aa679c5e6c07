"""Which findings are doubts: something of the project may define or make what a document seems to lack."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import NamedTuple

from pytest_golive.documents.machinery import mkdocs, sphinx
from pytest_golive.documents.machinery.making import Making
from pytest_golive.documents.machinery.sphinx import Unsure
from pytest_golive.documents.reading.document import Document, Fault, Link
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.reading.words import words_of
from pytest_golive.documents.soundness.sites import Site, Sites
from pytest_golive.documents.soundness.targets import Target
from pytest_golive.errors import CannotMeasure

NAMES = frozenset({"name", "substitution", "citation", "label", "footnote", "reference"})
PAGES = frozenset({"document"})
FILES = frozenset({"include", "download", "image", "link"})
PAGE = re.compile(r"\.html?(?:#|$)")
# What the strict build of a site says nothing about: these stay doubts where it passes.
UNSAID = {"sphinx": frozenset({"reference", "anchor"}), "mkdocs": frozenset({"reference", "footnote", "anchor"})}
# docutils' messages about what a directive or role means, which an extension may decide otherwise.
ABOUT_A_DIRECTIVE = re.compile(r'^(?:Error in "|Unknown |Invalid |Content block|No content|Error parsing)')
# They hold text or code that stands in the document; all others may insert what a build makes.
WRITTEN = words_of(
    """
    note warning tip important caution danger hint attention error seealso versionadded versionchanged deprecated
    versionremoved admonition topic sidebar only centered hlist glossary rubric container compound image figure table
    list-table csv-table code code-block sourcecode literalinclude highlight math toctree contents index epigraph
    replace unicode date role meta title class raw parsed-literal graphviz mermaid grid card grid-item grid-item-card
    tab tabs tab-item tab-set dropdown doctest testcode testsetup testcleanup testoutput currentmodule module
    py:module py:currentmodule function method attribute data exception describe option envvar confval include snippet
    """
)
TEMPLATE = re.compile(r"\{\{|\{%|^--8<--|^:::", re.MULTILINE)


class Doubt(NamedTuple):
    """Why a finding is a doubt, in words, and whether the strict build of the site would say so."""

    why: str
    is_of_build: bool = False


class Doubts:
    """Tells findings from doubts.

    Args:
        library: the documents.
        sites: what shows them.
    """

    def __init__(self, library: Library, sites: Sites) -> None:
        self._library = library
        self._sites = sites
        self._making = Making(library)
        self._unsure: dict[str, Unsure] = {}

    def about(self, document: Document, link: Link, target: Target) -> Doubt | None:
        """Why a link that leads nowhere is none for sure; None if it is.

        Args:
            document: where it stands.
            link: the link.
            target: where it was followed to, "" for a name.
        """
        if target.path and link.kind == "link":
            return self._anchor(target)
        site = self._site(document)
        if site is None and link.kind == "link" and self._is_address(document, link):
            return Doubt("a site may show a page under that address")
        made = self._making.why(self._place(document, link, site)) if link.kind in FILES | PAGES else ""
        if made:
            return Doubt(made, is_of_build=site is not None)
        if site is None:
            return None
        unsure = self.unsure(site)
        if link.kind in NAMES:
            why = unsure.names or (self._in_code(link.target) if link.kind == "label" else "")
        elif link.kind in PAGES or PAGE.search(link.target):
            why = unsure.pages
        else:
            why = unsure.names if link.kind == "include" else unsure.files
        return Doubt(why, link.kind not in UNSAID.get(site.kind, ())) if why else None

    def about_markup(self, document: Document, fault: Fault) -> Doubt | None:
        """Why docutils' message is none for sure; None if it is."""
        site = self._site(document)
        if site is None:
            return None
        if not ABOUT_A_DIRECTIVE.match(fault.message) and not TEMPLATE.search(self._text(document.path)):
            return None
        why = self.unsure(site).names
        return Doubt(why, is_of_build=True) if why else None

    def unsure(self, site: Site) -> Unsure:
        """What is not understood of the machinery of *site*."""
        if site.config not in self._unsure:
            self._unsure[site.config] = self._read(site)
        return self._unsure[site.config]

    def _read(self, site: Site) -> Unsure:
        if site.kind not in {"sphinx", "mkdocs"}:
            return Unsure(*(3 * (f"the builder of {site.config} is not understood",)))
        try:
            text = self._library.text(site.config)
        except CannotMeasure:
            return Unsure(*(3 * (f"{site.config}, which cannot be read",)))
        if site.kind == "mkdocs":
            return mkdocs.unsure_of(text, site.config)
        has = self._library.tracked | self._library.folders
        return sphinx.unsure_of(text, site.config, has.__contains__)

    def _anchor(self, target: Target) -> Doubt | None:
        """Why a page may have an anchor that is not in its document."""
        page = self._library.by_path.get(target.path)
        site = self._sites.of(target.path)
        if page is None or site is None:
            return None
        generated = next((each.name for each in page.directives if each.name not in WRITTEN), "")
        if generated:
            return Doubt(f"{target.path} has a {generated} whose text a build inserts")
        if TEMPLATE.search(self._text(target.path)) and self.unsure(site).names:
            return Doubt(f"{target.path} has parts that a build inserts")
        return None

    @staticmethod
    def _is_address(document: Document, link: Link) -> bool:
        """Whether a page in a folder links without a suffix, as on a site; a forge shows READMEs as they are."""
        written = link.target.partition("#")[0].partition("?")[0].rstrip("/")
        folder, _, name = document.path.rpartition("/")
        is_of_forge = not folder or name.lower().startswith(("readme.", "contributing.")) or folder.startswith(".")
        is_below = bool(written) and not written.startswith("/")
        return is_below and not is_of_forge and "." not in written.rpartition("/")[2]

    def _in_code(self, label: str) -> str:
        """The module whose text defines a label, in words; "" if none does."""
        defined = f"_{label.casefold()}:"
        paths = (path for path in sorted(self._library.tracked) if path.endswith((".py", ".pyx", ".inc", ".txt")))
        return next((f"{path} defines it" for path in paths if defined in self._text(path).casefold()), "")

    def _text(self, path: str) -> str:
        try:
            return self._library.text(path)
        except CannotMeasure:
            return ""

    def _site(self, document: Document) -> Site | None:
        """The site whose page a document is, or that includes it."""
        site = self._sites.of(document.path)
        if site and site.kind == "other" and not site.folder and "/" not in document.path:
            site = None  # the README beside the settings of a site: the forge shows it, too
        return site or self._including.get(document.path)

    @cached_property
    def _including(self) -> dict[str, Site]:
        """Documents outside a site that one of its pages includes, or that its settings name, each with the site."""
        found: dict[str, Site] = {}
        for document in self._library.documents:
            site = self._sites.of(document.path)
            for link in document.links if site else ():
                if link.kind in {"include", "snippet"} and site:
                    folder = posixpath.dirname(document.path)
                    found.setdefault(posixpath.normpath(posixpath.join(folder, link.target)), site)
        return found

    def _place(self, document: Document, link: Link, site: Site | None) -> str:
        """The path that a link means; a leading "/" is the site's folder."""
        written = link.target.partition("#")[0].partition("?")[0]
        root = site.folder if site and site.kind in {"sphinx", "mkdocs"} else ""
        folder = root if written.startswith("/") else posixpath.dirname(document.path)
        return posixpath.normpath(posixpath.join(folder, written.lstrip("/"))).removesuffix(".html")
