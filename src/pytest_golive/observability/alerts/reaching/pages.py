"""Whether a page that answers 200 is another one than was asked for: one that says "not found", or the home page."""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.http.answer import Answer

BEGINNING: Final = 200_000  # bytes in which a title and a first heading stand
HEADING: Final = re.compile(r"<(title|h1)\b[^<>]{0,500}>([^<]{0,500})", re.IGNORECASE)
SEPARATORS: Final = (" | ", " - ", " \u2013 ", " \u2014 ", " \u00b7 ", ": ")
WORDS: Final = re.compile(r"[a-z0-9]+")
# Headings of such pages, once what means nothing is left out.
FILLING: Final = frozenset({"the", "a", "this", "that", "we", "you", "sorry", "oops", "error", "http", "page", "file"})
GONE: Final = frozenset(
    {"404", "404 not found", "not found", "not found 404", "could not be found", "cannot be found", "can not be found",
     "could not find", "cannot find", "does not exist", "doesn t exist", "was not found", "is not found", "410 gone",
     "couldn t find", "can t find", "can t be found", "404 gone", "404 could not be found"}
)  # fmt: skip
HOMES: Final = frozenset({"", "index.html", "index.php", "index.htm", "home", "start", "welcome"})


def another_page(answer: Answer, address: str) -> str:
    """Why the page is not the one that was asked for; "" if nothing shows that."""
    asked, came = urlsplit(address), urlsplit(answer.url)
    if not _is_home(asked.path, asked.query) and _is_home(came.path, came.query):
        return f"it leads to a home page, {plain(answer.url)}"
    text = answer.body[:BEGINNING].decode("utf-8", "replace")
    for found in HEADING.finditer(text):
        said = " ".join(unescape(found[2]).split())
        if any(_says_gone(part) for part in _parts(said)):
            return f"it answers 200 with a page that is headed {said[:80]!r}"
    return ""


def _is_home(path: str, query: str) -> bool:
    return path.strip("/").lower() in HOMES and not query


def _parts(said: str) -> list[str]:
    """A heading, and what stands around its separators, as in "Not found | Shop"."""
    parts = [said]
    for separator in SEPARATORS:
        parts += [each for part in parts for each in part.split(separator)]
    return parts


def _says_gone(text: str) -> bool:
    return " ".join(word for word in WORDS.findall(text.lower()) if word not in FILLING) in GONE
