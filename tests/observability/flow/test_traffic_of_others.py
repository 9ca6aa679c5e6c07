"""Where no label tells our requests from others', a rise proves ours only if the traffic before does not explain it."""

from __future__ import annotations

import pytest

from pytest_golive.observability.flow.counting import unproven


@pytest.mark.parametrize(
    ("rose", "others", "proven"),
    [
        (20, 0.0, True),
        (23, 3.0, True),
        (30, 20.0, True),
        (29, 20.0, False),
        (40, 21.0, False),
        (20, 15.0, False),
        (5, 9.0, True),
    ],
)
def test_what_the_traffic_before_explains_proves_nothing(rose, others, proven):
    doubt = unproven(rose, 20, others, "http_requests_total")
    assert (doubt is None) is proven
    if doubt:
        assert f"rose by {rose} while 20 requests were sent, and by others' requests alone it would" in doubt.what
        assert f"about {others:.0f}: whether it counts ours is not proven" in doubt.what
