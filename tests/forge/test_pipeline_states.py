"""Each state of a pipeline comes to exactly its outcome, on each forge."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from faked_forges import OLDER, SHA
from pipeline_outcomes import STATES
from pipeline_states import ON, WORDS

from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge


@pytest.fixture(params=ON, ids=lambda fake: fake.kind)
def stage(request, serve, rest_of):
    fake = request.param(serve)
    opened = Forge(Located(fake.kind, Place("https://git.example", "shop/shop"), fake.api), rest_of(fake))
    return ON[request.param](opened, {"release": SHA, "before": OLDER}, fake)


@pytest.mark.parametrize("state", STATES)
def test_a_state_comes_to_its_outcome(stage, state):
    act, expected = STATES[state]
    act(stage)
    words = WORDS[stage.kind] | {"release": SHA[:10], "before": OLDER[:10]}
    words.setdefault("cancelled", "cancelled")
    outcome = stage.outcome()
    assert fnmatchcase(outcome, expected.format(**words).replace("[", "[[]")), outcome
