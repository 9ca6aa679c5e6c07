"""Reads HTML pages as browsers do; the time depends on their length only, not on their content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

# The content of these elements is for the browser, not for readers.
UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
LONGEST_KEPT = 262_144  # characters of a page whose pieces are kept in memory


@dataclass(frozen=True, slots=True)
class Piece:
    """One token of a page.

    Attributes:
        kind: the start or the end of an element, or text.
        name: of the element, in lower case; "" for text.
        attributes: of the start; entities are decoded, and of several with one name the first counts.
        text: decoded; "" for tags.
    """

    kind: Literal["start", "end", "text"]
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    text: str = ""


@lru_cache(maxsize=4)  # one page is searched for its form, its tokens and its texts
def pieces(page: str) -> tuple[Piece, ...]:
    """All tokens of a page in order, whatever it contains."""
    return tuple(_pieces(page))


def texts(page: str) -> Iterator[str]:
    """The text that a reader sees, piece by piece."""
    unseen = ""
    for piece in pieces(page):
        if unseen:
            unseen = "" if (piece.kind, piece.name) == ("end", unseen) or piece.name == "body" else unseen
        elif piece.kind == "start" and piece.name in UNSEEN:
            unseen = piece.name
        elif piece.kind == "text":
            yield piece.text


def inputs(page: str) -> Iterator[dict[str, str]]:
    """The attributes of each input element."""
    found = pieces(page) if len(page) <= LONGEST_KEPT else _pieces(page)
    return (piece.attributes for piece in found if piece.kind == "start" and piece.name == "input")


def asks_for_password(page: str) -> bool:
    """Whether there is a password field."""
    if "password" not in page.lower():  # most pages have none, and are long
        return False
    return any(attributes.get("type", "").strip().lower() == "password" for attributes in inputs(page))


def _pieces(page: str) -> Iterator[Piece]:
    from justhtml import stream

    for event in stream(page):
        if event[0] == "start":
            name, content = event[1]
            yield Piece("start", name.lower(), {key.lower(): value or "" for key, value in content.items()})
        elif event[0] == "end":
            yield Piece("end", event[1].lower())
        elif event[0] == "text":
            yield Piece("text", text=event[1])
