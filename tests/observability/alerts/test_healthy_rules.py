"""Rules in the shapes of public projects are taken for what they are: strict enough."""

from __future__ import annotations

import pytest
from healthy_rules import SHAPES
from rules_made import NEEDED, judged, recording, rule

assert len({shape.usual.partition(":")[0] for shape in SHAPES}) >= 5


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.usual for shape in SHAPES])
def test_it_covers_the_alert(shape):
    recordings = [recording(name, text, **shape.labels) for name, text in shape.recordings]
    found = judged(NEEDED[shape.signal], *recordings, rule(shape.expression))
    assert found.is_covered, (found.doubt, found.finding)
    assert found.best.rule.name == "Needed"


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.usual for shape in SHAPES])
def test_it_covers_no_other_alert(shape):
    recordings = [recording(name, text, **shape.labels) for name, text in shape.recordings]
    for signal, needed in NEEDED.items():
        if signal != shape.signal:
            found = judged(needed, *recordings, rule(shape.expression))
            assert found.best is None, signal
            assert "none of 1 loaded alerting rules is about it" in found.finding.message
