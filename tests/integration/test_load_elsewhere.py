"""Workers on "another machine": they share nothing with the master but the network and the settings."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
from answering import answering

SETTINGS = """
[targets.staging]
url = "{url}"
timeout = "1s"
endpoints = [{{ path = "/a" }}]

[performance]
rate = {rate}
warm_up = "200ms"
duration = "2s"
runs = 1
max_lateness = "500ms"
workers = 1
master = "127.0.0.1:{port}"
expect_workers = 1
"""
# A busy machine records nothing.
QUIET = "from pytest_golive.contention.contention import Contention; Contention.is_busy = property(lambda _: False); "


@pytest.fixture
def machines(tmp_path, git):
    """Two checkouts, and the output of `golive` in each when both run at the same time."""

    def run(url, rates=(60, 60)):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        commands = (["baseline", "record"], ["worker", "--master", f"127.0.0.1:{port}"])
        started = []
        for name, rate, command in zip(("here", "there"), rates, commands, strict=True):
            folder = tmp_path / name
            folder.mkdir()
            git(folder, "init", "--quiet")
            (folder / "golive.toml").write_text(SETTINGS.format(url=url, port=port, rate=rate))
            code = QUIET + "import sys; from pytest_golive.cli import main; sys.exit(main())"
            started.append(
                subprocess.Popen(
                    [sys.executable, "-c", code, *command],
                    cwd=folder,
                    env=dict(os.environ),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            )
        return [(process.communicate(timeout=600)[0], process.returncode) for process in started]

    return run


def test_records_of_a_worker_elsewhere_are_merged_exactly(machines, tmp_path):
    with answering() as server:
        (here, status), (there, other) = machines(server.url)
        asked = server.count("/a")
    assert (status, other) == (0, 0), here + there
    assert "took part in 1 runs for 127.0.0.1:" in there
    assert "in total       120     0 %" in here
    files = sorted((tmp_path / "here" / ".golive" / "load" / "run-1").glob("records-worker-*.tsv"))
    lines = [line for file in files for line in file.read_text().splitlines() if line.startswith("R\t")]
    assert len(files) == 2
    assert len(lines) == asked == 132


def test_a_worker_that_follows_other_settings_is_not_believed(machines):
    with answering() as server:
        (here, status), _ = machines(server.url, rates=(60, 50))
    assert status == 1
    assert "1 workers used other settings" in here
