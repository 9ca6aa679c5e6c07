"""What the release before has left undone, before the next one goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.rows.forgotten import Forgotten

pytestmark = pytest.mark.pre_deploy


@gate("Nothing of the release before is forgotten")
def nothing_forgotten(forgotten: Forgotten, judge: Judge) -> None:
    """What was put off until after a deployment is done by nobody once the next one has begun."""
    judge("forgotten rows", forgotten.found, at_most=0, n=forgotten.due or None, source=forgotten.source)
    for name, value in forgotten.said.items():
        judge.note(name, value)
