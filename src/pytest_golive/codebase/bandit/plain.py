"""Spares bandit a second pass over plain files without the word ``nosec``."""

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
    """Whether the file is ASCII and declares no encoding, so that its bytes show all of its words."""
    content = _content(file)
    return content.isascii() and not any(b"coding" in line for line in content.split(b"\n", 2)[:2])
