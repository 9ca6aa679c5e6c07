"""Each smoke gate alone: what is compared with what, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.gates import smoke


@pytest.mark.parametrize("state", ["healthy", "degraded"])
def test_healthy(state):
    health = Seen(state=state, source="/healthz", faults=(PLACE,), notes=[("warns", "disk")])
    said, judge = told(smoke.healthy, health=health, ready=Seen(tries_in_words="at once"))
    assert said == [
        ("health", "= healthy", state, state == "healthy"),
        ("answered", "", "at once", None),
        ("warns", "", "disk", None),
    ]
    assert judge.evidence[0].found == (PLACE,)


@pytest.mark.parametrize(("wrong", "instances", "ok"), [(0, 2, [True, True]), (1, 1, [False, False])])
def test_version(wrong, instances, ok):
    releases = Seen(
        wrong=wrong,
        answers=[1, 2, 3],
        source="/version",
        others=(PLACE,),
        instances=instances,
        missing=lambda wanted: () if instances >= wanted else (PLACE,),
        seen="a (3)",
        doubts=("commit says 'x'",),
        release="1.2.0",
    )
    said, judge = told(smoke.version, releases=releases, target_settings=Seen(instances=2))
    assert said == [
        ("answers of another release", "≤ 0", str(wrong), ok[0]),
        ("instances that answered", "≥ 2", str(instances), ok[1]),
        ("instances seen", "", "a (3)", None),
        ("this release", "", "1.2.0", None),
        ("not understood", "", "commit says 'x'", None),
    ]
    assert (judge.evidence[0].n, judge.evidence[0].found) == (3, (PLACE,))
    assert judge.evidence[1].found == (() if ok[1] else (PLACE,))


@pytest.mark.parametrize("wrong", [(), (PLACE,)])
def test_critical_endpoints(wrong):
    said, judge = told(smoke.critical_endpoints, endpoints=wrong, target_settings=Seen(endpoints=["/a", "/b"]))
    assert said == [("endpoints that answer wrongly", "≤ 0", str(len(wrong)), not wrong)]
    assert judge.evidence[0].n == 2
    with pytest.raises(CannotMeasure, match="nothing was measured"):
        told(smoke.critical_endpoints, endpoints=(), target_settings=Seen(endpoints=[]))
