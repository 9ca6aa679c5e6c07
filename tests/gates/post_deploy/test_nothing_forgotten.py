"""The gate about what the release before has left undone: it passes, is breached, cannot measure."""

from __future__ import annotations

import re

import pytest
from people_of_the_shop import ago
from releases_before import MEASURED, SIGNED, TERMS, Releases, rows_that

GATE = "post_deploy::nothing_forgotten"


@pytest.fixture
def releases(shop, git, signers):
    return Releases(shop, git, signers)


def told(shop):
    return " ".join(shop.judge(GATE).stdout.str().split())


def test_nothing_forgotten_passes(shop, releases):
    releases.release().record([*rows_that("passed", *MEASURED), *rows_that("signed", *SIGNED)])
    shop.passes(GATE, "*forgotten rows: 0, must be at most 0 (n = 14, v1.1.0 at ???????, deployed at *)*")


def test_nothing_forgotten_is_breached(shop, releases):
    releases.release().record([*rows_that("passed", *MEASURED), *rows_that("signed", *SIGNED[:-1])])
    due = ago(days=10)[:10]
    shop.breaches(
        GATE,
        "*forgotten rows: 1, must be at most 0*",
        f"*{SIGNED[-1]} (Roadmap updated) of v1.1.0, due since {due} ??:?? UTC: not signed: 0 of 1 signatures*",
        f"*do it, check out v1.1.0 on a branch, golive sign {SIGNED[-1]} --by NAME, commit that, and merge*",
    )


def test_nothing_forgotten_cannot_measure(shop, releases):
    releases.release()
    shop.cannot_measure(
        GATE,
        "*nobody knows what was done in the days after v1.1.0 at ???????: there is no record of it*",
        "*check out v1.1.0, run pytest -m post_deploy --golive-deployed=MOMENT --golive-record=FILE, and commit FILE*",
    )


def test_nothing_forgotten_is_not_set_up_without_people(shop, git):
    Releases(shop, git, None).release()
    shop.cannot_measure(GATE, "*v1.1.0, and the settings name nobody who may*", word="NOT SET UP")


def test_a_first_release_is_judged_over_no_rows_and_says_so(shop):
    shop.passes(GATE, "*the first release: none before it can have left anything undone*")


def test_what_is_not_due_yet_is_no_finding(shop, releases):
    releases.release().record(rows_that("passed", *MEASURED), deployed=ago(hours=30))
    said = told(shop)
    of_the_day = [row for row in SIGNED if TERMS[row] == "day"]
    assert f"forgotten rows: {len(of_the_day)}," in said
    assert re.search(
        r"not due yet: post_deploy::\w+, post_deploy::\w+, post_deploy::\w+ and 3 more, the first at", said
    )
    releases.record(deployed=ago(hours=2), name="again")  # whoever deploys it again puts nothing off
    assert f"forgotten rows: {len(of_the_day)}," in told(shop)


def test_nothing_is_due_in_the_first_hours(shop, releases):
    releases.release().record(deployed=ago(hours=2))
    shop.passes(GATE, "*not due yet: *")


def test_signatures_of_the_release_before_count_and_those_of_this_one_do_not(shop, releases, signers):
    releases.release().record(rows_that("passed", *MEASURED))
    signers.sign(" ".join(SIGNED))
    assert f"forgotten rows: {len(SIGNED)}," in told(shop)
    releases.sign(SIGNED[1:])
    said = told(shop)
    assert "forgotten rows: 1," in said
    assert f"{SIGNED[0]} (" in said


def test_a_rejection_counts_more_than_a_record(shop, releases):
    releases.release().record([*rows_that("passed", *MEASURED), *rows_that("signed", *SIGNED)])
    releases.sign(SIGNED[:1], "bob", "--reject", "--note", "p95 doubles at noon")
    said = told(shop)
    assert f"{SIGNED[0]} (" in said
    assert "rejected: bob rejects it: p95 doubles at noon" in said


def test_what_was_red_or_never_tried_is_told_as_that(shop, releases):
    rows = [*rows_that("failed", MEASURED[0]), *rows_that("not due", MEASURED[1]), *rows_that("waived", *MEASURED[2:])]
    releases.release().record([*rows, *rows_that("not applicable", *SIGNED)])
    said = told(shop)
    assert "forgotten rows: 2," in said
    assert f"{MEASURED[0]} (" in said
    assert "golive-records/1.1.0.json says failed: it failed" in said
    assert "no record says that anybody looked" in said


def test_the_settings_of_the_release_before_count_and_not_those_of_this_one(shop, releases):
    shop.settings(
        '[tool.golive.post_deploy]\nmonth = 60\n[tool.golive.not_applicable]\n"post_deploy::*" = "nobody watches it"\n'
    )
    releases.release()
    text = (shop.path / "pyproject.toml").read_text().replace('"post_deploy::*" = "nobody watches it"\n', "")
    shop.write("pyproject.toml", text)
    shop.passes(GATE, "*v1.1.0 at ???????: its settings declare all rows of the days after away*")


def test_rows_of_documents_are_asked_about_too(shop, releases):
    shop.write("GO.md", "# Go\n\n- [ ] Invoices sent <!-- golive: sign until=+7d phase=post_deploy id=invoices -->\n")
    shop.settings("[tool.golive.signing.rows.invoices]\napprovers = 1\n")
    text = (shop.path / "pyproject.toml").read_text().replace("[tool.golive]\n", '[tool.golive]\nchecklist = "GO.md"\n')
    shop.write("pyproject.toml", text)
    releases.release().record([*rows_that("passed", *MEASURED), *rows_that("signed", *SIGNED)])
    said = told(shop)
    assert "invoices (Invoices sent) of v1.1.0, due since" in said
    releases.sign(["invoices"])
    assert "forgotten rows: 0," in told(shop)
