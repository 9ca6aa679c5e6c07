"""Pages that send browsers on without a redirect: the Refresh header, and ``<meta http-equiv="refresh">``."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from pytest_golive.service.answer import Answer
from pytest_golive.service.origins import plain
from pytest_golive.service.redirects import is_downgrade, lead_of

LONGEST: Final = 65_536
LONGEST_TAG: Final = 2_000
# A page that waits longer is there to be read.
SOON: Final = 10.0
META: Final = re.compile(r"<meta(?=[\s/])", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r"""([a-zA-Z-]{1,40})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""")
WRITTEN: Final = re.compile(
    r"\s{0,9}([0-9]{0,6}(?:\.[0-9]{0,9})?)[\s;,]{0,9}(?:url\s{0,9}=\s{0,9})?(.{0,4000})", re.IGNORECASE | re.DOTALL
)


def refresh_of(answer: Answer) -> str:
    """Where *answer* sends browsers at once, in words; "" if they stay, or only load the same page again."""
    written = [*answer.all_headers("refresh"), *_in_page(answer)]
    return next(filter(None, (_meaning(answer.url, content) for content in written)), "")


def _meaning(url: str, content: str) -> str:
    found = WRITTEN.match(content)
    if not found or not found[2].strip() or float(found[1].strip(".") or 0) > SOON:
        return ""
    lead = lead_of(url, [found[2].strip().strip("\"'")])
    if not lead.url:
        return f"a page that it leads {lead.why}"
    if lead.url == url.partition("#")[0]:
        return ""
    return f"{plain(lead.url)}{', from https to plain http' if is_downgrade(url, lead.url) else ''}"


def _in_page(answer: Answer) -> list[str]:
    """What its ``<meta http-equiv="refresh">`` say, for a browser that runs scripts."""
    text = answer.body[:LONGEST].decode("utf-8", "replace")
    if "refresh" not in text.lower():
        return []
    for opening, closing in (("<!--", "-->"), ("<noscript", "</noscript"), ("<script", "</script")):
        text = _without(text, opening, closing)
    found = []
    for piece in META.split(text)[1:]:
        said = {name.lower(): value.strip("\"'") for name, value in ATTRIBUTE.findall(piece[:LONGEST_TAG])}
        if said.get("http-equiv", "").strip().lower() == "refresh":
            found.append(unescape(said.get("content", "")))
    return found


def _without(text: str, opening: str, closing: str) -> str:
    """*text* without what stands between two marks."""
    lowered, kept, place = text.lower(), [], 0
    while (start := lowered.find(opening, place)) >= 0:
        kept.append(text[place:start])
        end = lowered.find(closing, start)
        if end < 0:
            return "".join(kept)
        place = end + len(closing)
    return "".join([*kept, text[place:]])
