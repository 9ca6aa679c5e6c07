"""The package's regular expressions for foreign text, and the hardest texts for each of them."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the only way to a pattern's own letters
from typing import Any

import pytest_golive
from pytest_golive.codebase.comments.notes import Words
from pytest_golive.codebase.inventory.globs import compiled

PACKAGE = Path(pytest_golive.__path__[0])
# What a service answers, a browser's pages and a load have tests of their own; nobody hostile speaks to the demo.
ELSEWHERE = ("service", "load", "demo")
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "subn")
NAMED = re.compile(rf"\bre\b|\.\s*(?:{'|'.join(METHODS)})\b")
ONE = " aA1\"'([{<)]}>-._\n\\/=:@#%,;\t$&é\x00"
COMMON = [
    *ONE,
    "a ",
    "a.",
    "a1",
    "1.",
    "a-",
    '"a',
    "a:",
    "a/",
    " \n",
    "\r\n",
    "//",
    "a=",
    "%(",
    "{{",
    "::",
    ",\n",
    "\\\n",
]


@dataclass(frozen=True)
class Use:
    """One pattern, and the function that matches it."""

    name: str
    pattern: re.Pattern[Any]
    method: str

    def ask(self, parts: tuple[str, str, str], length: int) -> None:
        """Apply it to a text of that many characters."""
        begin, unit, end = parts
        text: Any = begin + unit * (length // len(unit)) + end
        if isinstance(self.pattern.pattern, bytes):
            text = text.encode()
        match self.method:
            case "finditer" | "findall":
                for _ in self.pattern.finditer(text):
                    pass
            case "sub" | "subn":
                self.pattern.sub(text[:0], text)
            case method:
                getattr(self.pattern, method)(text)


def uses() -> list[Use]:
    """All patterns, each with every function that matches it."""
    trees = dict(_modules())
    nodes = {module: list(ast.walk(tree)) for module, tree in trees.items()}
    asked: dict[str, set[str]] = {}
    for module, tree in trees.items():
        homes = _homes(module, tree)
        for name, method in _asked(nodes[module]):
            asked.setdefault(homes.get(name, name), set()).add(method)
    found = [use for module, tree in trees.items() for use in _constants(module, tree, asked)]
    found += [use for module in trees for use in _literals(module, nodes[module])]
    unique = {(use.pattern.pattern, use.pattern.flags, use.method): use for use in [*found, *_made()]}
    return list(unique.values())


def texts(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """(beginning, repeated part, end) of hostile texts, built from the pattern's own letters and words."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    words = list(dict.fromkeys(re.findall(r"[A-Za-z_-]{3,}", source)))[:8]
    letters = list(dict.fromkeys(_own(_parser.parse(source, pattern.flags & ~re.DEBUG & ~re.LOCALE))))[:20]
    units = dict.fromkeys([*COMMON, *letters, *words, *(f"{word} " for word in words), *(f"{word}=" for word in words)])
    for unit in units:
        yield "", unit, "\x01"
    for word in words[:3]:
        for unit in ("a", " ", "1", "-", '"', "a ", "/"):
            yield word, unit, "\x01"


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        text = path.read_text(encoding="utf-8")
        # Most modules neither make a pattern nor ask one; to parse and walk them all takes seconds.
        if place.parts[0] not in ELSEWHERE and NAMED.search(text):
            name = ".".join((PACKAGE.name, *place.with_suffix("").parts))
            yield name.removesuffix(".__init__"), ast.parse(text)


def _calls_re(node: ast.AST) -> str:
    """Which function of re *node* calls, or ""."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr)):
            return attr
    return ""


def _asked(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    """(name of a constant, method that is called on it)."""
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr=method) if method in METHODS:
                yield name, method


def _homes(module: str, tree: ast.Module) -> dict[str, str]:
    """The constants that a module uses by name, each with the module that defines it."""
    homes: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            homes |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                homes[target.id] = f"{module}.{target.id}"
    return homes


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    match value:
        case re.Pattern():
            yield value
        case dict():
            for part in value.values():
                yield from _within(part)
        case tuple() | list():
            for part in value:
                yield from _within(part)


def _constants(module: str, tree: ast.Module, asked: dict[str, set[str]]) -> Iterator[Use]:
    assigned = [node for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None]
    for node in assigned:
        if not any(_calls_re(part) == "compile" for part in ast.walk(node)):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        assert isinstance(target, ast.Name), ast.unparse(node)
        for pattern in _within(getattr(importlib.import_module(module), target.id)):
            ways = asked.get(f"{module}.{target.id}", set()) | asked.get(target.id, set())
            for method in sorted(ways or {"search"}):
                yield Use(f"{module}.{target.id}", pattern, method)


def _literals(module: str, nodes: list[ast.AST]) -> Iterator[Use]:
    for node in nodes:
        match node:
            case ast.Call(args=[ast.Constant(value=str() | bytes() as text), *_]) if _calls_re(node) in METHODS:
                yield Use(f"{module}:{node.lineno}", re.compile(text), _calls_re(node))


def _made() -> Iterator[Use]:
    """Patterns that are built from settings, from the defaults and from likely values."""
    words = Words(("TODO", "FIXME", "HACK"), ("#[0-9]+",))
    for name, value in vars(words).items():
        for pattern in _within(value):
            yield Use(f"Words.{name}", pattern, "finditer")
    many = ("**/a/" * 6 + "b", "*a" * 6 + "*b", "*[ab]?" * 6)
    for glob in ("src/**/*.py", "**/a/**/b/**", "a*b*c", "[ab]*/x?", "**/*", *many):
        yield Use(f"glob {glob}", compiled(glob), "fullmatch")


def _own(parsed: Any) -> Iterator[str]:
    """The characters that occur in a pattern."""
    for _, argument in parsed:
        yield from _own_of(argument)


def _own_of(argument: Any) -> Iterator[str]:
    match argument:
        case int() if 0 < argument < 0x3000:
            yield chr(argument)
        case _parser.SubPattern():
            yield from _own(argument)
        case tuple() | list():
            for part in argument:
                yield from _own_of(part)
