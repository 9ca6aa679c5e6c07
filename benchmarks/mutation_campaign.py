"""Would the tests notice? Plants one small fault at a time in the code that the verdict rests on, and runs its tests.

    python -m benchmarks.mutation_campaign [--sample N] [--seed N] [--only TEXT] [--timeout SECONDS] [--processes N]

A fault that no test notices survives. Survivors that are no faults are explained in ``mutation_explained.toml``; any
other one makes the exit status 1. The tree is copied first: nothing here is changed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from benchmarks.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
PLAN = Path(__file__).with_name("mutation_plan.toml")
EXPLAINED = Path(__file__).with_name("mutation_explained.toml")


@dataclass(frozen=True)
class Job:
    """One mutant of *module*, and the tests that should notice it; paths relative to the root."""

    module: str
    tests: tuple[str, ...]
    mutant: Mutant

    @property
    def key(self) -> str:
        return f"{self.module}: {self.mutant.key}"


def jobs(only: str) -> list[Job]:
    """All mutants of the plan's modules."""
    plan = tomllib.loads(PLAN.read_text())
    found = []
    for part in plan["part"]:
        for module in sorted(path for glob in part["modules"] for path in ROOT.glob(glob)):
            name = module.relative_to(ROOT).as_posix()
            if only in name:
                found += [Job(name, tuple(part["tests"]), mutant) for mutant in mutants(module.read_text())]
    return found


@contextmanager
def copies(count: int) -> Iterator[Queue[Path]]:
    """Copies of the tree, each with an interpreter that imports the package from there, also in its children."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        waiting: Queue[Path] = Queue()
        for number in range(count):
            waiting.put(_copy(Path(name) / str(number)))
        yield waiting


def _copy(folder: Path) -> Path:
    parts = ("src", "gates", "tests", "benchmarks", "docs", "examples", "tools", "conftest.py", "pyproject.toml")
    folder.mkdir()
    for part in parts:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy2(source, folder / part)
    (folder / "src/pytest_golive/gates").symlink_to(folder / "gates")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder / ".venv")}))
    # The first line wins over the installed package; what that is installed with stays found.
    (site / "tree.pth").write_text(f"{folder / 'src'}\n{sysconfig.get_path('purelib')}\n")
    return folder


def notices(job: Job, folder: Path, timeout: float) -> bool:
    """Whether a test fails, or hangs, with the fault in place."""
    module = folder / job.module
    kept = module.read_text()
    _write(module, job.mutant.source)
    try:
        return run_tests(folder, job.tests, timeout) != 0
    finally:
        _write(module, kept)


def _write(module: Path, source: str) -> None:
    """Compiled files know their source by its second and size; let no two versions share a second."""
    second = int(module.stat().st_mtime) + 2
    module.write_text(source)
    os.utime(module, (second, second))


def run_tests(folder: Path, tests: tuple[str, ...], timeout: float) -> int:
    """The exit status of the tests, which stop at the first that fails; -1 if they do not end."""
    command = [folder / ".venv/bin/python", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return -1


def main() -> int:
    """Run the campaign and print what survived."""
    options = _options()
    chosen = jobs(options.only)
    total = len(chosen)
    if options.sample and options.sample < total:
        chosen = random.Random(options.seed).sample(chosen, options.sample)
    explained = tomllib.loads(EXPLAINED.read_text())["explained"]
    with copies(options.processes) as waiting, ThreadPoolExecutor(options.processes) as pool:
        folder = waiting.get()
        for tests in sorted({job.tests for job in chosen}):
            if status := run_tests(folder, tests, options.timeout):
                print(f"without a fault, {' '.join(tests)} ends with status {status}: nothing can be told")
                return 2
        waiting.put(folder)

        def one(job: Job) -> bool:
            folder = waiting.get()
            try:
                return notices(job, folder, options.timeout)
            finally:
                waiting.put(folder)

        survivors = []
        for job, noticed in zip(chosen, pool.map(one, chosen), strict=True):
            if not noticed:
                reason = explained.get(job.key, "")
                survivors += [] if reason else [job]
                print(
                    f"survived: {job.key}  ({job.module}:{job.mutant.line}){reason and f'  explained: {reason}'}",
                    flush=True,
                )
    print(f"{total} mutants, {len(chosen)} tried, {len(survivors)} survived without an explanation")
    return 1 if survivors else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--timeout", type=float, default=900)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
