"""Addresses of the forge's pages for commits and for lines of files."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlsplit

LINES: Final = {"github": "#L{}", "gitlab": "#L{}", "gitea": "#L{}", "bitbucket": "#lines-{}"}
FILES: Final = {
    "github": "/blob/{}/",
    "gitlab": "/-/blob/{}/",
    "gitea": "/src/commit/{}/",
    "bitbucket": "/src/{}/",
}
COMMITS: Final = {
    "github": "/commit/{}",
    "gitlab": "/-/commit/{}",
    "gitea": "/commit/{}",
    "bitbucket": "/commits/{}",
}
SHA: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
PLACE: Final = re.compile(r"(.{1,4096}?)(?::(\d{1,9}))?", re.DOTALL)
LONGEST: Final = 2000
NO_NAME: Final = re.compile(r"[^a-z0-9]{1,200}")
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the repository is on the web.

    Attributes:
        url: its page, without a credential; "" if it is on none.
        kind: "github", "gitlab", "gitea", "bitbucket"; "" for a forge whose addresses nobody knows here.
        commit: full hash of what was judged; "" if unknown.
        prefix: of the project's folder in the repository, with a final slash; "" for the top.
    """

    url: str = ""
    kind: str = ""
    commit: str = ""
    prefix: str = ""

    @property
    def page(self) -> str:
        """The address of the commit, else of the repository; "" without either."""
        if self._is_known:
            return f"{self.url}{COMMITS[self.kind].format(self.commit)}"
        return web(self.url)

    def place(self, text: str) -> str:
        """The address of "src/shop/pay.py:12"; "" for what is no file of the repository."""
        match = PLACE.fullmatch(text)
        if match is None or not self._is_known:
            return ""
        return self.file(match[1], int(match[2] or 0))

    def file(self, path: str, line: int = 0) -> str:
        """The address of a line of a file, or of the whole file for 0."""
        parts = path.split("/")
        if not self._is_known or not path or path.startswith("/") or {"", ".", ".."} & {*parts}:
            return ""
        name = quote((self.prefix + path).encode("utf-8", "surrogateescape"), safe="/")
        address = (
            self.url + FILES[self.kind].format(self.commit) + name + (LINES[self.kind].format(line) if line else "")
        )
        return address if len(address) <= LONGEST else ""

    @property
    def _is_known(self) -> bool:
        return bool(web(self.url)) and self.kind in FILES and SHA.fullmatch(self.commit) is not None


def web(address: str) -> str:
    """*address*, if a reader may follow it: a page on the web, without a credential; else ""."""
    if len(address) > LONGEST or not address.isprintable() or set(address) & set(" \"'<>\\`"):
        return ""
    try:
        parts = urlsplit(address)
        is_plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # such as brackets that hold no address
        return ""
    return address if is_plain else ""


@dataclass(slots=True)
class Anchors:
    """The names of the rows of one page, which all differ."""

    _given: set[str] = field(default_factory=set)

    def of(self, key: str) -> str:
        """A name that stays the same from run to run: made from the id, with a digest where that is too long or odd."""
        name = NO_NAME.sub("-", key.casefold()).strip("-")
        if len(name) > LONGEST_NAME or not key.isascii() or not name or name in self._given:
            digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            name = f"{name[:LONGEST_NAME]}-{digest}"
        while name in self._given:
            name += "-2"
        self._given.add(name)
        return f"row-{name}"
