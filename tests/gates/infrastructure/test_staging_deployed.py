"""The gate about staging: it passes, is breached, cannot measure; a service started for the run is gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from serving import demo, target_table

from pytest_golive.demo.shop import Release

STAGING = "infrastructure::staging_deployed"
STEADY = 'stability = { samples = 4, interval = "1ms" }\nwait = "1ms"\n'
PROGRAM = """\
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"version": "1.2.0"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
Path("service.pid").write_text(str(os.getpid()))
Path("service.env").write_text(json.dumps(dict(os.environ)))
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
SLOW = """\
import time
import pytest

@pytest.mark.smoke
def test_slow(service):
    time.sleep(60)
"""


def settings(url, more=STEADY):
    return f'[tool.golive.targets.staging]\nurl = "{url}"\n{more}'


def answering(health=(200,), version=("1.2.0",)):
    """Responses in turn, repeatedly."""
    asked = {"/healthz": 0, "/version": 0}

    def answer(request):
        path = request[1]
        number = asked[path]
        asked[path] += 1
        if path == "/healthz":
            return health[number % len(health)], {}, b""
        return 200, {}, json.dumps({"version": version[number % len(version)]}).encode()

    return answer


def test_staging_deployed_passes(shop, serve):
    shop.settings(settings(serve(answering()).url))
    shop.passes(STAGING, "*samples healthy and of this release: 4, must be at least 4 (4 samples in *")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (answering(health=(200, 500, 200, 200, 200)), "status 500"),
        (answering(version=("1.2.0", "1.1.0")), "came from 1.1.0, not from 1.2.0*"),
    ],
)
def test_staging_deployed_is_breached(shop, serve, answers, words):
    shop.settings(settings(serve(answers).url))
    shop.breaches(
        STAGING,
        "*samples that were not: *must be at most 0*",
        f"*sample *{words}*",
        "*to repeat:*",
        "*curl -sS -i * http://127.0.0.1:*/*",
    )


class Turns:
    """Instances behind a round-robin balancer; the last one has the old release."""

    def __init__(self, many, old):
        self.turn, self.many, self.old = 0, many, old

    def __call__(self, request):
        number, self.turn = self.turn % self.many, self.turn + 1
        is_old = self.old and number == self.many - 1
        body = {"status": "ok", "version": "1.1.0" if is_old else "1.2.0"}
        return 200, {"X-Instance": f"web-{number}"}, json.dumps(body).encode()


@pytest.mark.parametrize("many", [2, 3])
def test_staging_deployed_meets_every_instance(shop, serve, many):
    shop.settings(settings(serve(Turns(many, old=False)).url, f"{STEADY}instances = {many}\n"))
    shop.passes(
        STAGING, f"*instances that answered: {many}, must be at least {many}*", "*instances seen: web-0 (*, web-1 *"
    )


@pytest.mark.parametrize("many", [2, 3])
def test_staging_deployed_is_breached_by_one_old_instance(shop, serve, many):
    shop.settings(settings(serve(Turns(many, old=True)).url))
    shop.breaches(STAGING, "*samples that were not: 4*", f"*came from 1.1.0 (instance web-{many - 1}), not from 1.2.0*")


@pytest.mark.parametrize(
    ("fault", "said"),
    [("old_instance", "came from 0.0.1, *(instance demo-older)*"), ("ill_component", "database.status says 'down'*")],
)
def test_staging_deployed_is_breached_by_faults_of_the_reference_service(shop, fault, said):
    with demo() as running, running.faulty(fault):
        running.shop.release = Release("1.2.0")
        shop.settings("\n" + target_table("staging", running.table))
        shop.breaches(STAGING, "*samples that were not: 5, must be at most 0*", f"*{said}*")


def test_staging_deployed_is_breached_by_a_missing_instance(shop, serve):
    shop.settings(settings(serve(Turns(2, old=False)).url, f"{STEADY}instances = 3\n"))
    shop.breaches(STAGING, "*instances that answered: 2, must be at least 3*", "*web-0 (*, web-1 (*; 3 must answer*")


def test_staging_deployed_cannot_measure(shop, serve):
    server = serve(answering())
    server.close()
    shop.settings(settings(server.url))
    shop.cannot_measure(STAGING, "*the connection was refused*")


def test_production_is_not_looked_at_in_its_place(shop, serve):
    prod = serve(answering())
    shop.settings(f'[tool.golive.targets.prod]\nurl = "{prod.url}"\nproduction = true\n')
    shop.cannot_measure(STAGING, "*the settings describe no target 'staging'*", word="NOT SET UP")
    shop.judge(STAGING, "--target=prod").stdout.fnmatch_lines(["*the settings describe no target 'staging'*"])
    assert prod.requests == []


def started(shop, more=""):
    shop.write("service.py", PROGRAM)
    command = json.dumps([sys.executable, "service.py", "{port}"])
    shop.settings(settings("http://127.0.0.1:0", f'start = {command}\nwait = "20s"\nwait_interval = "20ms"\n{more}'))


def is_running(file: Path) -> bool:
    try:
        os.kill(int(file.read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


@pytest.mark.parametrize("args", [(), ("-n", "2")])
def test_a_service_of_its_own_is_started_and_ended(shop, monkeypatch, args):
    monkeypatch.setenv("SHOP_TOKEN", "canary-Xc81Mq55")  # pragma: allowlist secret
    auth = 'auth = { scheme = "bearer", token_env = "SHOP_TOKEN", protected = ["/"] }\n'
    started(shop, 'stability = { samples = 2, interval = "1ms" }\n' + auth)
    result = shop.judge(STAGING, *args)
    result.stdout.fnmatch_lines(["*  PASS *Staging deployment successful*"])
    assert not is_running(shop.path / "service.pid")
    environment = json.loads((shop.path / "service.env").read_text())
    assert "SHOP_TOKEN" not in environment
    assert "canary" not in str(environment)


def test_a_service_that_does_not_start_says_why(shop):
    command = json.dumps([sys.executable, "-c", "raise SystemExit('no database')"])
    shop.settings(settings("http://127.0.0.1:0", f'start = {command}\nwait_interval = "50ms"\n'))
    shop.cannot_measure(STAGING, "*ended before it answered*", "*no database*")


def test_a_service_does_not_outlive_a_run_that_is_killed(shop, tmp_path):
    started(shop)
    shop.write("gates/test_slow.py", SLOW)
    shop.commit()
    run = shop._pytester.popen([sys.executable, "-m", "pytest", "-p", "no:randomly", "-m", "smoke"])
    file, deadline = shop.path / "service.pid", time.monotonic() + 30
    while not is_running(file) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_running(file)
    run.send_signal(signal.SIGKILL)
    run.wait(10)
    for pipe in (run.stdout, run.stderr):
        pipe.close()
    while is_running(file) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(file)
