"""Pages of HTML, as browsers read them; the time it takes grows with their length, and with nothing else in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

# What stands between them is for the browser, and not for its reader.
UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page.

    Attributes:
        kind: the start or the end of an element, or text.
        name: of the element, in small letters; "" for text.
        attributes: of its start; entities are resolved, and the first of several with one name counts.
        text: as it is read; "" for tags.
    """

    kind: Literal["start", "end", "text"]
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    text: str = ""


@lru_cache(maxsize=4)  # the same page is asked for its form, its tokens and its texts
def pieces(page: str) -> tuple[Piece, ...]:
    """All pieces of a page in their order, whatever stands in it."""
    return tuple(_pieces(page))


def texts(page: str) -> Iterator[str]:
    """What a reader sees of a page, piece by piece."""
    unseen = ""
    for piece in pieces(page):
        if unseen:
            unseen = "" if (piece.kind, piece.name) == ("end", unseen) or piece.name == "body" else unseen
        elif piece.kind == "start" and piece.name in UNSEEN:
            unseen = piece.name
        elif piece.kind == "text":
            yield piece.text


def inputs(page: str) -> Iterator[dict[str, str]]:
    """The attributes of each input field."""
    return (piece.attributes for piece in pieces(page) if piece.kind == "start" and piece.name == "input")


def asks_for_password(page: str) -> bool:
    """Whether there is a field for a password."""
    if "password" not in page.lower():  # most pages have none, and are long
        return False
    return any(said.get("type", "").strip().lower() == "password" for said in inputs(page))


def _pieces(page: str) -> Iterator[Piece]:
    from justhtml import stream

    for event in stream(page):
        if event[0] == "start":
            name, said = event[1]
            yield Piece("start", name.lower(), {key.lower(): value or "" for key, value in said.items()})
        elif event[0] == "end":
            yield Piece("end", event[1].lower())
        elif event[0] == "text":
            yield Piece("text", text=event[1])
