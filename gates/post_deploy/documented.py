"""What is written down after the deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.documents.lessons.reviewing import Lessons

pytestmark = pytest.mark.post_deploy


@gate("Lessons learned documented", after="day")
def lessons_documented(lessons: Lessons, judge: Judge) -> None:
    """What went wrong and is not written down goes wrong again, for whoever comes next."""
    judge("what the document lacks", lessons.missing, at_most=0, n=lessons.sections, source=lessons.place)
    judge("what is not about this release", lessons.wrong, at_most=0)
