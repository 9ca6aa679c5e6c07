"""Find what was edited in a document between two releases, apart from white space, dates and front matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from pytest_golive.documents.changelog.parsing.dates import FORMS
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import WORD, plain
from pytest_golive.findings import counted

STAMP: Final = re.compile(r"\b(?:last[- ](?:updated|modified|reviewed)|updated|reviewed|date)\b[:\s*_]*", re.IGNORECASE)
SHOWN: Final = 3  # changes that a message names
SHORTEST: Final = 3  # letters of a word that can describe a subject
USUAL: Final = frozenset({
    "src", "lib", "the", "and", "for", "init", "main", "index", "core", "base", "app", "test", "tests", "docs", "with",
    "new", "all", "get", "set", "run", "use", "from", "this", "that", "not", "self", "none", "str", "int", "bool",
})  # fmt: skip


def edited(old: Document | None, new: Document) -> list[str]:
    """The passages that only one of two versions of a document has."""
    before = Counter(_pieces(old)) if old else Counter[str]()
    after = Counter(_pieces(new))
    # Passages in both need no closer comparison.
    gone, come = Counter(_all_bare(before - after)), Counter(_all_bare(after - before))
    return [*(come - gone), *(gone - come)]


def _pieces(document: Document) -> Iterator[str]:
    texts = (
        *(heading.text for heading in document.headings),
        *(passage.text for passage in document.passages),
        *(line for block in document.blocks for line in block.text.splitlines()),
        *(link.target for link in document.links if link.kind in {"image", "include"}),
        *(f"{directive.name} {directive.argument}" for directive in document.directives),
    )
    yield from texts


def _all_bare(texts: Counter[str]) -> Iterator[str]:
    yield from filter(None, map(_bare, texts.elements()))


def _bare(text: str) -> str:
    for form in FORMS:
        text = form.sub("", text)
    return " ".join(STAMP.sub("", text).split()).strip(" .,;:*_|")


def about(texts: Iterable[str], terms: Collection[str]) -> list[str]:
    """The *texts* that contain one of the *terms* as a word."""
    key_words = {plain(term) for term in terms if len(term) >= SHORTEST} - USUAL
    return [text for text in texts if not key_words.isdisjoint(plain(word) for word in WORD.findall(text))]


def terms_of(path: str) -> set[str]:
    """The words with which a document may refer to a file: its name and those of the folders around it."""
    *folders, name = path.split("/")
    return {part for part in (*folders[-2:], name.partition(".")[0]) if len(part) >= SHORTEST}


def listed(what: Sequence[str]) -> str:
    """The first of several things in words, with the number of the others."""
    more = f" and {len(what) - SHOWN:,} more" if len(what) > SHOWN else ""
    return ", ".join(what[:SHOWN]) + more


def said_of(pieces: Sequence[str], changes: Sequence[object]) -> str:
    """In words, how many edits of a document have to do with how many changes."""
    return f"{counted(len(pieces), 'edit')} for {counted(len(changes), 'change')} of what it covers"
