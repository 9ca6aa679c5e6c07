"""Who signs records signs rows only with a role."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.signing.demands import Release, Rules
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Identity, Person, Trust
from pytest_golive.signing.policy import Desk

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
ALL = "sha256:" + "0a" * 32
WHY = "robot is one of the recorders, who sign records; only one with a role signs rows"


def judged(decision="approve", roles=(), recorders=("robot",)):
    release = Release(lambda _: ALL, lambda _: (), lambda _, __: (), NOW.date(), "2.0.0")
    people = (Person("robot", ("robot@shop.example",), roles),)
    identify = lambda _, person: Identity(Trust.PROVEN, person.key, "a key")  # noqa: E731
    desk = Desk(people, release, identify, recorders=frozenset(recorders))
    return desk.judge("review", Rules(), [SignOff("1", "review", "robot", decision, NOW, ALL)])


@pytest.mark.security
def test_a_recorder_without_a_role_signs_records_alone():
    assert [one.why for one in judged().refused] == [WHY]
    assert not judged().is_signed
    assert judged(recorders=()).is_signed
    assert judged(roles=("manager",)).is_signed
    assert judged("reject").rejected
