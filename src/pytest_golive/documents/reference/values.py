"""Whether a value in a document is the same as in the code."""

from __future__ import annotations

import ast


def same_value(told: str, actual: str) -> bool | None:
    """Whether both texts are the same literal; None if the code's text is not a literal."""
    try:
        value = ast.literal_eval(actual)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    try:
        literal = ast.literal_eval(told)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if value is None or literal is None:
        # "default: 10" below "= None": the body may put it in; nobody writes None where it is something else.
        return True if value is literal else (None if value is None else False)
    if isinstance(literal, str) and isinstance(value, str):
        return value in {literal, _unescaped(literal)}
    return bool(literal == value) and isinstance(literal, bool) is isinstance(value, bool)


def _unescaped(text: str) -> str:
    r"""The intended text, if a docstring writes a backslash twice: ``"\\n"``."""
    try:
        return text.encode("ascii", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text
