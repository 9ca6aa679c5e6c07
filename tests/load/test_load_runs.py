"""Real runs of locust against a real server."""

from __future__ import annotations

import stat
import subprocess
import sys

import psutil
import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Endpoint

CANARY = "s3cr3t-of-" + "the-load"
OWN = """\
from locust import HttpUser, constant, task

class Shopper(HttpUser):
    wait_time = constant(0.02)

    @task
    def look(self):
        with self.client.get("/look/7", name="/look", catch_response=True) as answer:
            if answer.json()["n"] != 4:
                answer.failure("not four")
"""


def test_a_fixed_rate_is_sent_whatever_the_answers_do(server, send, tmp_path):
    server.delay = 0.3
    told = []
    endpoints = (
        Endpoint("cheap", "GET", "/a", weight=3, json={"n": 3}, headers={"Authorization": CANARY}),
        Endpoint("wrong", "GET", "/b?x=1", text=["not there"]),
    )
    result = send(progress=lambda what, *_: told.append(what), endpoints=endpoints, headers={"X-Tenant": "t"})
    total = result.of()
    assert total.n == pytest.approx(90, abs=1)
    assert result.of("cheap").n == pytest.approx(3 * result.of("wrong").n, abs=3)
    assert total.percentile(1) >= 300
    assert dict(result.of("wrong").errors) == {"the expected text is missing": result.of("wrong").n}
    assert not result.of("cheap").errors
    assert any("requests a second, p(95) 3" in what for what in told)
    asked = [request for request in server.seen if " /a " in request]
    assert all(f"Authorization: {CANARY}" in request and "X-Tenant: t" in request for request in asked)
    assert not [request for request in server.seen if " /b" in request and CANARY in request]
    files = [path for path in (tmp_path / "load").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CANARY in path.read_text()]
    assert stat.S_IMODE((tmp_path / "load" / "run-1").stat().st_mode) == 0o700


def test_a_server_that_stalls_is_charged_for_every_request_that_was_due(server, send):
    server.delay = 0.0

    def stall(what, *_):
        server.delay = 0.6 if " 1 s of" in what else 0.0

    result = send(progress=stall, timeout=0.4)
    total = result.of()
    assert total.errors["timeout"] >= 5
    assert total.percentile(100) >= 400
    assert total.n == pytest.approx(90, abs=1)


def test_users_of_the_teams_own_scenario_on_two_workers(server, send, tmp_path):
    own = tmp_path / "own_locustfile.py"
    own.write_text(OWN)
    result = send(users=4, workers=2, locustfile=str(own))
    total = result.of()
    assert result.names == ["GET /look"]
    assert total.errors == {"CatchResponseError, status 200": total.n}
    assert len(result.runs[0].records) == 2
    assert 50 < total.n <= server.count("/look/7")


def test_a_worker_that_is_lost_makes_the_run_worthless_and_leaves_its_records(send, tmp_path):
    def lose(what, *_):
        if "requests a second" in what:
            for child in [child for child in children() if "--worker" in command_of(child)][:1]:
                child.kill()

    with pytest.raises(CannotMeasure, match=r"worker-here-. ended by signal SIGKILL.* [1-9]\d* requests were recorded"):
        send(progress=lose, workers=2, duration=5.0)
    assert any("\nR\t" in path.read_text() for path in (tmp_path / "load").rglob("records-*.tsv"))
    assert children() == []


def test_an_interrupt_ends_all_at_once_and_leaves_its_records(send, tmp_path):
    def interrupt(what, *_):
        if "requests a second" in what:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(progress=interrupt, duration=30.0)
    assert children() == []
    assert any("\nR\t" in path.read_text() for path in (tmp_path / "load").rglob("records-*.tsv"))


CRASH = """
import os, pathlib, sys
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.sending.running import run_load

def die(what, *_):
    if "requests a second" in what:
        os.kill(os.getpid(), 9)

plan = Plan(sys.argv[1], rate=50.0, duration=60.0, endpoints=(Endpoint("a", "GET", "/a"),), workers=2)
run_load(plan, pathlib.Path(sys.argv[2]), dict(os.environ), progress=die)
"""


def test_a_crash_of_ours_ends_all_and_leaves_its_records(server, tmp_path):
    folder = tmp_path / "load"
    done = subprocess.run([sys.executable, "-c", CRASH, server.url, str(folder)], check=False, timeout=600)
    assert done.returncode == -9
    _, alive = psutil.wait_procs([one for one in psutil.process_iter() if is_writing(one, folder)], timeout=60)
    assert alive == []
    assert any("\nR\t" in path.read_text() for path in folder.rglob("records-*.tsv"))


def is_writing(process, folder):
    try:
        return any(str(folder) in file.path for file in process.open_files())
    except psutil.Error:
        return False


def test_a_scenario_that_does_not_load_says_so(send, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("import no_such_module_at_all\n")
    with pytest.raises(CannotMeasure, match="no_such_module_at_all"):
        send(users=1, locustfile=str(broken))


def test_a_target_that_is_gone_is_not_measured(server, send):
    server.close()
    with pytest.raises(CannotMeasure, match=r"answered none of \d+ requests: connection refused"):
        send(duration=1.0)


def test_a_generator_that_is_late_blames_itself(send):
    with pytest.raises(CannotMeasure, match=r"sent requests \d+\.\d ms late \(p95; limit 0 ms.*not the service"):
        send(max_late=0.0, duration=0.8)


def children():
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if "pytest_golive.load.child.start" in command_of(child)
    ]


def command_of(process):
    try:
        return process.cmdline()
    except psutil.Error:  # it has just ended
        return []
