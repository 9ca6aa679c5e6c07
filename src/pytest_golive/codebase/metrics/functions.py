"""What is known of a function, without the tools that measure it."""

from __future__ import annotations

from typing import NamedTuple


class FunctionComplexity(NamedTuple):
    """Cyclomatic complexity of one function, by its qualified name: "total", "Cart.add", "retry.wrapper"."""

    name: str
    line: int
    complexity: int
