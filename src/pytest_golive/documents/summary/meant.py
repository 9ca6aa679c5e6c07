"""Which changed files the globs of a document mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.documents.summary.parts import is_aside

# What is translated, or written by tools.
BESIDE_THE_CODE: Final = re.compile(r"(?:^|/)locales?/|\.(?:po|pot|mo|lock)$|-lock\.(?:json|ya?ml)$")


class Meant:
    """The files that *globs* mean: of tests, examples and tools only where a glob leads there.

    Args:
        globs: what a document covers.
    """

    def __init__(self, globs: Sequence[str]) -> None:
        self._globs = globs
        self.matches = ManyGlobs(globs).any
        self._leads_aside = ManyGlobs([glob for glob in globs if is_aside(f"{glob.partition('*')[0]}x")]).any

    def wants(self, path: str) -> bool:
        """Whether a file that matches, now or by its old name, is meant."""
        is_beside = is_aside(path) and not self._leads_aside(path)
        return path in self._globs or not (is_beside or BESIDE_THE_CODE.search(path))
