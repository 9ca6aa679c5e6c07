"""Which releases answer during a deployment: this one and the one before are expected, and nothing else."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.release.mixing import MOST_ASKED, Mixed, ask_mixed, await_batch, requests_for
from pytest_golive.service.release.terms import Release, ReportedRelease

NEW, OLD = Release("1.2.0", "a" * 40), Release("1.1.0", "b" * 40)


def reported(*versions):
    return [ReportedRelease(version, "") for version in versions]


def mixed(*versions, before=OLD):
    return Mixed(reported(*versions), NEW, before, "GET /version")


@pytest.mark.parametrize(
    ("answers", "new", "wrong", "is_complete"),
    [
        (("1.2.0", "1.1.0", "1.1.0"), 1, 0, True),
        (("1.2.0", "1.2.0"), 2, 0, True),
        (("1.1.0", "1.1.0"), 0, 0, False),
        (("1.2.0", "1.0.9"), 1, 1, False),
        (("1.2.0", ""), 1, 1, False),
    ],
    ids=["both", "new alone", "old alone", "a stranger", "without a name"],
)
def test_what_answers(answers, new, wrong, is_complete):
    found = mixed(*answers)
    assert (found.new, found.wrong, found.is_complete) == (new, wrong, is_complete)
    assert len(found.strangers) == (1 if wrong else 0)


def test_a_stranger_is_named_with_its_number():
    (finding,) = mixed("1.2.0", "0.9.0", "0.9.0").strangers
    assert "2 of 3 answers came from 0.9.0, neither from 1.2.0" in finding.message
    assert "nor from 1.1.0" in finding.message


def test_before_the_first_release_there_is_no_other():
    found = mixed("1.2.0", "1.1.0", before=None)
    assert found.wrong == 1
    assert "not from 1.2.0" in found.strangers[0].message


@pytest.mark.parametrize(("share", "count"), [(1, 1375), (10, 132), (50, 20), (99, 3), (100, 1)])
def test_so_many_requests_meet_a_batch_all_but_surely(share, count):
    assert requests_for(share) == count <= MOST_ASKED


@pytest.mark.parametrize(
    ("answers", "count"),
    [(["1.1.0"] * 9 + ["1.2.0"] * 9, 10), (["1.2.0"] * 30, 3), (["1.1.0"] * 30, 20)],
    ids=["met late", "met at once", "never met"],
)
def test_it_asks_until_this_release_is_met(answers, count):
    given = iter(reported(*answers))
    assert len(ask_mixed(lambda: next(given), [NEW], 3, 20)) == count


def test_it_asks_until_both_are_met_where_both_must_answer():
    given = iter(reported(*["1.2.0"] * 5, "1.1.0", "1.2.0"))
    assert len(ask_mixed(lambda: next(given), [NEW, OLD], 3, 20)) == 6


@pytest.mark.parametrize(
    ("answers", "partly", "said"),
    [
        (("1.2.0", "1.1.0"), True, ""),
        (("1.2.0", "1.2.0"), False, ""),
        (("1.2.0", "1.2.0"), True, "all 2 answers came from * and none from *: it has reached everybody"),
        (("1.1.0", "1.1.0"), True, "none of 2 answers came from *: 1.1.0 (2)"),
    ],
)
def test_a_batch_that_reaches_nobody_or_everybody_is_none(answers, partly, said):
    found = replace(mixed(*answers), partly=partly)
    assert len(found.absent) == bool(said)
    assert all(fnmatchcase(one.message, f"version: {said}") for one in found.absent)
    assert found.is_complete is not bool(said)


def test_a_batch_that_takes_a_while():
    rounds = iter([mixed("1.1.0"), Unreachable("refused", "start it"), mixed("1.1.0", "1.2.0")])

    def ask():
        found = next(rounds)
        if isinstance(found, CannotMeasure):
            raise found
        return found

    assert await_batch(ask, limit=600, sleep=lambda _: None).is_complete


def test_one_that_never_answers_is_told_as_it_is():
    rounds = itertools.repeat(mixed("1.1.0"))
    assert not await_batch(lambda: next(rounds), limit=0, sleep=lambda _: None).is_complete

    def refused():
        raise Unreachable("refused", "start it")

    with pytest.raises(Unreachable):
        await_batch(refused, limit=0, sleep=lambda _: None)
