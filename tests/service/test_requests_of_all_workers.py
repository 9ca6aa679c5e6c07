"""What other processes of a run have sent is no traffic of customers either."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pytest_golive.service.sent import KEPT, PIECE, Sent

OTHER = """
import sys
from pathlib import Path
from pytest_golive.service.sent import Sent

sent = Sent(lambda: float(sys.argv[2]))
sent.share(Path(sys.argv[1]))
for path in sys.argv[3:]:
    sent.add(("http", "shop.example", 80), path)
"""
ORIGIN = ("http", "shop.example", 80)


@pytest.fixture
def elsewhere(tmp_path):
    """Another process sends requests at that second: ``elsewhere(1000.0, "/products")``."""

    def send(second, *paths):
        command = [sys.executable, "-c", OTHER, str(tmp_path), str(second), *paths]
        subprocess.run(command, check=True, timeout=600)

    return send


def test_requests_of_other_processes_count(tmp_path, elsewhere):
    sent = Sent(lambda: 1000.0)
    sent.share(tmp_path)
    elsewhere(990.0, "/products?page=1", "/products", "/healthz/", "/p\u00e4th")
    sent.add(ORIGIN, "/products")
    assert sent.count(ORIGIN, 60.0) == 5, "its own is not counted twice"
    assert sent.count(ORIGIN, 60.0, ["/healthz"]) == 4
    assert sent.count(ORIGIN, 5.0) == 1
    assert sent.count(("http", "till.example", 80), 60.0) == 0


def test_the_window_reaches_into_the_file_before(tmp_path, elsewhere):
    sent = Sent(lambda: PIECE * 10 + 1.0)
    sent.share(tmp_path)
    elsewhere(PIECE * 10 - 5.0, "/products")
    elsewhere(PIECE * 8.0, "/products")
    assert sent.count(ORIGIN, 30.0) == 1
    assert sent.count(ORIGIN, PIECE * 3) == 2


def test_old_files_are_deleted(tmp_path):
    now = [0.0]
    sent = Sent(lambda: now[0])
    sent.share(tmp_path)
    for now[0] in (0.0, PIECE, KEPT + PIECE):
        sent.add(ORIGIN, "/products")
    assert len(list(tmp_path.iterdir())) == 2


def test_who_shares_nothing_writes_nothing(tmp_path, elsewhere):
    elsewhere(1000.0, "/products")
    assert Sent(lambda: 1000.0).count(ORIGIN, 60.0) == 0
