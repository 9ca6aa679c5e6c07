"""What fires since before the deployment is no work of the release, and proves nothing of it."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import Early
from pytest_golive.observability.triggers.before import APART, parted
from pytest_golive.observability.triggers.trigger import Fired, utc

DEPLOYED = 1_800_000_000.0


def fired(since):
    return Fired("the alert NoStock fires", "NoStock", None if since is None else utc(since))


@pytest.mark.parametrize("since", [DEPLOYED + 1, DEPLOYED, DEPLOYED - APART])
def test_what_began_with_the_deployment_or_about_then_has_fired(since):
    one = fired(since)
    assert parted([one], DEPLOYED).now == (one,)
    assert parted([one], DEPLOYED).doubts == ()


def test_what_began_before_it_is_not_proven():
    found = parted([fired(DEPLOYED - APART - 1), fired(DEPLOYED)], DEPLOYED)
    assert found.now == (fired(DEPLOYED),)
    (why,) = found.doubts
    assert isinstance(why, Early)
    assert why.what == (
        "the alert NoStock fires since before the deployment at 2027-01-15 08:00:00 UTC: since 2027-01-15 07:59:29 UTC"
    )
    assert "silence it with a reason" in why.cure


@pytest.mark.parametrize("since", [None, 0.0, -62_135_596_800.0])
def test_what_does_not_say_since_when_is_not_understood(since):
    found = parted([fired(since)], DEPLOYED)
    assert found.now == ()
    (why,) = found.doubts
    assert type(why) is CannotMeasure
    assert "nothing says since when" in why.what


@pytest.mark.parametrize("since", [None, DEPLOYED - 1e6])
def test_where_nobody_knows_when_it_was_deployed_all_counts(since):
    assert parted([fired(since)], None).now == (fired(since),)
