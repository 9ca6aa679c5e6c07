"""Pages of a list: where the next page is, and how many items there are in all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from pytest_golive.service.http.answer import Answer

NEXT: Final = re.compile(r'<([^<>]{1,4000})>[ \t]{0,9};[ \t]{0,9}rel="?next"?')
PAGE: Final = 100  # items that a page is asked for
FULL: Final = {"github": PAGE, "gitlab": PAGE, "gitea": 20}  # items that a page has at most; a Gitea may send fewer
LONGEST: Final = 20_000  # characters of the Link header that are read
MOST_DIGITS: Final = 9


def with_query(path: str, query: Mapping[str, Any]) -> str:
    """*path* with query parameters."""
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def next_page(answer: Answer, api: str) -> str:
    """Path and query of the next page below *api*; "" if there is none.

    It is requested at our own address of the interface: a forge behind a proxy often names another host, the one that
    it believes to have.
    """
    found = NEXT.search(", ".join(answer.all_headers("link"))[:LONGEST])
    if found is None:
        return ""
    parts, base = urlsplit(found[1]), urlsplit(api).path
    path = parts.path.removeprefix(base) if parts.path.startswith(f"{base}/") else _below(parts.path, base)
    return f"{path}?{parts.query}"


def total_of(answer: Answer, value: Any) -> int:
    """How many items there are in all by the forge's own count; 0 if it does not say."""
    said = answer.header("x-total-count") or answer.header("x-total")
    if said.isdecimal() and said.isascii() and len(said) <= MOST_DIGITS:
        return int(said)
    inside = value.get("total_count") if isinstance(value, dict) else 0
    return inside if isinstance(inside, int) and not isinstance(inside, bool) else 0


def may_go_on(kind: str, items: int, total: int) -> bool:
    """Whether a page that names no next one may have one: a proxy may have taken out the headers that say so.

    Args:
        kind: of the forge.
        items: how many the page has.
        total: how many there are in all; 0 if the forge does not say.
    """
    return not total and items >= FULL[kind]


def _below(path: str, base: str) -> str:
    """*path* relative to the interface, whatever base the forge itself writes."""
    last = base.rpartition("/api/")[2] if "/api/" in base else ""
    found = path.partition(f"/api/{last}/")[2] if last else ""
    return f"/{found}" if found else path
