"""The order of steps that name the rows of batches."""

from __future__ import annotations

import itertools
import random

import pytest

from pytest_golive.delivery.steps.ordering.order import NoOrder, ordered, with_batches
from pytest_golive.delivery.steps.step import BUILT_IN, Step

BATCHES = ["batch_10", "batch_10_watched", "batch_100", "batch_100_watched"]
PROD = with_batches(BATCHES, "deployed")
STAGING = with_batches(BATCHES, "deployed_to_staging")


def step(name, after=(), before=()):
    return Step(name, command=("true",), after=tuple(after), before=tuple(before))


def between(order, first, last):
    return order[order.index(first) + 1 : order.index(last)]


def test_batches_come_directly_before_what_deploys():
    assert between(PROD, "backup_created", "deployed") == (*BATCHES,)
    assert between(STAGING, "tagged", "deployed_to_staging") == (*BATCHES,)


@pytest.mark.parametrize("rows", [PROD, STAGING], ids=["production", "staging"])
@pytest.mark.parametrize(
    ("after", "before", "place"),
    [
        (["batch_10"], [], ("batch_10", "batch_10_watched")),
        (["deployment::batch_10_watched"], [], ("batch_10_watched", "batch_100")),
        ([], ["batch_100"], ("batch_10_watched", "batch_100")),
        ([], ["batch_10_watched"], ("batch_10", "batch_10_watched")),
        (["batch_10"], ["batch_100"], ("batch_10", "batch_10_watched")),
        (["batch_100_watched"], ["stable_after_deploy"], ("batch_100_watched", "deployed")),
    ],
)
def test_a_step_between_batches(rows, after, before, place):
    order = ordered([step("a", after, before)], rows)
    first, last = place
    if rows is STAGING and last == "deployed":
        last = "deployed_to_staging"
    assert between(order, first, last) == ["a"]


@pytest.mark.parametrize("before", ["deployed", "batch_10"])
def test_what_comes_before_the_deployment_comes_before_its_first_batch(before):
    order = ordered([step("a", before=[before])], PROD)
    assert between(order, "backup_created", "batch_10") == ["a"]


def test_before_a_step_among_batches():
    steps = [step("z", before=["a"]), step("a", ["batch_10_watched"], ["deployed"])]
    assert between(ordered(steps, PROD), "batch_10_watched", "batch_100") == ["z", "a"]


def test_and_so_does_what_comes_before_that():
    order = ordered([step("b", before=["a"]), step("a", before=["deployed"])], PROD)
    assert between(order, "backup_created", "batch_10") == ["b", "a"]


def test_a_step_that_is_not_executed_here_is_not_held_by_batches():
    """On staging they come before the backup: where the step does not run, that is no fault."""
    steps = [step("migrate", ["backup_created"], ["batch_10"]), step("warm", ["migrate"], ["deployed"])]
    with pytest.raises(NoOrder, match="circular"):
        ordered(steps, STAGING)
    order = ordered(steps, STAGING, away={"migrate"})
    assert between(order, "backup_created", "deployed") == ["migrate", "warm"]
    assert ordered([step("a", ["batch_10"])], STAGING, away={"a"})[-1] == "a"


def test_whatever_the_settings_say_all_of_it_holds_with_batches():
    chance = random.Random(19)
    for rows in [PROD, STAGING] * 100:
        full = [*rows]
        names = [f"s{number}" for number in range(8)]
        for name in names:
            full.insert(chance.randrange(len(full) + 1), name)
        steps = []
        for name in names:
            at = full.index(name)
            after = [chance.choice(full[:at])] if at and chance.random() < 0.6 else []
            before = [chance.choice(full[at + 1 :])] if full[at + 1 :] and (not after or chance.random() < 0.5) else []
            steps.append(step(name, after or ([] if before else [rows[0]]), before))
        steps = [one for one in steps if full.index(one.name) or one.before]
        left = {one.name for one in steps}
        steps = [one for one in steps if {*one.after, *one.before} <= left | {*rows}]
        left = {one.name for one in steps}
        if any(not {*one.after, *one.before} <= left | {*rows} for one in steps):
            continue
        order = ordered(steps, rows)
        assert sorted(order) == sorted([*rows, *left])
        for one in steps:
            assert all(order.index(name) < order.index(one.name) for name in one.after)
            assert all(order.index(name) > order.index(one.name) for name in one.before)
        assert all(order.index(a) < order.index(b) for a, b in itertools.pairwise(rows))


@pytest.mark.parametrize(
    ("one", "rows", "said"),
    [
        (step("a", ["batch_10"]), BUILT_IN, "which is no step and no row"),
        (step("a", ["batch_20"]), PROD, "did you mean 'batch_10'?"),
        (step("a", ["batch_100"], ["batch_10"]), PROD, "the order is circular"),
        (step("batch_10", ["tagged"]), PROD, "is the name of a row of the checklist"),
    ],
)
def test_what_has_no_place_among_batches_is_refused(one, rows, said):
    with pytest.raises(NoOrder) as error:
        ordered([one], rows)
    assert said in str(error.value)
