"""Random trees of routes and random labels, which real servers and ours must route alike."""

from __future__ import annotations

import json
import random
from typing import Any

NAMES = ("team", "severity", "service", "x_1")
VALUES = (
    "db",
    "web",
    "db-1",
    "WEB",
    "critical",
    "page",
    "a.b",
    "a+b",
    "ä",
    'say "hi"',
    "back\\slash",
    "tab\there",
    "a,b",
    "{x}",
)
EXPRESSIONS = (
    *(
        "db|web",
        "db.*",
        ".+",
        "",
        "(?i)web",
        "(db|we)[a-b1-]*",
        "a.b",
        "a\\.b",
        r"\w+",
        r"\W",
        "[^d].*",
        "d?b?-?1?",
        "(d)(b)?",
    ),
    *(
        r"\Qa+b\E",
        "(?:crit|page).*",
        "ä|ö",
        "(?i)Ä",
        "[[:lower:]]{2,4}",
        r"\pL+",
        r"[\p{Lu}]+",
        r"(?i)[^W]eb",
        "^db$",
        "x*",
        "db|",
    ),
    *(
        r"say.\Shi.",
        r"back\\.*",
        r"\x64b",
        "(?P<one>web|db)",
        "(?s).*",
        r"\bdb\b.*",
        "a{0,2},b",
        r"(?-i)WEB",
        "w{1}eb",
        r".*\B1",
    ),
)
OPS = ("=", "!=", "=~", "!~")
UTF8_NAMES = ("größe", "with space", "dot.name")


def escaped(text: str) -> str:
    """As Alertmanager prints it."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def matcher(chance: random.Random, *, utf8: bool) -> str:
    """A matcher as people write it."""
    name = chance.choice(UTF8_NAMES if utf8 and chance.random() < 0.2 else NAMES)
    op = chance.choice(OPS)
    value = chance.choice(VALUES if len(op) == 1 or op == "!=" else EXPRESSIONS)
    if not name.isascii() or " " in name or "." in name:
        return f'"{name}"{op}"{escaped(value)}"'
    return f'{name}{op}"{escaped(value)}"'


def tree(chance: random.Random, *, utf8: bool = False, depth: int = 0) -> dict[str, Any]:
    """A route, and those below it."""
    made: dict[str, Any] = {} if depth and chance.random() < 0.2 else {"receiver": f"r{chance.randrange(9)}"}
    if depth:
        for _ in range(chance.choice((0, 1, 1, 1, 2))):
            made.setdefault("matchers", []).append(matcher(chance, utf8=utf8))
        if chance.random() < 0.25:
            made["match"] = {chance.choice(NAMES): chance.choice(VALUES)}
        if chance.random() < 0.25:
            made["match_re"] = {chance.choice(NAMES): chance.choice(EXPRESSIONS)}
        made["continue"] = chance.random() < 0.4
    if depth < 4 and (not depth or chance.random() < 0.5):
        made["routes"] = [tree(chance, utf8=utf8, depth=depth + 1) for _ in range(chance.randrange(1, 5))]
    return made


def config(chance: random.Random, *, utf8: bool = False) -> str:
    """A whole configuration; JSON is YAML."""
    receivers = [{"name": f"r{number}"} for number in range(9)]
    return json.dumps({"route": tree(chance, utf8=utf8), "receivers": receivers}, ensure_ascii=False)


def labels(chance: random.Random, *, utf8: bool = False) -> dict[str, str]:
    """The labels of an alert."""
    found = {name: chance.choice(VALUES) for name in NAMES if chance.random() < 0.7}
    found |= {name: chance.choice(VALUES) for name in UTF8_NAMES if utf8 and chance.random() < 0.3}
    return {"alertname": "A", **found}
