"""A process that needs the service exclusively gets it, among all processes of a run."""

from __future__ import annotations

import threading

from serving import answering

from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.turnstile import alone, passing
from pytest_golive.service.target import Target


def test_requests_wait_until_nobody_is_alone_any_more(tmp_path):
    order = []
    with answering(200) as url:
        service = Service(Target("t", url, turnstile=tmp_path / "turnstile"))

        def ask():
            service.ask("/")
            order.append("asked")

        thread = threading.Thread(target=ask)
        with alone(tmp_path / "turnstile"):
            thread.start()
            thread.join(0.3)
            order.append("alone")
        thread.join()
    assert order == ["alone", "asked"]


def test_requests_do_not_wait_for_each_other(tmp_path):
    with passing(tmp_path / "turnstile"), passing(tmp_path / "turnstile"):
        pass
    with alone(None), alone(None), passing(None):
        pass
