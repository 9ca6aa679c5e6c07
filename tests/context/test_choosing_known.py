"""Findings that the ratchet newly excuses: more of them, or worse ones."""

from __future__ import annotations

import pytest

from pytest_golive.context.choosing import _more_known
from pytest_golive.judging.known import Known


@pytest.mark.security
@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ([3], [3], 0),
        ([3], [2], 0),
        ([3], [4], 1),
        ([3], [3, 3], 1),
        ([3, 5], [5, 3], 0),
        ([3, 5], [4, 5], 1),
        ([], [1, 1], 2),
        ([5, 5, 5], [5], 0),
    ],
)
def test_each_recorded_one_excuses_one_that_is_no_worse(old, new, more):
    known = [[Known("g", "a.py", "lines", "id", float(size)) for size in sizes] for sizes in (old, new)]
    assert dict(_more_known(*known)) == ({"g": more} if more else {})
