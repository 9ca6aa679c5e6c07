"""Which literal text must stand in whatever a regular expression finds, read from the expression itself.

A detector that looks for ``(ghp|gho)_[A-Za-z0-9_]{36}`` can only find something where "gh" stands. Looking for two
letters is a hundred times faster than asking the detector about each line, and leaves nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

SHORTEST = 2  # characters; one letter stands on nearly every line


def needles(regex: re.Pattern[str]) -> frozenset[str]:
    """Texts of which one must occur, in its case or (``re.IGNORECASE``) in any, in whatever *regex* finds.

    Returns:
        The longest such choice; empty if there is none or the expression could not be understood.
    """
    try:
        tree = _parsed(regex)
        found = _of_sequence(tree)
    except (ImportError, AttributeError, TypeError, ValueError):  # the parser is private to Python: it may change
        return frozenset()
    return frozenset(found) if found and min(map(len, found)) >= SHORTEST else frozenset()


def relaxed(regex: re.Pattern[str]) -> re.Pattern[str] | None:
    """The same expression without its assertions: wherever *regex* finds something in a line, it does in the text.

    Returns:
        None if the expression could not be understood.
    """
    try:
        from re import _compiler  # type: ignore[attr-defined]  # private, but it alone takes a tree

        tree = _parsed(regex)
        _drop_assertions(tree)
        compiled = _compiler.compile(tree, regex.flags)
    except (ImportError, AttributeError, TypeError, ValueError, re.error):
        return None
    return compiled if isinstance(compiled, re.Pattern) else None


def shortest(regex: re.Pattern[str]) -> int:
    """How many characters, at least, *regex* finds; 0 if it could not be understood."""
    try:
        return int(_parsed(regex).getwidth()[0])
    except (ImportError, AttributeError, TypeError, ValueError):
        return 0


def _parsed(regex: re.Pattern[str]) -> Any:
    from re import _parser  # type: ignore[attr-defined]  # private, but a second parser would be a second truth

    return _parser.parse(regex.pattern, regex.flags)


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> set[str] | None:
    choices: list[set[str] | None] = []
    run = ""
    for operator, argument in items:
        if str(operator) == "LITERAL" and chr(argument).isascii():  # other letters have more cases than two
            run += chr(argument)
            continue
        choices += [{run}, _of_item(str(operator), argument)] if run else [_of_item(str(operator), argument)]
        run = ""
    if run:
        choices.append({run})
    known = [choice for choice in choices if choice]
    return max(known, key=lambda choice: (min(map(len, choice)), -len(choice)), default=None)


def _of_item(operator: str, argument: Any) -> set[str] | None:
    if operator == "SUBPATTERN":
        changes_flags = argument[1] or argument[2]  # (?i:…)
        return None if changes_flags else _of_sequence(argument[-1])
    if operator == "BRANCH":
        branches = [_of_sequence(branch) for branch in argument[1]]
        return set().union(*(branch or () for branch in branches)) if all(branches) else None
    if operator.endswith("_REPEAT") and argument[0] >= 1:
        return _of_sequence(argument[2])
    return None


def _drop_assertions(tree: Any) -> None:
    tree.data = [item for item in tree.data if str(item[0]) not in {"ASSERT", "ASSERT_NOT", "AT"}]
    tree.width = None  # counted anew
    for operator, argument in tree.data:
        name = str(operator)
        if name == "SUBPATTERN":
            _drop_assertions(argument[-1])
        elif name == "BRANCH":
            for branch in argument[1]:
                _drop_assertions(branch)
        elif name.endswith("_REPEAT"):
            _drop_assertions(argument[2])
