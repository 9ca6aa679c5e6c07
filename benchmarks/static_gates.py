"""Time the static gates against the tools' own command lines, side by side, on any tree.

    python benchmarks/static_gates.py TREE [--tools secrets,bandit,cc,raw] [--timeout SECONDS]

The tree is copied, committed, and judged by ``pytest -m pre_deploy`` with every Python file critical: cold, again with
nothing changed, and again with one file changed. What is added to an empty pytest run is printed for the last two, and
the memory of all processes together. Then each tool runs by itself, one after the other.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

LARGEST = 5_000_000
TOOLS = {
    "secrets": ("detect_secrets", "scan", "--no-verify"),
    "bandit": ("bandit", "-q", "-r", ".", "-f", "json"),
    "cc": ("radon", "cc", "-j", "."),
    "raw": ("radon", "raw", "-j", "."),
}
SETTINGS = """\
critical = ["**/*.py"]
exclude = [{exclude}]
[code_quality]
count = "{count}"
[not_applicable]
"code_quality::tests_pass" = "only static gates are timed"
"code_quality::coverage" = "only static gates are timed"
"security::security_tests_pass" = "only static gates are timed"
"documentation::*" = "no tool below does the same"
"""


def prepared(tree: Path, root: Path, count: str) -> None:
    """Copy *tree* and commit it; leave out what no tool can parse."""
    shutil.copytree(tree, root, ignore=shutil.ignore_patterns(".git", "__pycache__", ".pytest_cache"), symlinks=True)
    unreadable = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if is_unreadable(path))
    exclude = ", ".join(f'"{path}"' for path in unreadable)
    (root / "golive.toml").write_text(SETTINGS.format(exclude=exclude, count=count), encoding="utf-8")
    identity = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
    for command in (("init", "-q"), ("add", "-A", "-f"), (*identity, "commit", "-q", "-m", "tree")):
        subprocess.run(("git", *command), cwd=root, check=True)
    files = [path for path in root.rglob("*.py") if ".git" not in path.parts]
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    print(f"{tree.name}: {len(files):,} Python files, {lines:,} lines; left out {len(unreadable)}: {unreadable[:5]}")


def is_unreadable(path: Path) -> bool:
    """Whether a tool would have to pass it over."""
    if not path.is_file() or path.is_symlink() or ".git" in path.parts:
        return False
    if path.suffix != ".py":
        return path.stat().st_size > LARGEST
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return False


def children(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            yield from children(int(child))


def resident(pid: int) -> int:
    """Bytes of memory of one process."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def of_processors() -> float:
    """Seconds that all processes which have ended took of the processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(command: Sequence[str], root: Path, timeout: float) -> tuple[float, float, int]:
    """Seconds, seconds of the processors, and the most bytes that all its processes held at a time."""
    most, before = 0, of_processors()
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}
    environment.pop("CI", None)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    timer = threading.Timer(timeout, process.kill)
    timer.start()
    while process.poll() is None:
        with contextlib.suppress(OSError):  # one of them has just ended
            most = max(most, sum(resident(pid) for pid in children(process.pid)))
        time.sleep(0.02)
    timer.cancel()
    return time.perf_counter() - start, of_processors() - before, most


def main() -> None:
    """Print both sides and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--tools", default="secrets,bandit,cc,raw")
    parser.add_argument("--count", default="loc", choices=("loc", "sloc"))
    parser.add_argument("--timeout", type=float, default=900.0)
    parser.add_argument("--runs", type=int, default=3, help="warm and empty ones, by turns")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="golive-benchmark-") as folder:
        root = Path(folder) / "tree"
        prepared(args.tree, root, args.count)
        pytest = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly")
        checklist = (*pytest, "-m", "pre_deploy")
        nothing = Path(folder) / "nothing"
        nothing.mkdir()
        cold, busy, memory = timed((*checklist, "--cache-clear"), root, args.timeout)
        # By turns, and the least of each: a busy machine slows both down, and not by the same.
        pairs = [
            (timed((*pytest, str(nothing)), root, args.timeout), timed(checklist, root, args.timeout))
            for _ in range(args.runs)
        ]
        (empty, idle), (warm, busy_warm) = (
            [min(each[side][which] for each in pairs) for which in (0, 1)] for side in (0, 1)
        )
        changed = next(path for path in sorted(root.rglob("*.py")) if path.stat().st_size > 1000)
        changed.write_bytes(changed.read_bytes() + b"\nx = 1\n")
        one = timed(checklist, root, args.timeout)[0]
        print(f"empty pytest run {empty:7.2f} s, {idle:.2f} s of processors")
        print(f"ours, cold       {cold:7.2f} s, {busy:.1f} s of processors, {memory / 1e6:.0f} MB, all at once")
        print(
            f"ours, warm       {warm:7.2f} s, {warm - empty:.2f} s more than the empty run; "
            f"{busy_warm:.2f} s of processors, {busy_warm - idle:.2f} s more"
        )
        print(f"ours, one file   {one:7.2f} s, {one - empty:.2f} s more than the empty run")
        total = all_busy = 0.0
        for name in args.tools.split(","):
            seconds, theirs, memory = timed((sys.executable, "-W", "ignore", "-m", *TOOLS[name]), root, args.timeout)
            cut = " (stopped)" if seconds >= args.timeout else ""
            total, all_busy = total + seconds, all_busy + theirs
            told = f"{seconds:7.2f} s, {theirs:.1f} s of processors, {memory / 1e6:.0f} MB{cut}"
            print(f"{name:<16} {told}; ours is {cold / seconds:.2f} of it")
        print(f"tools together   {total:7.2f} s, {all_busy:.1f} s of processors; ours is {cold / total:.3f} of it")
        print(f"of processors alone, which a busy machine leaves as they are, ours is {busy / all_busy:.3f} of it")


if __name__ == "__main__":
    main()
