"""Each thing that people do with changes comes to exactly its outcome, on each forge."""

from __future__ import annotations

import pytest
from review_outcomes import STATES
from review_states import ON

from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge


@pytest.mark.parametrize("fake", ON, ids=lambda fake: fake.kind)
@pytest.mark.parametrize("state", STATES)
def test_a_state_comes_to_its_outcome(serve, rest_of, fake, state):
    act, expected, not_on = STATES[state]
    forge = fake(serve)
    opened = Forge(Located(forge.kind, Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))
    stage = ON[fake](opened, forge)
    if stage.kind == not_on:
        expected = "1 approved"  # this forge itself refuses it
    act(stage)
    assert stage.outcome() == expected
