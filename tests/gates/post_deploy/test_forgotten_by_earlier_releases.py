"""What a release left undone stays forgotten after the next one, within bounds, and a waiver is about one release."""

from __future__ import annotations

import pytest
from people_of_the_shop import ago
from releases_before import MEASURED, SIGNED, Releases, rows_that

from pytest_golive.context.afterwards.earlier import MOST

GATE = "post_deploy::nothing_forgotten"
ALL = [*rows_that("passed", *MEASURED), *rows_that("signed", *SIGNED)]


@pytest.fixture
def releases(shop, git, signers):
    return Releases(shop, git, signers)


def told(shop):
    return " ".join(shop.judge(GATE).stdout.str().split())


def test_an_earlier_release_is_asked_about_too(shop, releases):
    releases.release("v1.0.0").release()
    releases.record(ALL)
    releases.record([row for row in ALL if row.id != SIGNED[-1]], name="1.0.0", release="v1.0.0", deployed=ago(days=90))
    said = told(shop)
    assert "forgotten rows: 1, must be at most 0 (n = 28, v1.1.0 at " in said
    assert "; and before it v1.0.0)" in said
    assert f"{SIGNED[-1]} (Roadmap updated) of v1.0.0, due since " in said
    assert f"do it, check out v1.0.0 on a branch, golive sign {SIGNED[-1]} --by NAME" in said


def test_what_is_not_due_yet_of_an_earlier_release_is_told(shop, releases):
    releases.release("v1.0.0").release()
    releases.record(ALL, deployed=ago(days=2))
    releases.record(ALL, name="1.0.0", release="v1.0.0", deployed=ago(days=10))
    said = told(shop)
    assert "forgotten rows: 0," in said
    assert "not due yet, of earlier releases: v1.0.0: " in said


def test_without_a_record_of_it_nothing_is_known_and_that_is_told(shop, releases):
    releases.release("v1.0.0").release()
    releases.record(ALL)
    said = told(shop)
    assert "forgotten rows: 0," in said
    assert "releases that were not looked at: v1.0.0 (no record that counts says when it was deployed)" in said


def test_no_more_than_a_few_are_asked_about(shop, releases):
    for number in range(MOST + 2):
        releases.release(f"v1.0.{number}")
    releases.release()
    releases.record(ALL)
    said = told(shop)
    assert f"v1.0.{MOST + 1} (no record" in said
    assert "v1.0.2 (no record" in said
    assert "v1.0.1" not in said


def test_what_two_releases_left_counts_twice(shop, releases):
    releases.release("v1.0.0").release()
    releases.record([row for row in ALL if row.id != SIGNED[-1]])
    releases.record([row for row in ALL if row.id != SIGNED[-1]], name="1.0.0", release="v1.0.0", deployed=ago(days=90))
    shop.breaches(GATE, "*forgotten rows: 2, must be at most 0*")
