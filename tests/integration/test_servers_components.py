"""A missing component fails the test and says how to get it."""

from __future__ import annotations

import pytest
from servers import components

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("ask", "missing", "cure"),
    [
        (lambda: components.program("nginx-of-nowhere"), "nginx-of-nowhere is not installed", "run tools/integration"),
        (lambda: components.node_package("no-such"), "the npm package no-such", "run tools/integration"),
        (lambda: components.python_packages("json", "no_such"), "no_such: run pip install", "--group integration"),
    ],
)
def test_what_is_missing_fails_and_names_the_cure(ask, missing, cure):
    with pytest.raises(pytest.fail.Exception) as failed:
        ask()
    assert missing in str(failed.value)
    assert cure in str(failed.value)
    assert "-m 'not integration'" in str(failed.value)
