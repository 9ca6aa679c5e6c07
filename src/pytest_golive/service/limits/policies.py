"""The policies of a rate limiter in a response's RateLimit fields, in all versions of their draft.

Three fields (``RateLimit-Limit``, ``-Remaining``, ``-Reset``), also with "X-" and with a word for each policy; one
field with pairs (``RateLimit: limit=10, remaining=0, reset=5``); one structured field with a list of policies
(``RateLimit: "day";r=900;t=80000, "burst";r=0;t=3``). See draft-ietf-httpapi-ratelimit-headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.service.http.answer import Answer

NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
PREFIXES = ("ratelimit-", "x-ratelimit-", "x-rate-limit-")
PAIRS = frozenset({"limit", "remaining", "reset"})
LONGEST, MOST = 2_000, 50


@dataclass(frozen=True, slots=True)
class Policy:
    """One limit, as far as a response describes it.

    Attributes:
        field: the header with the time of its reset: "RateLimit", "X-RateLimit-Reset".
        reset: that time, as sent; "" if missing.
        remaining: remaining requests; None if missing.
    """

    field: str
    reset: str
    remaining: int | None


def policies_of(answer: Answer) -> list[list[Policy]]:
    """The policies in each kind of fields, those of the draft first; () for a missing kind."""
    lists = [_of_fields(answer, prefix) for prefix in PREFIXES]
    return [found for found in (lists[0], _of_list(answer), *lists[1:]) if found]


def used_up(policies: Sequence[Policy]) -> list[Policy]:
    """The policies that rejected: no requests remain; a single policy may omit that number."""
    empty = [policy for policy in policies if policy.remaining == 0]
    return empty or (list(policies) if len(policies) == 1 else [])


def _of_fields(answer: Answer, prefix: str) -> list[Policy]:
    """Those in three fields: several in a list, or in fields with a word of their own ("X-RateLimit-Reset-Day")."""
    found: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for name, value in answer.headers:
        words = name.lower().removeprefix(prefix).split("-") if name.lower().startswith(prefix) else []
        for kind in {"remaining", "reset"}.intersection(words):
            own_words = tuple(word for word in words if word not in {kind, "after"})
            parts = [value.strip()] if _is_date(value) else [part.strip() for part in value[:LONGEST].split(",")]
            found.setdefault(own_words, {}).setdefault(kind, []).extend(parts[:MOST])
    field = "-".join(word.capitalize() if word != "ratelimit" else "RateLimit" for word in prefix.split("-") if word)
    return [policy for kinds in found.values() for policy in _together(f"{field}-Reset", kinds)]


def _together(field: str, kinds: dict[str, list[str]]) -> Iterator[Policy]:
    resets, remaining = kinds.get("reset", []), kinds.get("remaining", [])
    for place in range(max(len(resets), len(remaining))):
        left = remaining[place] if place < len(remaining) else ""
        yield Policy(field, resets[place] if place < len(resets) else "", _number(left))


def _of_list(answer: Answer) -> list[Policy]:
    """Those in the field RateLimit, which may occur several times."""
    found: list[Policy] = []
    for line in answer.all_headers("RateLimit"):
        items = [list(_split(item, ";")) for item in _split(line[:LONGEST], ",")][:MOST]
        pairs = dict(_pair(part) for item in items for part in item if "=" in part)
        if PAIRS & pairs.keys():
            found.append(Policy("RateLimit", pairs.get("reset", ""), _number(pairs.get("remaining", ""))))
            continue
        for item in items:
            parameters = dict(_pair(part) for part in item[1:])
            found.append(Policy("RateLimit", parameters.get("t", ""), _number(parameters.get("r", ""))))
    return found


def _split(text: str, sign: str) -> Iterator[str]:
    """The parts of a structured field between separators that are outside strings and byte sequences (RFC 9651)."""
    part, around = "", ""
    for char in text:
        if around:
            around = "" if char == around and not part.endswith("\\") else around
        elif char in {'"', ":"}:
            around = char
        elif char == sign:
            yield part.strip()
            part = ""
            continue
        part += char
    yield part.strip()


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower(), value.strip()


def _number(text: str) -> int | None:
    return int(text) if NUMBER.fullmatch(text) else None


def _is_date(value: str) -> bool:
    return any(char.isalpha() for char in value) and ":" in value
