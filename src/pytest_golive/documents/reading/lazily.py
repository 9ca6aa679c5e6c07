"""Documents that are made of what was read when somebody asks for them: few are where most rows are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_golive.documents.reading.document import Document


class Lazily(Mapping[str, Document]):
    """Documents by their paths.

    Args:
        answers: what was read of each, by path, in order.
    """

    def __init__(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        self._answers = answers
        self._made: dict[str, Document] = {}

    def __getitem__(self, path: str) -> Document:
        if path not in self._made:
            self._made[path] = Document.from_answer(self._answers[path])
        return self._made[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)
