"""Release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.documents.notes.published import NotesReview

pytestmark = pytest.mark.deploy


@gate("Release notes published")
def notes_published(notes_review: NotesReview, judge: Judge) -> None:
    """Users decide by the release notes whether to update; what is wrong in them, they find out in production."""
    found = notes_review
    judge("sections that are missing", found.missing, at_most=0, n=found.sections, source=found.place)
    judge("statements that the facts contradict", found.contradictions, at_most=0, source=found.source)
    judge.note("version", found.version)
    for name, words in found.notes:
        judge.note(name, words)
