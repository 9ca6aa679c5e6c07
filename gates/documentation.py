"""Documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.documents.soundness.result import Soundness

pytestmark = pytest.mark.pre_deploy


@gate("Documents are sound")
def documents_sound(soundness: Soundness, judge: Judge) -> None:
    """A link that leads nowhere and an example that does not even parse tell readers that nobody has looked."""
    found = soundness
    judge("links that lead nowhere", found.broken, at_most=0, n=found.documents, source=found.source)
    judge("text that cannot be read", found.unreadable, at_most=0)
    judge("code that cannot be read", found.code, at_most=0)
    for name, words in found.notes:
        judge.note(name, words)
