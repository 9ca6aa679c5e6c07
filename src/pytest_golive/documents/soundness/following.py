"""Follows each link of each document: to a file, to a line of it, to an anchor in it, to a label."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from pytest_golive.documents.machinery.doubts import Doubt, Doubts
from pytest_golive.documents.reading.document import Document, Link
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.soundness.anchors import Anchors
from pytest_golive.documents.soundness.sites import Site, Sites
from pytest_golive.documents.soundness.sphinx_links import SphinxLinks
from pytest_golive.documents.soundness.targets import Target, Targets, lines_named
from pytest_golive.findings import Finding, counted

LABEL = re.compile(r"[\w][\w.:-]*(?<!\.md)(?<!\.rst)(?<!\.html)")
PLACES = frozenset({"link", "image", "download", "include"})
WORDS = {"image": "image", "include": "included file", "download": "download", "link": "link"}

# Nobody writes these at the end of an address of a page: they name a file of the repository.
FILE = re.compile(r"\.(?:md|rst|ipynb|py|toml|cfg|ini|txt|ya?ml|json|png|svg|jpe?g|gif|pdf)$", re.IGNORECASE)
MADE = Target(is_checked=False, fault="a build makes it")
AROUND = Target(is_checked=False, fault="only a site around the project may have it")


class Following:
    """Follows links, and counts them.

    Args:
        library: the documents.
        sites: what shows them.
    """

    def __init__(self, library: Library, sites: Sites) -> None:
        self._library = library
        self._sites = sites
        self._targets = Targets(library)
        self._anchors = Anchors(library, sites)
        self._sphinx = SphinxLinks(library, self._targets)
        self._lengths: dict[str, int] = {}
        self.doubts = Doubts(library, sites)
        self.doubted: list[tuple[Finding, Doubt]] = []  # what something of the project may define or make
        self.followed = 0
        self.elsewhere = 0
        self.unknown = 0
        self.around: list[str] = []  # places of links that only the site around the project can have

    def broken(self) -> Iterator[Finding]:
        """Each link that leads nowhere; those that may lead somewhere are put aside."""
        for document in self._library.documents:
            site = self._sites.of(document.path)
            for link in document.links:
                asked = self._as_asked(document, link, site)
                why, target = self._one(document, asked, site)
                if not why:
                    continue
                rule = f"broken {WORDS.get(link.kind, link.kind)}"
                message = f"{WORDS.get(link.kind, link.kind)} to {link.target!r}: {why}"
                finding = Finding(document.path, link.line, rule, message, key=f"{link.kind} {link.target}")
                if doubt := self.doubts.about(document, asked, target):
                    self.doubted.append((finding, doubt))
                else:
                    yield finding

    def _one(self, document: Document, link: Link, site: Site | None) -> tuple[str, Target]:
        """What is wrong with one link, "" if nothing is or nobody can tell; and where it leads."""
        if link.kind not in PLACES:
            return self._named(document, link, site), Target()
        target = self._place(document, link, site)
        if target is MADE:
            self.unknown += 1
        elif target is AROUND:
            self.around.append(f"{document.path}:{link.line} ({link.target})")
        elif not target.is_checked:
            self.elsewhere += 1
        else:
            self.followed += 1
            return target.fault or self._fragment(document, link, target), target
        return "", target

    def _as_asked(self, document: Document, link: Link, site: Site | None) -> Link:
        """The link as its renderer understands it."""
        is_label = self._is_myst(document, link, site)
        return link._replace(kind="label", target=link.target.lstrip("#")) if is_label else link

    def _is_myst(self, document: Document, link: Link, site: Site | None) -> bool:
        """Whether MyST looks a link up as a label: ``[text](label)``, and ``[text](#label)`` of any document."""
        if site is None or site.kind != "sphinx" or document.format == "rst" or link.kind != "link":
            return False
        if link.target.startswith("#"):
            return bool(self._anchors.missing(document.path, link.target[1:], from_=document.path))
        return LABEL.fullmatch(link.target) is not None and not self._targets.exists(
            posixpath.join(posixpath.dirname(document.path), link.target)
        )

    def _place(self, document: Document, link: Link, site: Site | None) -> Target:
        written, is_sphinx = link.target, site is not None and site.kind == "sphinx"
        root = site.folder if site is not None and (is_sphinx or site.is_mkdocs) else ""
        if link.kind == "image" and written.endswith(".*"):  # Sphinx chooses the suffix that its output can show
            return self._sphinx.any_suffix(document, written, root)
        if link.kind == "include" and (written.startswith("<") or not written):
            return Target(is_checked=False)  # docutils' own
        if written.startswith("/") and link.kind == "link" and site is not None:
            return Target(is_checked=False)  # an address on the published site, whose root is not known here
        is_page = site is not None and link.kind == "link"
        found = self._targets.find(document.path, written, is_page=is_page, from_root=root)
        if found.fault and link.kind == "image" and site is not None and site.is_mkdocs:
            return self._targets.find(f"{root}/index.md", _on_site(document.path, written, site))
        if found.fault and is_sphinx and self._sphinx.is_made(document.path, written, root):
            return MADE
        is_address = found.fault and site is None and link.kind == "link" and written.startswith("/")
        return self._from_above(document.path, written, found) if is_address else found

    def _from_above(self, source: str, written: str, missing: Target) -> Target:
        """Where an address that begins with "/" leads, if no site of the project is known to begin anywhere.

        A forge takes it from the root of the repository. Pages in a folder may be shown by a site that begins at that
        folder, or that has more than this project's pages.
        """
        folder = posixpath.dirname(source)
        first = written.lstrip("/").partition("#")[0].partition("?")[0].partition("/")[0]
        is_file = FILE.search(written.partition("#")[0]) is not None
        is_on_forge = not folder or posixpath.basename(source).lower().startswith("readme.")
        if is_on_forge or self._targets.exists(first):
            return missing
        while folder:
            found = self._targets.find(source, written, is_page=True, from_root=folder)
            if not found.fault:
                return found
            folder = posixpath.dirname(folder)
        return missing if is_file else AROUND

    def _fragment(self, document: Document, link: Link, target: Target) -> str:
        fragment = target.fragment
        if not fragment or link.kind != "link":
            return ""
        if last := lines_named(fragment):
            lines = self._lines(target.path)
            return f"{target.path} has {counted(lines, 'line')}" if 0 <= lines < last else ""
        return self._anchors.missing(target.path, fragment, from_=document.path)

    def _lines(self, path: str) -> int:
        """How many lines a tracked file has; -1 if it is no file."""
        if path not in self._lengths:
            is_file = path in self._library.tracked
            self._lengths[path] = len(self._library.text(path).splitlines()) if is_file else -1
        return self._lengths[path]

    def _named(self, document: Document, link: Link, site: Site | None) -> str:
        """What is wrong with a reference by name."""
        names = self._names_in(document)
        if link.kind == "footnote":
            self.followed += 1
            return "" if _plain(link.target) in names["footnote"] else "no footnote of that name is in this document"
        if link.kind == "reference":
            if site is not None and (site.has_autorefs or site.kind == "other"):
                self.unknown += 1
                return ""
            self.followed += 1
            return "nothing in this document says where that reference leads"
        if link.kind in {"name", "substitution", "citation", "label", "document"}:
            message = self._sphinx.missing(document, link, site)
            self.followed += message is not None
            self.unknown += message is None
            return message or ""
        return ""

    def _names_in(self, document: Document) -> dict[str, set[str]]:
        if document.path not in self._names:
            found: dict[str, set[str]] = {"footnote": set()}
            for anchor in document.anchors:
                found.setdefault(anchor.kind, set()).add(_plain(anchor.name))
            self._names[document.path] = found
        return self._names[document.path]

    @cached_property
    def _names(self) -> dict[str, dict[str, set[str]]]:
        return {}


def _on_site(path: str, written: str, site: Site) -> str:
    """What HTML leads to, which MkDocs does not rewrite: relative to the page's folder, and never above the host."""
    stem = posixpath.splitext(path.removeprefix(f"{site.folder}/"))[0]
    home = posixpath.dirname(stem) if posixpath.basename(stem) in {"index", "README"} else stem
    top = "/" if site.is_top else ""
    return posixpath.normpath(f"{top}{home or '.'}/{written}").lstrip("/")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
