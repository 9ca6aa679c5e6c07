"""Why no series has what a query asks for."""

from __future__ import annotations

import pytest

from pytest_golive.observability.queries.unmatched import unmatched

SHOP, PATH = 'job="shop"', 'path="/prodcts"'
KNOWN = {"hits", f"hits{{{SHOP}}}", f'hits{{{SHOP},region="eu"}}'}


@pytest.mark.parametrize(
    ("name", "conditions", "said", "cure"),
    [
        ("gone", [SHOP], "there is no series of gone", "renamed or removed"),
        ("hits", [SHOP, PATH], f"no series of hits matches {PATH}", f"correct {PATH}; if it is right"),
        ("hits", [], "no series of hits has the label code", "name the label that the metric has"),
        ("hits", [SHOP], f"no series of hits with {SHOP} has the label code", "name the label that the metric has"),
        ("", [SHOP], f"no series matches {SHOP}", f"correct {SHOP}"),
    ],
)
def test_the_condition_at_fault_is_named(name, conditions, said, cure):
    what, do = unmatched(name, conditions, "code", KNOWN.__contains__)
    assert what == said
    assert cure in do


def test_conditions_that_only_together_match_nothing():
    known = {"hits", f"hits{{{SHOP}}}", f"hits{{{PATH}}}"}
    assert unmatched("hits", [SHOP, PATH], "code", known.__contains__)[0] == f"no series of hits matches {SHOP}, {PATH}"
