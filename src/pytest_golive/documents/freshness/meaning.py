"""Whether a file that documents cover changed in a way that they speak of, and which names changed in it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

COMMENT: Final = re.compile(r"\s*(?:#(?!\[)|//|--|;|\*|/\*|<!--)")
WORD: Final = re.compile(r"[A-Za-z_][\w-]{2,}")
# Names that so much has that a document which shows one need not mean this one.
COMMON: Final = frozenset({
    "get", "set", "put", "post", "head", "delete", "patch", "options", "request", "update", "items", "keys", "values",
    "close", "open", "read", "write", "flush", "send", "start", "stop", "clear", "run", "add", "remove", "copy", "pop",
    "append", "extend", "insert", "index", "count", "encode", "decode", "load", "dump", "parse", "format", "name",
})  # fmt: skip
MOST_WORDS: Final = 200


class Names(NamedTuple):
    """Names that changed in a file: that are new, gone, or something else than before."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()


def changed_names(path: str, old: str, new: str, *, content: bool = False) -> Names | None:
    """The names that changed between two states of a file; None if nothing changed that documents speak of.

    Args:
        path: of the file.
        old: its text before.
        new: its text now.
        content: whether every statement counts, and not only what others can use.

    Returns:
        Of Python, functions, classes and constants; no names at all where only statements inside them changed. Of any
        other file, the words of the lines that changed.
    """
    if path.endswith((".py", ".pyi")):
        before, after = _interface(old), _interface(new)
        if before is not None and after is not None:
            names = _compared(before, after)
            if any(names) or not content:
                return names if any(names) else None
            return names if _statements(old) != _statements(new) else None
    lines = set(_bare(old)) ^ set(_bare(new))
    if not lines:
        return None
    words = dict.fromkeys(word for line in sorted(lines) for word in WORD.findall(line))
    return Names(edited=frozenset(list(words)[:MOST_WORDS]))


def _compared(before: Mapping[str, str], after: Mapping[str, str]) -> Names:
    """Of methods, only those that are gone or different: nobody lists them all."""
    added = {name for name in after.keys() - before.keys() if "." not in name and not name.isupper()}
    removed = {name.rpartition(".")[2] for name in before.keys() - after.keys()}
    edited = {name.rpartition(".")[2] for name in before.keys() & after.keys() if before[name] != after[name]}
    return Names(frozenset(added), frozenset(removed - COMMON), frozenset(edited - COMMON))


def _bare(text: str) -> Iterator[str]:
    """The lines without white space and comments."""
    yield from (" ".join(line.split()) for line in text.splitlines() if line.strip() and not COMMENT.match(line))


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _interface(text: str) -> dict[str, str] | None:
    """What others can use of a module, by name: signatures, and values of constants; None for what is no Python."""
    tree = _parsed(text)
    return dict(_public(tree.body, "")) if tree else None


def _public(body: Sequence[ast.stmt], home: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                yield f"{home}{node.name}", f"{marks} {_parameters(node.args)}"
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield f"{home}{node.name}", ", ".join(map(ast.unparse, node.bases))
            yield from _public(node.body, f"{home}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            said = ast.unparse(node)
            names = (target.id for target in targets if isinstance(target, ast.Name))
            yield from ((f"{home}{name}", said) for name in names if not name.startswith("_"))


def _parameters(args: ast.arguments) -> str:
    """What callers see of a signature: names, kinds and defaults, but no annotations."""
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    for each in filter(None, named):
        each.annotation = None
    return ast.unparse(args)


def _statements(text: str) -> str:
    """The statements of a module without comments and docstrings."""
    tree = _parsed(text)
    if tree is None:
        return text
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            del body[0]
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
