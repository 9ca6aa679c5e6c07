"""Which of several instances responded: from a header, a cookie, a value of the JSON, or a part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_golive.masking.foreign import spoken
from pytest_golive.service.bodies.decoding import Members, at, words_of
from pytest_golive.service.http.answer import Answer

# Headers that proxies and caches add (X-Served-By, Via) do not count: they say nothing about the service.
HEADERS = (
    "X-Instance",
    "X-Instance-Id",
    "X-Pod",
    "X-Pod-Name",
    "X-Hostname",
    "X-Backend",
    "X-Backend-Server",
    "X-Upstream",
    "X-Container-Id",
)
NAMES = frozenset(
    {"instance", "instanceid", "instancename", "host", "hostname", "pod", "podname", "node", "nodename", "server"}
    | {"serverid", "container", "containerid", "replica", "machine", "machineid"}
)
MOST_DEPTH = 4
LONGEST, LONGEST_TEXT = 40, 2_000


@dataclass(frozen=True, slots=True)
class Marker:
    """How to identify instances; by any usual name, if the team says nothing.

    Attributes:
        key: path in the JSON body.
        header: name of a response header.
        cookie: name of a cookie that it sets, such as a load balancer's for sticky sessions.
        pattern: regular expression for the text of the body; its first group counts, if it has one.
    """

    key: str = ""
    header: str = ""
    cookie: str = ""
    pattern: re.Pattern[str] | None = None

    @property
    def is_named(self) -> bool:
        """Whether the team has said anything."""
        return any((self.key, self.header, self.cookie, self.pattern))

    @property
    def is_in_json(self) -> bool:
        """Whether the body must be read as JSON."""
        return bool(self.key) or not self.is_named


def instance_of(answer: Answer, body: Any, marker: Marker) -> str:
    """The name of the instance that sent *answer*; "" if unknown.

    Args:
        answer: the response.
        body: its JSON, as `read_members` reads it.
        marker: the team's description.
    """
    found = _named(answer, body, marker) if marker.is_named else _usual(answer, body)
    return spoken(next(found, ""))[:LONGEST]


def _named(answer: Answer, body: Any, marker: Marker) -> Iterator[str]:
    if marker.key:
        yield from (str(part) for part in at(body, marker.key) if part is not None and not isinstance(part, Members))
    if marker.header and answer.header(marker.header):
        yield answer.header(marker.header).strip()
    if marker.cookie:
        for field in answer.all_headers("set-cookie"):
            name, _, value = field.partition(";")[0].partition("=")
            if name.strip() == marker.cookie:
                yield value.strip()
    if marker.pattern and (match := marker.pattern.search(answer.text[:LONGEST_TEXT])):
        yield (match[1] if marker.pattern.groups else match[0]) or ""


def _usual(answer: Answer, body: Any) -> Iterator[str]:
    yield from _in_members(body, MOST_DEPTH)
    yield from (value.strip() for name in HEADERS if (value := answer.header(name)))


def _in_members(value: Any, depth: int) -> Iterator[str]:
    """The outermost text under a usual name of instances."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, Members) or not depth:
        return
    for name, part in value:
        if isinstance(part, str) and part.strip() and "".join(words_of(name)) in NAMES:
            yield part.strip()
    for _, part in value:
        yield from _in_members(part, depth - 1)
