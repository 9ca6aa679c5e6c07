"""Of which characters whatever a regular expression finds consists, and how many there are: a run of them.

A run of characters of a set is found many times faster than an expression, and few files hold a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pytest_golive.codebase.secrets.narrowing.needles import drop_assertions, like, longest_part, parsed

Run = tuple[str, int]  # which characters, and how many at least
LEAST, MOST = 6, 100  # shorter runs, and such of more characters, are in most files


def run(regex: re.Pattern[str], *, of_part: bool = False) -> Run | None:
    """The characters that whatever `relaxed` finds (or `contiguous`) consists of, and how many there are at least.

    Returns:
        Those of Latin-1, and "?" for all others; None if there are too few to look for, or it was not understood.
    """
    try:
        tree = longest_part(regex) if of_part else parsed(regex)
        drop_assertions(tree)
        chars, least = _chars(tree, tree.data, regex.flags), int(tree.getwidth()[0])
    except (ImportError, AttributeError, TypeError, ValueError, re.error):
        return None
    return ("".join(sorted(chars | {"?"})), least) if least >= LEAST and len(chars) <= MOST else None


def _chars(tree: Any, items: Iterable[tuple[Any, Any]], flags: int) -> set[str]:
    found: set[str] = set()
    for item in items:
        name, argument = str(item[0]), item[1]
        if name == "SUBPATTERN" and not argument[1] and not argument[2]:
            found |= _chars(tree, argument[-1].data, flags)
        elif name == "BRANCH":
            found = found.union(*(_chars(tree, branch.data, flags) for branch in argument[1]))
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            found |= _chars(tree, argument[2].data, flags)
        elif name in {"LITERAL", "IN"}:
            from re import _compiler  # type: ignore[attr-defined]

            found.update(filter(_compiler.compile(like(tree, [item]), flags).match, map(chr, range(256))))
        else:
            raise ValueError(name)
    return found
