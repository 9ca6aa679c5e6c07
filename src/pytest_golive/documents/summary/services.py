"""The services of a Compose file, each with its lines, as far as the indentation shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

WORD: Final = re.compile(r"[A-Za-z_][\w-]{2,}")
KEY: Final = re.compile(r"( *)([\w.-]+):(?:\s|$)")
Services = Mapping[str, Collection[str]]


def is_compose(path: str) -> bool:
    """Whether the file at *path* is a Compose file by its name."""
    name = path.rpartition("/")[2]
    return "compose" in name and name.endswith((".yml", ".yaml"))


def services(text: str) -> dict[str, set[str]]:
    """The lines of each service, without white space around them."""
    found: dict[str, set[str]] = {}
    lines: set[str] | None = None
    depth = 0
    is_inside = False
    for line in text.splitlines():
        if not (bare := line.strip()) or bare.startswith("#"):
            continue
        key = KEY.match(line)
        if not line.startswith((" ", "-")):
            is_inside, depth, lines = bare.startswith("services:"), 0, None
        elif is_inside and key and (not depth or len(key[1]) == depth):
            depth, lines = len(key[1]), found.setdefault(key[2], set())
        elif is_inside and lines is not None:
            lines.add(" ".join(bare.split()))
    return found


def within(names: Collection[str], old: Services, new: Services) -> Iterator[tuple[str, list[str]]]:
    """Those of the *names* that stand in several services, each with the services in which a line with it changed."""
    sides = {service: (set(old.get(service, ())), set(new.get(service, ()))) for service in {*old, *new}}
    holding = {service: _words(was | now) for service, (was, now) in sides.items()}
    differing = {service: _words(was ^ now) for service, (was, now) in sides.items()}
    for name in sorted(names):
        holders = [service for service, words in holding.items() if name in words]
        if len(holders) > 1 and (where := sorted(service for service in holders if name in differing[service])):
            yield name, where


def _words(lines: Collection[str]) -> set[str]:
    return {word for line in lines for word in WORD.findall(line)}
