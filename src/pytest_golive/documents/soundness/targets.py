"""Resolves links as a forge or a site does, and looks the targets up among the tracked files."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.reading.words import words_of
from pytest_golive.documents.soundness.nearest import Nearest

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
LOCAL = re.compile(r"file:|[A-Za-z]:[\\/]", re.IGNORECASE)
TEMPLATED = re.compile(r"\{\{|\{%|\$\{|<%|\{[A-Za-z_][\w.-]*\}")
# Pages of a forge beside the files of a repository: ../../issues leads there from the README.
BRANCHES = frozenset({"master", "main", "HEAD", "develop", "trunk"})
FORGE_PAGES = words_of(
    """
    actions blob branches commit commits compare contributors discussions graphs issues labels merge_requests
    milestones network packages projects pull pulls releases security stargazers tags tree wiki wikis -
    """
)
PAGES = (".md", ".mdx", ".rst", ".html", ".htm", ".ipynb")
INDEXES = ("index.md", "README.md", "_index.md", "index.mdx", "index.rst", "index.html", "readme.md")
LINES = re.compile(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads.

    Attributes:
        path: a tracked file or folder; "" if the link leads elsewhere.
        fragment: the text after the "#", without escapes; "" for none.
        fault: what is wrong with it, in words; "" if nothing is.
        is_checked: whether the link could be checked here.
    """

    path: str = ""
    fragment: str = ""
    fault: str = ""
    is_checked: bool = True


ELSEWHERE = Target(is_checked=False)


class Targets:
    """Resolves links.

    Args:
        library: the tracked files.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def find(self, source: str, written: str, *, is_page: bool = False, from_root: str = "") -> Target:
        """Where a link in the document at *source* leads.

        Args:
            source: path of the document.
            written: the link, as written there.
            is_page: whether a site makes the addresses; these have no suffixes.
            from_root: the folder that a leading "/" means.
        """
        written = written.strip()
        if (immediate := _elsewhere(written)) is not None:
            return immediate
        place, _, fragment = written.partition("#")
        place = unquote(place.partition("?")[0], errors="replace")
        fragment = unquote(fragment)
        if not place:
            return Target(source, fragment)
        base = from_root if place.startswith("/") else posixpath.dirname(source)
        path = posixpath.normpath(posixpath.join(base, place.lstrip("/"))).lstrip("/")
        outside = path == ".." or path.startswith("../")
        if (resolved := self._tracked("" if path == "." else path, is_page=is_page)) is not None:
            return Target(resolved, fragment)
        if is_page and (page := self._from_page(source, place)) is not None:
            return Target(page, fragment)
        return self._outside(path) if outside else Target(fault=self._missing(path))

    def _from_page(self, source: str, place: str) -> str | None:
        """The document at an address relative to the page of *source*; a site gives each page its own folder."""
        stem = posixpath.splitext(source)[0]
        return self._tracked(posixpath.normpath(posixpath.join(stem, place)), is_page=True)

    def exists(self, path: str) -> bool:
        """Whether a file, a folder or a link of exactly that name is tracked."""
        return self._through_links(path) is not None

    def _tracked(self, path: str, *, is_page: bool) -> str | None:
        if (found := self._through_links(path)) is not None or not is_page:
            return found
        stem = path.removesuffix(".html").removesuffix("/")
        names = [*(f"{stem}{suffix}" for suffix in PAGES), *(f"{stem}/{name}" for name in INDEXES)]
        return next((found for name in names if (found := self._through_links(name)) is not None), None)

    def _through_links(self, path: str) -> str | None:
        """*path* with its symbolic links resolved, if it is tracked."""
        library = self._library
        if path in library.tracked or path in library.folders:
            return path
        head, tail = path, ""
        while head:
            if head in library.links:
                target = library.links[head]
                whole = posixpath.normpath(posixpath.join("" if target == "." else target, tail.lstrip("/")))
                return "" if whole == "." else whole
            head, _, last = head.rpartition("/")
            tail = f"/{last}{tail}"
        return None

    def _outside(self, path: str) -> Target:
        first, _, rest = path.replace("../", "").partition("/")
        if first in FORGE_PAGES or path.startswith("../.."):
            return ELSEWHERE
        if first in BRANCHES and self.exists(rest):
            return ELSEWHERE  # a forge shows the file of that branch there
        return Target(fault="it leads outside the repository")

    def _missing(self, path: str) -> str:
        if (alike := self._by_plain_name.get(_plain(path))) and alike != path:
            return f"{path} is not tracked, but {alike} is: most systems tell upper and lower case apart"
        if near := self._nearest.to(path):
            return f"{path} is not tracked; the nearest name is {near}"
        return f"{path} is not tracked"

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest((*self._library.tracked, *self._library.folders))

    @cached_property
    def _by_plain_name(self) -> Mapping[str, str]:
        return {_plain(path): path for path in (*self._library.folders, *self._library.tracked)}


def _elsewhere(written: str) -> Target | None:
    """The result for a link that needs no look-up; None if it needs one."""
    if LOCAL.match(written):
        return Target(fault="it leads to a file on one machine, which nobody else has")
    if not written or SCHEME.match(written) or written.startswith("//") or TEMPLATED.search(written):
        return ELSEWHERE
    return Target(fault="it contains a backslash; write '/', which works on every system") if "\\" in written else None


def lines_named(fragment: str) -> int:
    """The last line that a fragment such as "L10-L20" names; 0 if it names none."""
    found = LINES.fullmatch(fragment)
    return max(map(int, filter(None, found.groups()))) if found else 0


def _plain(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
