"""What a plain pytest run pays for having pytest-golive installed.

Runs an empty test session in fresh processes, by turns with the plugin and without, and prints the medians.

    python benchmarks/idle_cost.py [PAIRS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WITHOUT = ("-p", "no:golive", "-p", "no:golive_target")
BASE = (
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "-p",
    "no:cov",
    "-p",
    "no:xdist",
    "-p",
    "no:html",
)


def one(folder: Path, extra: tuple[str, ...]) -> float:
    """Seconds of one run."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pytest", *BASE, *extra], cwd=folder, check=False, capture_output=True)
    return time.perf_counter() - began


def inside(folder: Path) -> float:
    """Seconds spent importing our plugin modules, as the interpreter itself measures it."""
    command = [sys.executable, "-X", "importtime", "-m", "pytest", *BASE]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    lines = [line for line in done.stderr.splitlines() if line.rpartition("|")[2].strip().startswith("pytest_golive")]
    return sum(int(line.split(":")[1].split("|")[0]) for line in lines) / 1e6


def main() -> None:
    """Print both sides and the difference."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one(folder, ()), one(folder, WITHOUT)
        runs = [(one(folder, ()), one(folder, WITHOUT)) for _ in range(pairs)]
        imports = statistics.median(inside(folder) for _ in range(10))
    with_us = statistics.median(run[0] for run in runs)
    without = statistics.median(run[1] for run in runs)
    paired = statistics.median(a - b for a, b in runs)
    print(f"{pairs} pairs of empty runs, medians")
    print(f"  with pytest-golive     {with_us * 1e3:8.1f} ms")
    print(f"  without                {without * 1e3:8.1f} ms")
    print(f"  difference, paired     {paired * 1e3:8.2f} ms   ratio {with_us / without:.3f}")
    print(f"  of it, our imports     {imports * 1e3:8.2f} ms   (-X importtime, self time)")


if __name__ == "__main__":
    main()
