"""The order of steps: stable, complete, and refused where there is none."""

from __future__ import annotations

import itertools
import random

import pytest

from pytest_golive.delivery.steps.ordering.order import NoOrder, ordered
from pytest_golive.delivery.steps.step import BUILT_IN, Step


def step(name, after=(), before=()):
    return Step(name, command=("true",), after=tuple(after), before=tuple(before))


def test_without_steps_the_rows_stay_as_they_are():
    assert ordered([]) == list(BUILT_IN)


def test_after_comes_directly_after_and_before_directly_before():
    order = ordered(
        [step("warm", before=["deployed"]), step("tell", after=["deployment::tagged"]), step("last", ["announced"])]
    )
    assert order[order.index("tagged") + 1] == "tell"
    assert order[order.index("deployed") - 1] == "warm"
    assert order[-1] == "last"
    assert [name for name in order if name in BUILT_IN] == list(BUILT_IN)


def test_equals_keep_the_order_of_the_settings():
    names = ["d", "b", "c", "a"]
    order = ordered(step(name, ["backup_created"], ["deployed"]) for name in names)
    assert [name for name in order if name in names] == names


def test_steps_may_come_after_and_before_each_other():
    order = ordered([step("c", ["b"]), step("b", ["a"]), step("a", before=["deployed"]), step("z", before=["a"])])
    assert [name for name in order if len(name) == 1] == ["z", "a", "b", "c"]
    assert order.index("backup_created") < order.index("z")


@pytest.mark.parametrize("before", [["a"], ["a", "deployed"], ["a", "z"]])
def test_what_comes_before_a_step_comes_directly_before_that(before):
    """And not behind everything, with that step, because no row comes after the two of them."""
    order = ordered([step("check", before=before), step("a", ["tagged"]), step("z", ["deployed"])])
    assert order[order.index("tagged") :][:3] == ["tagged", "check", "a"]


def test_what_comes_before_the_first_row():
    assert ordered([step("a", before=["reviewed"])])[:2] == ["a", "reviewed"]


def test_whatever_the_settings_say_all_of_it_holds():
    chance = random.Random(18)
    for _ in range(200):
        names = [*BUILT_IN, *(f"s{number}" for number in range(8))]
        full = list(BUILT_IN)
        for name in names[len(BUILT_IN) :]:
            full.insert(chance.randrange(len(full) + 1), name)
        steps = []
        for name in names[len(BUILT_IN) :]:
            at = full.index(name)
            after, before = full[:at], full[at + 1 :]
            chosen = [chance.choice(after)] if after else []
            also = bool(before) and (not chosen or chance.random() < 0.5)
            steps.append(step(name, chosen, [chance.choice(before)] if also else []))
        order = ordered(steps)
        assert sorted(order) == sorted(names)
        for one in steps:
            assert all(order.index(name) < order.index(one.name) for name in one.after)
            assert all(order.index(name) > order.index(one.name) for name in one.before)
        assert all(order.index(a) < order.index(b) for a, b in itertools.pairwise(BUILT_IN))


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([step("a")], "'a' says neither after nor before"),
        ([step("a", ["deploied"])], "which is no step and no row; did you mean 'deployed'?"),
        ([step("a", ["deployment::tagd"])], "did you mean 'tagged'?"),
        ([step("a", ["xyzzy"])], "there are reviewed, merged"),
        ([step("a", ["a"])], "circular: a comes after a;"),
        ([step("a", ["b"]), step("b", ["a"])], "circular: a comes after b comes after a"),
        ([step("a", ["deployed"], ["tagged"])], "the order is circular"),
        ([step("deployed", ["merged"])], "is the name of a row of the checklist"),
        ([step("a", ["merged"]), step("a", ["merged"])], "'a' is the name"),
    ],
)
def test_what_has_no_order_is_refused(steps, said):
    with pytest.raises(NoOrder) as error:
        ordered(steps)
    assert said in str(error.value)
