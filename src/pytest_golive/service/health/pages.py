"""The visible text of a page, for pages with a word of health and little else."""

from __future__ import annotations

import html

HIDDEN = ("script", "style", "head", "title", "template", "noscript")
LONGEST = 65_536
# Rails responds with a page of one colour.
COLOURS = {"green": "OK", "red": "DOWN"}


def visible(page: str) -> str:
    """The text of a page, with single spaces; "" if it is too long for a word of health."""
    if len(page) > LONGEST:
        return ""
    pieces: list[str] = []
    place, hidden = 0, ""
    while (tag := page.find("<", place)) >= 0:
        if not hidden:
            pieces.append(page[place:tag])
        end = page.find("-->", tag) + 2 if page.startswith("<!--", tag) else page.find(">", tag)
        if end < tag:  # it is never closed
            place = len(page)
            break
        hidden = _hidden(page[tag + 1 : end].lower(), hidden)
        place = end + 1
    text = " ".join(html.unescape(" ".join([*pieces, "" if hidden else page[place:]])).split())
    return text or _colour(page.lower())


def _hidden(tag: str, hidden: str) -> str:
    """The element with invisible text that begins at this tag; "" if none."""
    if hidden:
        return "" if tag.lstrip().startswith(f"/{hidden}") else hidden
    name = tag.split("/", 1)[0].split(maxsplit=1)[:1]
    return name[0] if name and name[0] in HIDDEN and not tag.endswith("/") else ""


def _colour(page: str) -> str:
    """What a page without text says by its background colour."""
    _, _, style = page.partition("background-color:")
    return next((word for colour, word in COLOURS.items() if style.lstrip().startswith(colour)), "")
