"""Which records say what was done after the release before: what is no record of it says nothing of it."""

from __future__ import annotations

import pytest
from people_of_the_shop import ago
from releases_before import MEASURED, SIGNED, TERMS, Releases, rows_that

GATE = "post_deploy::nothing_forgotten"
ALL = [*rows_that("passed", *MEASURED), *rows_that("signed", *SIGNED)]
OTHER = "sha256:" + "0" * 64
PRODUCTION = '[tool.golive.targets.prod]\nurl = "https://shop.example"\nproduction = true\n'


@pytest.fixture
def releases(shop, git, signers):
    return Releases(shop, git, signers)


@pytest.mark.parametrize(
    "subject", [{"digest": OTHER}, {"roots": ("f" * 40,)}], ids=["of another release", "of another repository"]
)
def test_a_record_of_something_else_says_nothing(shop, releases, subject):
    releases.release().record(ALL, subject=subject)
    shop.cannot_measure(
        GATE, "*nobody knows what was done in the days after v1.1.0 at ???????: none of 1 records is about it*"
    )


@pytest.mark.parametrize("content", [b"", b"\xff\x00\x01", b"{}", b'{"schema_version": 1', b"[" * 50_000])
def test_what_is_no_record_is_an_error_that_names_it(shop, releases, content):
    releases.release().record(ALL)
    shop.write("golive-records/bad.json", content)
    shop.cannot_measure(GATE, "*the record bad.json *")


def test_an_edited_record_is_an_error(shop, releases):
    releases.release().record(rows_that("failed", *MEASURED))
    file = shop.path / "golive-records/1.1.0.json"
    file.write_text(file.read_text().replace('"failed"', '"passed"'))
    shop.cannot_measure(GATE, "*the record 1.1.0.json was edited: its digest does not match its fields*")


def test_a_deployment_in_the_future_is_an_error(shop, releases):
    releases.release().record(ALL, deployed=ago(days=-2))
    shop.cannot_measure(GATE, "*golive-records/1.1.0.json says that v1.1.0 was deployed at *, which is in the future*")


def test_a_record_without_the_moment_leaves_it_unknown(shop, releases):
    releases.release().record(ALL, deployed="none")
    shop.cannot_measure(
        GATE, "*nothing says when v1.1.0 at ??????? was deployed: golive-records/1.1.0.json names no moment*"
    )


def test_an_unsigned_record_of_production_does_not_count_nor_does_one_of_staging(shop, releases):
    shop.settings(PRODUCTION)
    releases.release().record(ALL, target="prod", production=True)
    releases.record(ALL, target="staging", name="staging")
    shop.cannot_measure(
        GATE,
        "*nothing says when v1.1.0 at ??????? was deployed, and what was done since: golive-records/1.1.0.json does*",
        "*run pytest -m post_deploy --target=prod --golive-deployed=MOMENT --golive-record=FILE --golive-key=KEY,*",
    )


def test_unsigned_records_count_where_the_release_said_so(shop, releases):
    shop.settings(f"[tool.golive.signing]\nsigned_records = false\n{PRODUCTION}")
    releases.release().record(ALL[:-1], target="prod", production=True)
    releases.record(ALL, target="staging", name="staging")  # what was done there was not done on production
    shop.breaches(GATE, "*forgotten rows: 1, must be at most 0*")


def test_a_real_record_of_the_days_after_counts(shop, releases, git, signers):
    releases.release()
    git(shop.path, "checkout", "-q", "-b", "days-after", "v1.1.0")
    signers.sign(" ".join(SIGNED))
    shop.run("-m", "post_deploy", "-k", "feedback", f"--golive-deployed={ago(days=8)}", "--golive-record=part.json")
    text = (shop.path / "part.json").read_text()
    git(shop.path, "checkout", "-q", "-f", "-")
    shop.write("golive-records/part.json", text)
    (shop.path / "part.json").unlink()
    due = (
        sum(term in {"day", "week"} for term in TERMS.values()) - 2
    )  # their signatures are not here, but the record is
    shop.breaches(GATE, f"*forgotten rows: {due}, must be at most 0*", "*no record says that anybody looked*")
