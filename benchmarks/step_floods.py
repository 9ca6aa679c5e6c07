"""A step that floods its output: how fast it is read, what is kept, and what memory and disk it takes.

    python benchmarks/step_floods.py [--gigabytes 2] [--leaves]

The command writes so much in lines, as fast as it can. Its log must stay small, its beginning and its end must be in
it, and neither this process nor the folder of temporary files may grow with it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.output.bounding import HEAD, TAIL
from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.step import Step

GIGABYTE = 1_000_000_000
MOST_MEMORY = 100_000_000
PROGRAM = """\
import os, sys
line = b"x" * 99 + b"\\n"
block = line * 10_000
os.write(1, b"the beginning\\n")
for _ in range(int(sys.argv[1]) // len(block)):
    at = 0
    while at < len(block):
        at += os.write(1, block[at:])
os.write(1, b"the end\\n")
"""


class Largest:
    """The most bytes that lay in a folder while something ran."""

    def __init__(self, folder: Path) -> None:
        self.size = 0
        self._folder = folder
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.05):
            sizes = (file.lstat().st_size for file in self._folder.rglob("*") if file.is_file())
            self.size = max(self.size, sum(sizes))


def main() -> int:
    """Run the flood; 1 if something grew with it, or what must be kept is not."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gigabytes", type=float, default=2.0)
    parser.add_argument("--leaves", action="store_true")
    asked = parser.parse_args()
    size = int(asked.gigabytes * GIGABYTE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tempfile.tempdir = name
        context = StepContext(folder, folder / "output")
        step = Step("flood", command=(sys.executable, "-c", PROGRAM, str(size)), timeout=3600, leaves=asked.leaves)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        began = time.monotonic()
        with Largest(folder) as largest:
            result = run_step(step, context)
        took = time.monotonic() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
        attempt = result.last
        text = Path(attempt.log).read_text(encoding="utf-8") if attempt else ""
    read = attempt.size if attempt else 0
    print(f"{result.outcome}: {read:,} bytes in {took:.1f} s, {read / took / 1e6:,.0f} MB/s")
    print(f"log {len(text):,} bytes, most on the disk {largest.size:,} bytes, memory grew by {grown:,} bytes")
    is_kept = text.startswith("the beginning\n") and text.endswith("the end\n")
    is_small = largest.size <= 2 * (HEAD + TAIL) and grown <= MOST_MEMORY
    return 0 if result.is_good and read >= size and is_kept and is_small else 1


if __name__ == "__main__":
    sys.exit(main())
