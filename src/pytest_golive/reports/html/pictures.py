"""The pictures that a run has drawn, as a part of the page: of each SVG what only draws, in the colours of the page.

A picture is a file, and a file may be anybody's: nothing of it is copied but known elements and attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from pytest_golive.errors import CannotMeasure
from pytest_golive.reports.html.words import clean

LARGEST: Final = 256 * 1024  # bytes of one file that is read
ROOM: Final = 120_000  # characters of all pictures on a page
DRAWING: Final = frozenset({"g", "path", "rect", "text", "line", "circle", "polyline", "tspan"})
NUMBERS: Final = ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r", "rx", "stroke-width")
LISTS: Final = ("d", "points", "transform", "stroke-dasharray")
WORDS: Final = ("text-anchor", "font-weight", "stroke-linecap")
COLOURS: Final = ("fill", "stroke")
NUMBER: Final = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{1,6})?")
LIST: Final = re.compile(r"[-+0-9a-zA-Z.,() ]*")
WORD: Final = re.compile(r"[a-z]{1,12}|[1-9]00")
CLASSES: Final = re.compile(r"[a-z]( [a-z])?")
STYLED: Final = re.compile(r"fill:(#[0-9a-fA-F]{3,6});?")
SIZE: Final = re.compile(r"0 0 ([0-9]{1,5}(?:\.[0-9]{1,3})?) ([0-9]{1,5}(?:\.[0-9]{1,3})?)")
# The colours of our pictures, by what they mean; the page has each of them for light and for dark.
MEANING: Final = {
    "#1f6fb4": "blue", "#1565c0": "blue", "#e08a1e": "amber", "#9a6700": "amber", "#2a9d5c": "green",
    "#2e7d32": "green", "#2a7d4f": "green", "#c0392b": "red", "#c62828": "red", "#6a1b9a": "violet",
    "#8250df": "violet", "#757575": "grey",
    "#8c959f": "grey", "#999": "grey", "#212121": "ink", "#333": "ink", "#24292f": "ink",
}  # fmt: skip
PAPER: Final = frozenset({"#fff", "#ffffff", "white"})


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Attributes:
        title: what it shows.
        markup: its SVG, which draws and does nothing else.
        wide: its width in its own units.
    """

    title: str
    markup: str
    wide: float


def picture_in(path: str) -> Picture:
    """The picture in the SVG file *path*.

    Raises:
        CannotMeasure: it is too large, cannot be read, or is no picture that can be shown.
    """
    from pytest_golive.testrun.junit.safe_xml import read_xml

    file = Path(path)
    try:
        size = file.stat().st_size
    except OSError as error:
        raise CannotMeasure(f"it cannot be read: {error.strerror}", "run again") from None
    if size > LARGEST:
        raise CannotMeasure(f"it has {size:,} bytes, and {LARGEST:,} are shown here", "open the file")
    root = read_xml(file, "picture")
    view = SIZE.fullmatch(root.get("viewBox", ""))
    if root.tag != "svg" or view is None:
        raise CannotMeasure("it is no SVG with a size", "open the file")
    title = clean(next((child.text or "" for child in root if child.tag == "title"), ""), 300) or clean(file.name)
    inner = "".join(part for child in root for part in _parts(child))
    attributes = f'viewBox="0 0 {view[1]} {view[2]}" role="img" aria-label={quoteattr(title)}'
    return Picture(title, f"<svg {attributes}>{inner}</svg>", float(view[1]))


def _parts(element: Element) -> Iterator[str]:
    """The markup of *element*, without the white paper below it: the page has its own."""
    if element.tag not in DRAWING or _is_paper(element):
        return
    yield f"<{element.tag}"
    yield from (f' {name}="{value}"' for name, value in _attributes(element))
    yield ">"
    if element.tag in {"text", "tspan"}:
        yield escape(clean(element.text or "", 300))
    for child in element:
        if child.tag == "title":
            yield f"<title>{escape(clean(child.text or '', 300))}</title>"
        yield from _parts(child)
    yield f"</{element.tag}>"


def _is_paper(element: Element) -> bool:
    is_large = element.get("x") is None and element.get("y") is None
    return element.tag == "rect" and is_large and (element.get("fill") in PAPER or element.get("class") == "p")


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for names, form in ((NUMBERS, NUMBER), (LISTS, LIST), (WORDS, WORD), (("class",), CLASSES)):
        yield from ((name, value) for name in names if (value := element.get(name, "")) and form.fullmatch(value))
    for name in COLOURS:
        if colour := _colour(element.get(name, "")):
            yield name, colour
    if match := STYLED.fullmatch(element.get("style", "")):
        yield "fill", _colour(match[1]) or "var(--ink)"


def _colour(value: str) -> str:
    if value == "none":
        return value
    return f"var(--{MEANING[value.lower()]})" if value.lower() in MEANING else "var(--ink)" if value else ""
