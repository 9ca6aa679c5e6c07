"""The INI parser that detect-secrets tries on every file, made to give up at once on what is none."""

from __future__ import annotations

import configparser
from types import SimpleNamespace
from typing import Any, Self


class HastyParser(configparser.ConfigParser):
    """Gives up on a file at its first fault, and is the same one for every file.

    The parser goes on after a fault only to list the others, too; and to make one takes longer than to read most files.
    """

    _made: HastyParser | None = None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """The one that was made first, with nothing in it."""
        if not isinstance(cls._made, cls):
            cls._made = made = super().__new__(cls)
            return made
        cls._made.clear()
        return cls._made

    def __init__(self) -> None:
        """Set up only once."""
        if "_sections" not in self.__dict__:
            super().__init__()

    def _handle_error(self, *_: object) -> None:
        raise configparser.ParsingError("not an INI file")


HASTY = SimpleNamespace(ConfigParser=HastyParser, Error=configparser.Error)
