"""Pages that redirect browsers without a redirect status: the Refresh header, and ``<meta http-equiv="refresh">``."""

from __future__ import annotations

import re
from typing import Final

from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.redirects import is_downgrade, lead_of
from pytest_golive.service.bodies.pages import pieces
from pytest_golive.service.http.answer import Answer

LONGEST: Final = 65_536
# A page with a longer delay is there to be read.
SOON: Final = 10.0
WRITTEN: Final = re.compile(
    r"\s{0,9}(?=[0-9.])([0-9]{0,6}(?:\.[0-9]{0,9})?)[\s;,]{0,9}(?:url\s{0,9}=\s{0,9})?(.{0,4000})",
    re.IGNORECASE | re.DOTALL,
)


def refresh_of(answer: Answer) -> str:
    """Where *answer* immediately sends browsers, in words; "" if they stay, or only reload the page."""
    written = [*answer.all_headers("refresh"), *_in_page(answer)]
    return next(filter(None, (_redirect_in(answer.url, content) for content in written)), "")


def _redirect_in(url: str, content: str) -> str:
    found = WRITTEN.match(content)
    if not found or not found[2].strip() or float(found[1].strip(".") or 0) > SOON:
        return ""
    lead = lead_of(url, [found[2].strip().strip("\"'")])
    if not lead.url:
        return lead.why.removeprefix("to ")
    if lead.url == url.partition("#")[0]:
        return ""
    return f"{plain(lead.url)}{', from https to plain http' if is_downgrade(url, lead.url) else ''}"


def _in_page(answer: Answer) -> list[str]:
    """The contents of ``<meta http-equiv="refresh">``, for a browser that runs scripts."""
    text = answer.body[:LONGEST].decode("utf-8", "replace")
    kind = answer.header("content-type").lower()
    if "refresh" not in text.lower() or not ("html" in kind or (not kind and text.lstrip().startswith("<"))):
        return []
    found, without_scripts = [], False
    for piece in pieces(text):
        if piece.name == "noscript":
            without_scripts = piece.kind == "start"
        attributes = piece.attributes
        if (
            piece.name == "meta"
            and not without_scripts
            and attributes.get("http-equiv", "").strip().lower() == "refresh"
        ):
            found.append(attributes.get("content", ""))
    return found
