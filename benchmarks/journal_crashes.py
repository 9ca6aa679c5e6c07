"""Crash a deployment at every point of its journal, and see whether the journal tells the truth afterwards.

    python benchmarks/journal_crashes.py [--only kill] [--every 5]

``strace`` kills it at every write, sync, cut and new folder, and lets each of them fail with EIO and ENOSPC; disks of
many sizes (tmpfs) are full at every place of a line; and `journal_lost` lays out what a power loss
leaves of the file system's cache. Each time, every entry that was acknowledged must be there, at most one more, and the
next run must go on without losing any.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from journal_lost import lose
from journal_work import FAILED, SCENARIOS, prepare, problems

from pytest_golive.delivery.journal.reading import NoJournal, read

WORK = Path(__file__).parent / "journal_work.py"
FAULTS = {
    "kill": ("signal=KILL", ("mkdir", "write", "fsync", "fdatasync", "ftruncate")),
    "EIO": ("error=EIO", ("write", "fsync", "fdatasync", "ftruncate")),
    "ENOSPC": ("error=ENOSPC", ("mkdir", "write", "fsync", "fdatasync")),
}
PATIENCE = 600.0
KILLED = -9
PAGE = 4_096  # bytes by which a tmpfs grows
PAGES = (0, 1)  # that are free; a whole deployment takes one or two
PADS = range(0, 480, 8)  # bytes by which its lines are longer, so that a page ends at every place of a line
AS_ROOT = () if os.geteuid() == 0 else ("--map-root-user",)  # whoever mounts
FULL = "mount -t tmpfs -o size=64k none {0} && exec {1} {2} --on {0} --every {3}"


@dataclass(frozen=True)
class Point:
    """Where a deployment is crashed: at which call of that name, and how."""

    scenario: str
    fault: str
    call: str
    number: int


def crash(point: Point) -> tuple[bool, list[str]]:
    """Whether *point* was reached, and what is wrong afterwards."""
    with tempfile.TemporaryDirectory() as name:
        path = prepare(Path(name), point.scenario)
        before = known(path)
        how = f"inject={point.call}:{FAULTS[point.fault][0]}:when={point.number}"
        command = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "-e", how, sys.executable, WORK, path)
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = run(command, environment)
        is_reached = done.returncode != 0 or FAILED in done.stdout
        wrong = problems(path, done.stdout, before, point.scenario)
        if point.fault == "kill" and done.returncode not in {0, KILLED, 128 - KILLED}:
            wrong.append(f"it ended with status {done.returncode}: {done.stderr[-300:]}")
        return is_reached, [f"{point}: {one}" for one in wrong]


def run(command: Sequence[str | Path], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program, and keep what it prints."""
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False)


def known(path: Path) -> list[str]:
    """The hashes of the entries that are there."""
    try:
        return [one.hash for one in read(path).entries]
    except NoJournal:
        return []


def calls_of(fault: str) -> Iterator[tuple[str, str]]:
    """Each scenario with each call that the fault may meet."""
    return ((scenario, call) for scenario in SCENARIOS for call in FAULTS[fault][1])


def all_points(fault: str, every: int) -> tuple[int, list[str]]:
    """The number of points of one fault, and what is wrong after them."""
    points, wrong = 0, []
    for scenario, call in calls_of(fault):
        number = 1
        while True:
            is_reached, found = crash(Point(scenario, fault, call, number))
            wrong += found
            if not is_reached:
                break
            points += 1
            number += every
    return points, wrong


def fill(every: int = 1) -> tuple[int, list[str]]:
    """Deploy on disks that are full at many places of a line."""
    with tempfile.TemporaryDirectory() as name:
        # The disk is in a namespace of its own, and is gone when the process has ended.
        command = ("unshare", *AS_ROOT, "--mount", "sh", "-c", FULL.format(name, sys.executable, __file__, every))
        done = run(command, dict(os.environ))
    if done.returncode:
        return 0, [f"full disks cannot be tried: {done.stderr[-500:]}"]
    found = json.loads(done.stdout.splitlines()[-1])
    return found["full"], found["wrong"] or ([] if found["full"] and found["torn"] else ["no disk was full"])


def on_full_disks(top: Path, every: int) -> dict[str, object]:
    """Deploy on the disk at *top* with little room, and remove what came of it."""
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for pages in PAGES:
        for pad in PADS[::every]:
            path = prepare(top / "run", "older")
            before, ballast = known(path), top / "ballast"
            room = os.statvfs(top)
            ballast.write_bytes(b"\0" * max(0, room.f_bavail * room.f_frsize - pages * PAGE))
            environment = {**os.environ, "JOURNAL_PAD": str(pad)}
            command = (sys.executable, WORK, path)
            done = subprocess.run(
                command, capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False
            )
            seen["full"] += "No space left on device" in done.stdout
            seen["torn"] += not path.read_bytes().endswith(b"\n")
            ballast.unlink()
            wrong += [
                f"{pages} pages free, {pad} bytes more: {one}" for one in problems(path, done.stdout, before, "older")
            ]
            shutil.rmtree(top / "run")
    return {"full": seen["full"], "torn": seen["torn"], "wrong": wrong}


def main() -> int:
    """Try all of it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=(*FAULTS, "lost", "full"))
    parser.add_argument("--every", type=int, default=1, help="only every so many of the points")
    parser.add_argument("--on", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.on:
        print(json.dumps(on_full_disks(options.on, options.every)))
        return 0
    wrong: list[str] = []
    for name in (options.only,) if options.only else (*FAULTS, "lost", "full"):
        if name == "lost":
            results = [lose(scenario) for scenario in SCENARIOS]
        else:
            results = [fill(options.every) if name == "full" else all_points(name, options.every)]
        found = [one for _, faults in results for one in faults]
        print(f"{name}: {sum(points for points, _ in results):,} points, {len(found)} wrong", flush=True)
        wrong += found
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
