"""Which options leave out tests by their names, so that nobody knows whether those pass."""

from __future__ import annotations

import pytest

from pytest_golive.testrun.leaving_out import left_out
from pytest_golive.testrun.result import TestRun


@pytest.mark.parametrize(
    ("options", "deselected", "named"),
    [
        (("-m 'not slow'", "--ignore docs", "only tests"), 3, ()),
        (("-k 'nothing'",), 0, ()),
        (("-m 'fast'", "-k 'a'"), 3, ("-k 'a'",)),
        (("only tests/test_a.py tests/test_b.py::test_c",), 0, ("only tests/test_a.py tests/test_b.py::test_c",)),
        (("--last-failed",), 0, ("--last-failed",)),
    ],
)
def test_only_options_that_name_tests_leave_some_out_by_name(options, deselected, named):
    found = left_out(TestRun((), 0, source="pytest 9.2.0", choices=options, deselected=deselected))
    assert tuple(one.key for one in found) == named
