"""A service that the run started ends with it: a red row says how to start it again before its requests are repeated."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

SERVICE = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(500 if self.path == "/items" else 200)
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Shop).serve_forever()
"""
TABLE = """
[tool.golive.targets.staging]
url = "http://127.0.0.1:{port}"
{start}
endpoints = [{{ path = "/items" }}]
"""


@pytest.fixture
def smoke(project):
    """The blocks of one row of a project whose service answers with an error, with what the settings say of it."""

    def run(port, start):
        project.write("serve.py", SERVICE)
        settings = project.path / "pyproject.toml"
        settings.write_text(settings.read_text() + TABLE.format(port=port, start=start))
        project.commit()
        result = project.run("-m", "smoke", "golive/smoke::critical_endpoints")
        return " ".join(" ".join(result.outlines).split())

    return run


def _status(url):
    for _ in range(200):
        try:
            return urllib.request.urlopen(url, timeout=10).status  # nosec B310 -- an address of this test
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    return 0


def test_the_line_in_the_cure_starts_it_again_at_the_same_address(smoke, project):
    said = smoke(0, 'start = ["{python}", "serve.py"]')
    url = re.search(r"curl -sS .*?(http://127\.0\.0\.1:\d+/items)", said)[1]
    cure = re.search(
        r"staging ended with the run, and its log is (\S+); start it first to repeat: (PORT=\d+ \S+ serve.py)", said
    )
    assert cure is not None, said
    assert cure[1].endswith("/.golive/staging.log")
    assert cure[2].split()[1] == sys.executable
    again = subprocess.Popen(["/bin/sh", "-c", f"exec env {cure[2]}"], cwd=project.path, start_new_session=True)
    try:
        assert _status(url) == 500
    finally:
        os.killpg(again.pid, signal.SIGTERM)
        again.wait(60)


def test_a_service_that_runs_anyway_needs_no_start(smoke, serve):
    server = serve(lambda request: (500 if request[1] == "/items" else 200, {}, b"ok"))
    said = smoke(server.url.rpartition(":")[2], "")
    assert "to repeat: curl" in said
    assert "ended with the run" not in said
