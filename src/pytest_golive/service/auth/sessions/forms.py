"""The log-in form of a page, as a browser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pytest_golive.masking.known import MASK
from pytest_golive.service.bodies.pages import Piece, pieces

# Django, Flask-WTF, Rails, ASP.NET, Spring, Laravel, Symfony, Express, and descriptive names.
KNOWN = (
    "csrfmiddlewaretoken",
    "csrf_token",
    "authenticity_token",
    "__RequestVerificationToken",
    "_csrf",
    "_csrf_token",
)
LOOKS_LIKE_IT = re.compile(r"csrf|xsrf|^_?token$|verification.?token", re.IGNORECASE)
LEAST_HIDDEN = 8
LONGEST_HIDDEN = 4096  # no token is longer; all output is searched for each token
MOST_HIDDEN = 50


@dataclass(slots=True)
class Form:
    """One form.

    Attributes:
        action: where to send it, as written; "" for the page itself.
        method: in capitals.
        fields: names and initial values.
        hidden: names of the hidden fields.
        passwords: names of the password fields.
    """

    action: str = ""
    method: str = "GET"
    fields: dict[str, str] = field(default_factory=dict, repr=False)
    hidden: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)

    def csrf_field(self, named: str = "") -> str:
        """The name of the hidden field for the token; "" if there is none."""
        if named:
            return named if named in self.fields else ""
        known = (name for name in KNOWN if name in self.hidden)
        return next(known, next((name for name in self.hidden if LOOKS_LIKE_IT.search(name)), ""))


@dataclass(slots=True)
class Page:
    """The forms of a page, and its token for scripts.

    Attributes:
        forms: in the order of the page.
        token: of ``<meta name="csrf-token">``; "" if there is none.
    """

    forms: list[Form] = field(default_factory=list)
    token: str = field(default="", repr=False)

    def form_with(self, name: str) -> Form | None:
        """The form that has a field *name*, else the one with a password field."""
        named = (form for form in self.forms if name in form.fields)
        return next(named, next((form for form in self.forms if form.passwords), None))


class _Reader:
    """Reads a page; of nested forms, browsers know only the outer one."""

    def __init__(self) -> None:
        self.page = Page()
        self._open: Form | None = None

    def take(self, piece: Piece) -> None:
        attributes = piece.attributes
        if piece.name == "form":
            self._begin_or_end(piece)
        elif piece.kind == "start" and piece.name == "meta" and LOOKS_LIKE_IT.search(attributes.get("name", "")):
            self.page.token = attributes.get("content", "")
        elif piece.kind == "start" and piece.name in {"input", "button"} and attributes.get("name"):
            self._take(piece.name, attributes)

    def _begin_or_end(self, piece: Piece) -> None:
        if piece.kind == "end":
            self._open = None
        elif self._open is None:
            attributes = piece.attributes
            self._open = Form(attributes.get("action", "").strip(), attributes.get("method", "GET").upper())
            self.page.forms.append(self._open)

    def _take(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("type", "submit" if tag == "button" else "text").lower()
        if self._open is None or kind in {"reset", "image", "file", "button"}:
            return
        if kind in {"checkbox", "radio"} and "checked" not in attributes:
            return
        name = attributes["name"]
        self._open.fields[name] = attributes.get("value", "on" if kind == "checkbox" else "")
        if kind == "hidden":
            self._open.hidden.append(name)
        elif kind == "password":
            self._open.passwords.append(name)


def read_page(text: str) -> Page:
    """The forms of an HTML page; hidden values that look like tokens are masked from now on."""
    reader = _Reader()
    for piece in pieces(text):
        reader.take(piece)
    for secret in islice(_tokens(reader.page), MOST_HIDDEN):
        if len(secret) >= LEAST_HIDDEN:
            MASK.add(secret[:LONGEST_HIDDEN])
    return reader.page


def _tokens(page: Page) -> Iterator[str]:
    yield page.token
    for form in page.forms:
        yield from (form.fields[name] for name in form.hidden if LOOKS_LIKE_IT.search(name))
        yield form.fields.get(form.csrf_field(), "")
