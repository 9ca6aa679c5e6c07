"""Whether a file that documents cover changed in a way that they speak of, and which names changed in it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Final

COMMENT: Final = re.compile(r"\s*(?:#(?!\[)|//|--|;|\*|/\*|<!--)")
WORD: Final = re.compile(r"[A-Za-z_][\w-]{2,}")
MOST_WORDS: Final = 200


def changed_names(path: str, old: str, new: str, *, content: bool = False) -> set[str] | None:
    """The names that changed between two states of a file; None if nothing changed that documents speak of.

    Args:
        path: of the file.
        old: its text before.
        new: its text now.
        content: whether every statement counts, and not only what others can use.
    """
    if path.endswith((".py", ".pyi")):
        before, after = _interface(old), _interface(new)
        if before is not None and after is not None:
            names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
            names = {part for name in names for part in name.split(".")}
            if names or not content:
                return names or None
            return set() if _statements(old) != _statements(new) else None
    lines = set(_bare(old)) ^ set(_bare(new))
    if not lines:
        return None
    return set(list(dict.fromkeys(word for line in sorted(lines) for word in WORD.findall(line)))[:MOST_WORDS])


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
                yield f"{home}{node.name}", f"{marks} {ast.unparse(node.args)}"
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield f"{home}{node.name}", ", ".join(map(ast.unparse, node.bases))
            yield from _public(node.body, f"{home}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            said = ast.unparse(node)
            names = (target.id for target in targets if isinstance(target, ast.Name))
            yield from ((f"{home}{name}", said) for name in names if not name.startswith("_"))


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
