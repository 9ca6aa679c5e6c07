"""The first day after a deployment, instance by instance: one that is ill does not hide among those that are well."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.ranges.days import Against, Stored, day_of
from pytest_golive.observability.ranges.range import Hole, Range, Window
from pytest_golive.observability.signals.readings import TOTAL, Part


def ranged(total, parts=(), *, seen=None, holes=(), n=5000.0):
    """A range of one window, with the values of instances: name -> (value, requests)."""
    made = tuple(Part.exact(name, value, count) for name, (value, count) in dict(parts).items())
    whole = Part.exact(TOTAL, total, n)
    window = Window(0.0, 3600.0, whole, made if seen is None else tuple(Part.exact(name, 1.0, 1.0) for name in seen))
    return Range("latency", " ms", 0.0, 3600.0, 3600.0, (window,), whole, made, tuple(holes), "f", "p95", "there")


def day(*args, **said):
    return day_of(ranged(*args, **said), 100.0)


def slower(now, before, stored=None):
    return [(one.name, round(one.percent), one.n) for one in Against(now, before, stored).compared()]


def test_the_worst_instance_is_that_with_the_highest_value():
    found = day(1.0, {"a:1": (0.5, 4900.0), "b:1": (40.0, 120.0)})
    assert found.worst_part.name == "b:1"
    assert dict(found.notes()).keys() == {"worst window"}


@pytest.mark.parametrize("parts", [{}, {"a:1": (3.0, 5000.0)}], ids=["none told apart", "one alone"])
def test_one_instance_is_the_total(parts):
    found = day(3.0, parts)
    assert found.worst_part is None
    assert slower(found, found) == [("slower than before the deployment", 0, 5000)]


def test_an_instance_with_too_few_requests_is_told_and_not_judged():
    few = {f"f:{number}": (90.0, 5.0) for number in range(5)}
    found = day(1.0, {"a:1": (0.5, 4900.0), **few})
    assert found.worst_part.name == "a:1"
    said = dict(found.notes())["instances with too few requests to be judged alone"]
    assert said == "f:0 (5), f:1 (5), f:2 (5), 2 more"


def test_an_instance_that_nobody_knows_over_all_of_the_time_is_an_error():
    with pytest.raises(CannotMeasure, match=r"latency of c:1 is known in some windows, and not over all of the time"):
        day(1.0, {"a:1": (0.5, 4900.0)}, seen=("a:1", "c:1"))


def test_a_hole_of_one_instance_is_an_error():
    with pytest.raises(CannotMeasure, match=r"its data have holes: .* of b:1: no sample"):
        day(1.0, {"a:1": (0.5, 4900.0)}, holes=[Hole(0.0, 600.0, "b:1", "no sample")])


def test_an_instance_is_held_against_itself_where_it_was_there_before_else_against_all():
    before = day(100.0, {"a:1": (100.0, 900.0), "old:1": (200.0, 900.0)})
    now = day(102.0, {"a:1": (101.0, 4000.0), "old:1": (204.0, 400.0), "new:1": (150.0, 600.0)})
    worst = "slower than before the deployment, the worst instance: new:1"
    assert slower(now, before) == [("slower than before the deployment", 2, 5000), (worst, 50, 600)]


def test_the_stored_baseline_is_held_against_too():
    found = Against(day(110.0), day(109.0), Stored(88.0, "golive baseline of 2026-11-01"))
    assert [(one.name, round(one.percent)) for one in found.compared()] == [
        ("slower than before the deployment", 1),
        ("slower than the stored baseline", 25),
    ]
    assert dict(found.notes())["stored baseline"] == "88 ms (golive baseline of 2026-11-01)"


@pytest.mark.parametrize("was", [0.0, float("nan")])
def test_nothing_is_a_share_of_nothing(was):
    with pytest.raises(CannotMeasure, match=r"so nothing is a share of it"):
        slower(day(3.0), day(was))
