"""Which literal text must stand in whatever a regular expression finds, read from the expression itself.

A detector that looks for ``(ghp|gho)_[A-Za-z0-9_]{36}`` can only find something where "gh" stands. Looking for two
letters is a hundred times faster than asking the detector about each line, and leaves nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

SHORTEST = 2  # characters; one letter stands on nearly every line
MADE = "\"'=:\\% \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029"  # put between pieces of a text, or taken away there

_PLAIN: dict[tuple[str, int], bool] = {}  # whether a set of characters holds none of those


@cache
def needles(regex: re.Pattern[str]) -> frozenset[str]:
    """Texts of which one must occur, in its case or (``re.IGNORECASE``) in any, in whatever *regex* finds.

    Returns:
        The longest such choice; empty if there is none or the expression could not be understood.
    """
    try:
        tree = parsed(regex)
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

        tree = parsed(regex)
        drop_assertions(tree)
        compiled = _compiler.compile(tree, regex.flags)
    except (ImportError, AttributeError, TypeError, ValueError, re.error):
        return None
    return compiled if isinstance(compiled, re.Pattern) else None


@cache
def shortest(regex: re.Pattern[str]) -> int:
    """How many characters, at least, *regex* finds; 0 if it could not be understood."""
    try:
        return int(parsed(regex).getwidth()[0])
    except (ImportError, AttributeError, TypeError, ValueError):
        return 0


def contiguous(regex: re.Pattern[str]) -> re.Pattern[str] | None:
    """The longest part of *regex* that must lie within one piece of a text, however a tool puts pieces together.

    Returns:
        An expression that finds something wherever *regex* does; None if there is none, or it was not understood.
    """
    try:
        from re import _compiler  # type: ignore[attr-defined]  # private, but it alone takes a tree

        longest = longest_part(regex)
        compiled = _compiler.compile(longest, regex.flags) if longest.getwidth()[0] >= SHORTEST else None
    except (ImportError, AttributeError, TypeError, ValueError, re.error):
        return None
    return compiled if isinstance(compiled, re.Pattern) else None


def longest_part(regex: re.Pattern[str]) -> Any:
    """The tree of what `contiguous` finds."""
    tree = parsed(regex)
    drop_assertions(tree)
    parts = [like(tree, part) for part in _parts(tree, tree.data, regex.flags)]
    return max(parts, key=lambda part: int(part.getwidth()[0]))


def _parts(tree: Any, items: Iterable[tuple[Any, Any]], flags: int) -> Iterator[list[tuple[Any, Any]]]:
    """What stands in a row in whatever *items* find, and holds none of the characters of `MADE`."""
    row: list[tuple[Any, Any]] = []
    for item in items:
        if _is_plain(tree, item, flags):
            row.append(item)
            continue
        yield row
        row = []
        name, argument = str(item[0]), item[1]
        if (name == "SUBPATTERN" and not argument[1] and not argument[2]) or (
            name in {"MAX_REPEAT", "MIN_REPEAT"} and argument[0] >= 1
        ):
            yield from _parts(tree, argument[-1].data, flags)
    yield row


def _is_plain(tree: Any, item: tuple[Any, Any], flags: int) -> bool:
    name, argument = str(item[0]), item[1]
    if name == "LITERAL":
        return chr(argument) not in MADE
    if name == "SUBPATTERN":
        return not argument[1] and not argument[2] and all(_is_plain(tree, one, flags) for one in argument[-1].data)
    if name == "BRANCH":
        return all(_is_plain(tree, one, flags) for branch in argument[1] for one in branch.data)
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        return all(_is_plain(tree, one, flags) for one in argument[2].data)
    if name != "IN":
        return False
    key = str(argument), flags
    if key not in _PLAIN:
        from re import _compiler  # type: ignore[attr-defined]

        one = _compiler.compile(like(tree, [item]), flags)
        _PLAIN[key] = not any(map(one.match, MADE))
    return _PLAIN[key]


def like(tree: Any, items: list[tuple[Any, Any]]) -> Any:
    """A tree of *items* that is otherwise like *tree*."""
    return type(tree)(tree.state, items)


def parsed(regex: re.Pattern[str]) -> Any:
    """The tree of an expression."""
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


def drop_assertions(tree: Any) -> None:
    """Take out of *tree*, in place, what finds no characters."""
    tree.data = [item for item in tree.data if str(item[0]) not in {"ASSERT", "ASSERT_NOT", "AT"}]
    tree.width = None  # counted anew
    for operator, argument in tree.data:
        name = str(operator)
        if name == "SUBPATTERN":
            drop_assertions(argument[-1])
        elif name == "BRANCH":
            for branch in argument[1]:
                drop_assertions(branch)
        elif name.endswith("_REPEAT"):
            drop_assertions(argument[2])
