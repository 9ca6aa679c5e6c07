"""Everything good in the same sample; a sample without a response does not count."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.release.stability import watch


def taking(*outcomes):
    left = list(outcomes)

    def sample():
        outcome = left.pop(0) if len(left) > 1 else left[0]
        if outcome == "gone":
            raise unreachable("refused", "the connection was refused", "curl x")
        return [] if outcome == "good" else outcome.split("; ")

    return sample


def look(*outcomes, samples=3):
    slept: list[float] = []
    found = watch(taking(*outcomes), samples=samples, interval=2.0, sleep=slept.append)
    return found, slept


def test_steady():
    found, slept = look("good")
    assert (found.good, found.samples, found.bad, slept) == (3, 3, (), [2.0, 2.0])


def test_one_bad_sample_is_told():
    found, _ = look("good", "status 500", "good")
    assert (found.good, found.samples) == (2, 3)
    assert [finding.message for finding in found.bad] == ["sample 2: status 500"]


def test_each_fault_of_a_sample_is_told_by_itself_and_the_sample_counts_once():
    found, _ = look("good", "status 500; another release", "good")
    assert (found.good, found.ill, found.ill_or_unanswered) == (2, 1, 1)
    assert [finding.message for finding in found.bad] == ["sample 2: status 500", "sample 2: another release"]


def test_what_has_no_answer_is_no_sample_but_is_told():
    found, slept = look("gone", "good")
    assert (found.good, found.samples, found.errors, len(slept)) == (3, 3, 1, 3)
    assert found.bad[0].message == (
        "unanswered: 1 of 4 tries had no answer, the last: the connection was refused; to repeat: curl x"
    )
    assert (found.ill, found.ill_or_unanswered) == (0, 1)
    assert "1 unanswered" in found.source


def test_too_many_without_an_answer_cannot_be_judged():
    with pytest.raises(CannotMeasure, match="5 samples had no answer, the last: the connection was refused"):
        look("gone", samples=100)
    with pytest.raises(CannotMeasure, match="had no answer"):
        look(*["gone", "gone", "good"] * 10, samples=8)
