"""No response blocks the load test's client for ever, and none ends it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_every_hostile_answer_has_an_outcome():
    done = subprocess.run(
        [sys.executable, "-m", "hostile.loads", "40"], cwd=BENCHMARKS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "timeout x" in done.stdout
    assert "garbage instead of an answer x" in done.stdout
