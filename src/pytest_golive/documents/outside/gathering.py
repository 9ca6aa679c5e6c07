"""The links of documents that lead to other sites, each address once; and those that nobody need ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.soundness.targets import TEMPLATED
from pytest_golive.service.addresses.origins import NoUrl, Parts, parts_of

KINDS = frozenset({"link", "image"})
WEB = re.compile(r"https?://", re.IGNORECASE)
# RFC 2606 and 6761 keep them for examples: they lead nowhere, and are not meant to.
RESERVED = re.compile(r"(?:.*\.)?(?:example|test|invalid|example\.(?:com|net|org|edu))", re.IGNORECASE)


@dataclass(frozen=True)
class Release:
    """What tells addresses that are there only once this release is out.

    Attributes:
        version: of this release; "" if it has none.
        names: words by which an address is the project's own: its name, its place on a forge.
    """

    version: str = ""
    names: Collection[str] = ()

    def makes(self, url: str) -> bool:
        """Whether *url* is the project's own and names the version that is about to be released."""
        if not self.version or not any(name and name.lower() in url.lower() for name in self.names):
            return False
        return re.search(rf"(?<![\d.]){re.escape(self.version)}(?!\d|\.\d)", url) is not None


@dataclass
class Gathered:
    """The links.

    Attributes:
        places: where each address stands, as path and line, once for each document.
        spared: the addresses that are not asked for, by the reason.
    """

    places: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    spared: dict[str, set[str]] = field(default_factory=dict)

    def hosts(self) -> dict[str, list[str]]:
        """The addresses by the host that they are asked of."""
        found: dict[str, list[str]] = {}
        for url in self.places:
            found.setdefault(parts_of(url).host, []).append(url)
        return found


def gather(documents: Sequence[Document], exclude: Sequence[str], release: Release) -> Gathered:
    """All links of *documents* that lead to other sites.

    Args:
        documents: that were read.
        exclude: how the addresses begin that are not asked for.
        release: what makes an address one that is there only when this release is.
    """
    found = Gathered()
    for document in documents:
        for written, line in _written(document):
            url = written.partition("#")[0]
            if reason := _why_spared(url, tuple(exclude), release):
                found.spared.setdefault(reason, set()).add(url)
                continue
            places = found.places.setdefault(url, [])
            if not any(path == document.path for path, _ in places):
                places.append((document.path, line))
    return found


def _written(document: Document) -> Iterator[tuple[str, int]]:
    for link in document.links:
        target = link.target.strip()
        if link.kind in KINDS and WEB.match(target):
            yield target, link.line


def _why_spared(url: str, exclude: tuple[str, ...], release: Release) -> str:
    """Why nobody need ask for *url*; "" if somebody must."""
    if url.startswith(exclude):
        return "left out by the settings"
    if TEMPLATED.search(url):
        return "with a placeholder in it"
    try:
        parts: Parts = parts_of(url)
    except NoUrl:
        return "no address that can be asked for"
    if parts.user:
        return "with a user name in it"
    if RESERVED.fullmatch(parts.host):
        return "of hosts that are kept for examples"
    return "of this release, which is not out yet" if release.makes(url) else ""
