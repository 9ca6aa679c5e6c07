"""The order of steps on staging: what comes before the deployment of production comes before that of staging."""

from __future__ import annotations

import itertools

import pytest

from pytest_golive.delivery.steps.ordering.order import OF_STAGING, on_staging, ordered, with_batches
from pytest_golive.delivery.steps.step import BUILT_IN, Step

FIRST = OF_STAGING[0]


def step(name, after=(), before=()):
    return Step(name, command=("true",), after=tuple(after), before=tuple(before))


def ordered_for_staging(steps, rows=BUILT_IN):
    return on_staging(ordered(steps, rows), steps)


def is_in_order(order, *names):
    return all(order.index(a) < order.index(b) for a, b in itertools.pairwise(names))


def test_the_backup_comes_before_the_deployment_and_all_other_rows_stay_as_they_are():
    order = ordered_for_staging([])
    assert order.index("backup_created") == order.index(FIRST) - 1
    assert [row for row in order if row != "backup_created"] == [row for row in BUILT_IN if row != "backup_created"]


@pytest.mark.parametrize(
    ("after", "before"),
    [(["backup_created"], ["deployed"]), ([], ["deployment::deployed"]), (["team_briefed"], []), (["tagged"], [])],
)
def test_what_comes_before_the_deployment_comes_before_that_of_staging(after, before):
    steps = [step("migrate", after, before)]
    assert is_in_order(ordered_for_staging(steps), "migrate", FIRST, "deployed")
    assert is_in_order(ordered(steps), "migrate", "deployed")


def test_several_keep_their_order():
    steps = [step("c", ["b"]), step("b", ["a"]), step("a", ["backup_created"], ["deployed"])]
    assert is_in_order(ordered_for_staging(steps), "backup_created", "a", "b", "c", FIRST)


@pytest.mark.parametrize("row", OF_STAGING)
def test_what_comes_after_a_row_of_staging_stays_behind_it(row):
    steps = [
        step("seed", [row], ["deployed"]),
        step("next", ["seed", "backup_created"]),
        step("own", ["backup_created"]),
    ]
    assert is_in_order(ordered_for_staging(steps), *dict.fromkeys(("own", FIRST, row, "seed", "next", "deployed")))


def test_what_comes_before_the_briefing_looks_at_staging():
    steps = [step("look", before=["team_briefed"]), step("then", ["look", "backup_created"])]
    assert is_in_order(ordered_for_staging(steps), "staging_stable", "look", "team_briefed", "then", "deployed")


def test_what_comes_after_the_deployment_stays_there():
    steps = [step("warm", ["deployed"]), step("migrate", ["backup_created"])]
    assert is_in_order(ordered_for_staging(steps), "migrate", FIRST, "deployed", "warm", "smoke_passed")


def test_what_comes_before_the_deployment_comes_before_its_first_batch():
    rows = with_batches(["batch_10", "batch_10_watched", "batch_100", "batch_100_watched"], FIRST)
    steps = [
        step("migrate", ["backup_created"]),
        step("tell", ["batch_10_watched"]),
        step("more", ["tell", "backup_created"]),
    ]
    order = ordered_for_staging(steps, rows)
    assert is_in_order(order, "migrate", "batch_10", "tell", "batch_100", FIRST, "more", "deployed")


def test_what_is_due_early_is_no_row_of_staging():
    steps = [step("early", ["merged"]), step("migrate", ["backup_created"], ["deployed"])]
    assert is_in_order(ordered_for_staging(steps), "merged", "early", "tagged", "migrate", FIRST)


def test_a_backup_that_waits_for_staging_stays_behind_it():
    steps = [step("look", ["staging_stable"], ["backup_created"]), step("migrate", ["backup_created"])]
    assert is_in_order(
        ordered_for_staging(steps), FIRST, "staging_stable", "look", "backup_created", "migrate", "deployed"
    )
