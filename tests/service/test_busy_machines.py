"""A busy machine that delays a healthy service is reported, and the service is not blamed."""

from __future__ import annotations

import socket

import pytest

from pytest_golive.contention.contention import Contention
from pytest_golive.contention.watching import MachineWatch
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.release.stability import watch
from pytest_golive.service.target import Target
from pytest_golive.service.waiting import wait_until_ready


@pytest.fixture(params=[True, False], ids=["busy", "quiet"])
def busy(request, monkeypatch):
    monkeypatch.setattr(Contention, "is_busy", request.param)
    return request.param


def taking(*outcomes):
    left = list(outcomes)

    def sample():
        outcome = left.pop(0) if len(left) > 1 else left[0]
        if outcome in {"timeout", "refused"}:
            raise unreachable(outcome, f"there was a {outcome}", "curl x")
        return [outcome] if outcome else []

    return sample


def steady(*outcomes, machine=True):
    machine = MachineWatch() if machine else None
    return watch(taking(*outcomes), samples=3, interval=1.0, sleep=lambda _: None, machine=machine)


def test_a_sample_without_an_answer_in_time_proves_nothing_on_a_busy_machine(busy):
    if busy:
        with pytest.raises(CannotMeasure, match=r"^could not measure: this machine was busy: .*1 tries had no answer"):
            steady("", "timeout", "")
    else:
        assert [finding.rule for finding in steady("", "timeout", "").bad] == ["unanswered"]


@pytest.mark.parametrize(
    ("outcomes", "machine"),
    [(("", "refused", ""), True), (("", "timeout", "status 500", ""), True), (("", "timeout", ""), False)],
    ids=["refused", "and worse", "elsewhere"],
)
def test_what_no_machine_does_is_told_all_the_same(busy, outcomes, machine):
    assert "unanswered" in [finding.rule for finding in steady(*outcomes, machine=machine).bad]


def test_a_service_that_does_not_come_up_says_how_busy_this_machine_was(busy):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    service = Service(Target("shop", f"http://127.0.0.1:{port}", timeout=1.0))
    with pytest.raises(Unreachable) as caught:
        wait_until_ready(service, "/healthz", limit=0.3, interval=0.05)
    assert ("; this machine was busy: " in caught.value.what) is busy
    assert "refused" in caught.value.what
