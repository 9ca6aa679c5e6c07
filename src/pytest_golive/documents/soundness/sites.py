"""What shows a document to its readers: a forge, MkDocs, Sphinx, or another site generator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.library import Library

MKDOCS = re.compile(r"(?:(.*)/)?(?:mkdocs|properdocs)\.ya?ml")
# Generators that make their own addresses from the paths of documents, by the configuration file of each.
GENERATORS = re.compile(
    r"(?:(.*)/)?(?:docusaurus\.config\.\w+|_config\.ya?ml|book\.toml|\.vitepress/config\.\w+|hugo\.(?:toml|ya?ml)"
    r"|antora\.yml|gatsby-config\.\w+|astro\.config\.\w+|_quarto\.yml|\.eleventy\.js)"
)
# The same settings as MkDocs', and a builder of its own.
ZENSICAL = re.compile(r"(?:(.*)/)?zensical\.(?:ya?ml|toml)")
DOCS_DIR = re.compile(r"^docs_dir[ \t]*[:=][ \t]*['\"]?([^'\"#\n]+)", re.MULTILINE)
SLUGIFY = re.compile(r"^[ \t]+slugify[ \t]*[:=]", re.MULTILINE)
AT_THE_TOP = re.compile(r"^site_url:[ \t]*['\"]?https?://[^/\s'\"]+/?['\"]?[ \t]*$", re.MULTILINE)
AUTOREFS = re.compile(r"^[ \t]*-[ \t]+['\"]?(?:autorefs|mkdocstrings)\b", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """A folder that a generator renders as pages; "" is the root.

    *is_top*: nothing of its host lies above it. *config*: the path of its settings.
    """

    folder: str
    kind: str
    rules: tuple[str, ...]
    has_autorefs: bool = False
    is_top: bool = False
    config: str = ""

    @property
    def is_mkdocs(self) -> bool:
        """Whether its pages and addresses are made as MkDocs makes them."""
        return self.kind in {"mkdocs", "zensical"}

    def holds(self, path: str) -> bool:
        """Whether the document at *path* is a page of this site."""
        return not self.folder or path.startswith(f"{self.folder}/")


class Sites:
    """The sites of a project.

    Args:
        library: its documents.
        forge: the rule by which the forge makes anchors: "github" or "gitlab".
        rules: rules that the settings name instead; () to find out.
    """

    def __init__(self, library: Library, forge: str, rules: Sequence[str] = ()) -> None:
        self._library = library
        self._forge = forge
        self._rules = tuple(rules)

    @cached_property
    def all(self) -> tuple[Site, ...]:
        """All sites, those with the longest folder first."""
        found = [
            Site(folder, "sphinx", ("sphinx",), config=f"{folder}/conf.py".lstrip("/"))
            for folder in self._library.sphinx
        ]
        for path in sorted(self._library.tracked):
            if named := MKDOCS.fullmatch(path):
                found.append(self._mkdocs(path, named[1] or "", "mkdocs"))
            elif named := ZENSICAL.fullmatch(path):
                found.append(self._mkdocs(path, named[1] or "", "zensical"))
            elif named := GENERATORS.fullmatch(path):
                folder = (named[1] or "").removesuffix(".vitepress").rstrip("/")
                found.append(Site(folder, "other", ("github",), config=path))
        return tuple(sorted(found, key=lambda site: -len(site.folder)))

    def of(self, path: str) -> Site | None:
        """The site whose page the document at *path* is; None if only the forge shows it."""
        return next((site for site in self.all if site.holds(path)), None)

    def rules_for(self, document: Document) -> tuple[str, ...]:
        """The rules by which the headings of *document* become anchors; one of them must give the anchor."""
        site = self.of(document.path)
        if self._rules:
            return self._rules
        if document.format == "rst":
            return ("sphinx", "github")
        if site is None:
            return (self._forge,)
        if site.kind == "sphinx":
            return ("myst", "sphinx")
        return site.rules if site.is_mkdocs else (*site.rules, self._forge)

    def _mkdocs(self, path: str, folder: str, kind: str) -> Site:
        text = self._library.text(path)
        named = DOCS_DIR.search(text)
        docs = (named[1].strip() if named else "docs").removeprefix("./").rstrip("/")
        rules = ("mkdocs", "github") if SLUGIFY.search(text) else ("mkdocs",)
        named_host = f"{folder}/{docs}/CNAME".lstrip("/")  # with which a forge's pages have a host of their own
        is_top = AT_THE_TOP.search(text) is not None or named_host in self._library.tracked
        return Site(f"{folder}/{docs}".strip("/"), kind, rules, AUTOREFS.search(text) is not None, is_top, path)


def forge_of(tracked: Any, remote: str) -> str:
    """The forge whose rule for anchors applies outside any site: "gitlab" or "github"."""
    host = remote.partition("@")[2].partition(":")[0] or remote.partition("://")[2].partition("/")[0]
    if "gitlab" in host or (not host and ".gitlab-ci.yml" in tracked and ".github" not in tracked):
        return "gitlab"
    return "github"
