"""Whether a value that a document names is the one in the code."""

from __future__ import annotations

import ast


def same_value(told: str, actual: str) -> bool | None:
    """Whether both texts are the same literal; None where the code's is no literal, so that nobody can tell."""
    try:
        value = ast.literal_eval(actual)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    try:
        said = ast.literal_eval(told)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if value is None or said is None:
        # "default: 10" below "= None": the body may put it in; nobody writes None where it is something else.
        return True if value is said else (None if value is None else False)
    if isinstance(said, str) and isinstance(value, str):
        return value in {said, _unescaped(said)}
    return bool(said == value) and isinstance(said, bool) is isinstance(value, bool)


def _unescaped(text: str) -> str:
    r"""What was meant, where a docstring writes a backslash twice: ``"\\n"``."""
    try:
        return text.encode("ascii", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text
