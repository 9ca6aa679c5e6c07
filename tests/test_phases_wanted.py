"""An expression of ``-m`` requests a phase if the phase's marker can be the reason that a test is selected."""

from __future__ import annotations

import pytest

from pytest_golive.activation import WORD, _is_wanted


@pytest.mark.parametrize(
    ("expression", "is_wanted"),
    [
        ("pre_deploy", True),
        ("pre_deploy and not slow", True),
        ("slow or pre_deploy", True),
        ("not (slow and not pre_deploy)", True),
        ("not pre_deploy", False),
        ("slow and not pre_deploy", False),
        ("slow or not pre_deploy", False),
        ("not (slow or pre_deploy)", False),
        ("pre_deploy and not pre_deploy", False),
        ("pre_deploy and", False),
        (" or ".join(["pre_deploy", *(f"word{number}" for number in range(40))]), True),
    ],
)
def test_a_phase_that_is_excluded_asks_for_nothing(expression, is_wanted):
    assert _is_wanted("pre_deploy", expression, set(WORD.findall(expression))) is is_wanted
