"""What bandit need not read twice: files that hide nothing and speak of no ``nosec``."""

from __future__ import annotations

from typing import Any, BinaryIO


class Tokenize:
    """The module ``tokenize`` for bandit, which reads comments only to find ``nosec`` in them."""

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def tokenize(self, readline: Any) -> Any:
        """The tokens of a file; none of a plain file without that word."""
        file = getattr(readline, "__self__", None)
        if file is not None and b"nosec" not in _content(file) and is_plain(file):
            return iter(())
        return self._module.tokenize(readline)


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content


def is_plain(file: BinaryIO) -> bool:
    """Whether the file is ASCII and declares no encoding: nothing in it is hidden, and its words are as they look."""
    content = _content(file)
    return content.isascii() and not any(b"coding" in line for line in content.split(b"\n", 2)[:2])
