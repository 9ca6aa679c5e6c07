"""What the fields of a signature may hold."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

DECISIONS = ("approve", "reject", "revoke")
LONGEST_TEXT = 2000  # characters of one text; room for a row's words, and little for anything else
BREAKING = ("Cc", "Cs", "Zl", "Zp")  # Unicode's categories of control characters and line ends
ARMOR = re.compile(r"-----BEGIN SSH SIGNATURE-----\r?\n[A-Za-z0-9+/=\r\n]*+-----END SSH SIGNATURE-----[\r\n]*+")
CONTENT = re.compile(r"sha256:[0-9a-f]{64}")
TEXTS = (
    *("id", "row", "title", "by", "role", "decision", "content", "commit", "evidence", "note", "revokes", "release"),
    "signature",
)
NEEDED = ("id", "row", "by", "decision", "signed", "content")


def fault_of(table: Mapping[str, Any]) -> str:
    """What is wrong with the fields of a signature's file; "" if nothing is."""
    return next((fault for check in CHECKS if (fault := check(table))), "")


def _unknown(table: Mapping[str, Any]) -> str:
    names = sorted(set(table) - {*TEXTS, "signed", "until", "covers"})
    return f"contains unknown fields: {', '.join(names)}" if names else ""


def _lacking(table: Mapping[str, Any]) -> str:
    names = [name for name in NEEDED if not table.get(name)]
    return f"lacks {', '.join(names)}" if names else ""


def _mistyped(table: Mapping[str, Any]) -> str:
    if wrong := [name for name in TEXTS if not isinstance(table.get(name, ""), str)]:
        return f"{wrong[0]} is not text"
    covers = table.get("covers", [])
    if not isinstance(covers, list) or not all(isinstance(glob, str) and glob for glob in covers):
        return "covers is not a list of globs"
    signed, until = table.get("signed"), table.get("until")
    if not isinstance(signed, dt.datetime) or signed.tzinfo is None:
        return "signed is not a time with a zone, such as 2026-11-26T10:00:00Z"
    if until is not None and (isinstance(until, dt.datetime) or not isinstance(until, dt.date)):
        return "until is not a date, such as 2026-12-31"
    return ""


def _senseless(table: Mapping[str, Any]) -> str:
    if table["decision"] not in DECISIONS:
        return f"decision is not one of {', '.join(DECISIONS)}"
    if not CONTENT.fullmatch(table["content"]):
        return "content is not a digest as golive sign writes it"
    if table["decision"] == "revoke" and not table.get("revokes"):
        return "revokes must name a signature if the decision is revoke"
    if table["decision"] == "reject" and table.get("revokes"):
        return "revokes must be absent if the decision is reject"
    return ""


def _sprawling(table: Mapping[str, Any]) -> str:
    """Nothing but short lines, as people write them: the file is no part of the release, so it must hold no more."""
    texts = [(name, table.get(name, "")) for name in TEXTS if name != "signature"]
    for name, text in (*texts, *(("covers", glob) for glob in table.get("covers", ()))):
        if len(text) > LONGEST_TEXT:
            return f"{name} is longer than {LONGEST_TEXT:,} characters"
        if any(unicodedata.category(letter) in BREAKING for letter in text):
            return f"{name} is not on one line, or contains control characters"
    if table.get("signature") and not ARMOR.fullmatch(table["signature"]):
        return "signature is not an OpenSSH signature"
    return ""


CHECKS: tuple[Callable[[Mapping[str, Any]], str], ...] = (_unknown, _lacking, _mistyped, _senseless, _sprawling)
