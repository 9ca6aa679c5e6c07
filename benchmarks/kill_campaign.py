"""Kill runs at random moments, each signal at each victim, and see what outlives them.

    python benchmarks/kill_campaign.py [--kills 200] [--at-once 4] [--latest 14] [--seed 1]

Each run is a checklist of its own on a small project: tests that start a daemon, a service that puts itself into the
background, a load, a deployment, workers of xdist; or `golive probe` around a command. A victim other than the run is
killed first, and the run some time later. Whatever the run had started, or was started with its environment, must be
gone five seconds after it, and so must its temporary folder.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from kill_project import project, serve

from pytest_golive.keeping import proc
from pytest_golive.keeping.alive import descendants, is_keeper, is_running, started_at

TAG = "KILL_CAMPAIGN"
PROMISED = 5.0  # seconds
LATEST = 14.0  # seconds after its start, at which a run is killed
PATIENCE = 15.0
NUMBERS = count(1)
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
PROBE = (sys.executable, "-c", "import sys; from pytest_golive.cli import main; sys.exit(main(sys.argv[1:]))", "probe")
RUNS: dict[str, tuple[str, ...]] = {
    "tests": (*PYTEST, "golive/code_quality::tests_pass"),
    "workers": (*PYTEST, "-n", "2", "golive/code_quality::tests_pass", "golive/security::no_exposed_secrets"),
    "load": (*PYTEST, "golive/infrastructure::performance_acceptable"),
    "deployment": (*PYTEST, "golive/deployment::zero_downtime"),
    "probe": (*PROBE, "--url", "URL", "--", "sh", "-c", f"{sys.executable} daemon.py; sleep 600"),
}
POLITE = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@dataclass
class Kill:
    """One run and its end."""

    run: str
    victim: str
    number: signal.Signals
    after: float
    pause: float
    took: float = 0.0
    left: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.run}: {self.number.name} of the {self.victim} after {self.after:.1f} s"


def is_keeper_of_a_child(pid: int) -> bool:
    """Not the one that keeps the folder of the run: nobody but that one is there when the run is killed after it."""
    return is_keeper(pid) and bool(descendants(pid))


def is_worker(pid: int) -> bool:
    return b"exec(eval(sys.stdin" in proc.command(pid)


def is_of_ours(pid: int) -> bool:
    return not is_keeper(pid) and not is_worker(pid)


VICTIMS: dict[str, Callable[[int], bool]] = {"keeper": is_keeper_of_a_child, "worker": is_worker, "child": is_of_ours}


def tagged(tag: str) -> set[int]:
    return {pid for pid, name in proc.names().items() if f"{TAG}={tag}" in proc.environment(name)}


def end(kill: Kill, url: str) -> Kill:
    """Start the run, kill its victim, then itself, and wait until nothing is left."""
    tag = f"{os.getpid()}-{next(NUMBERS)}"
    with tempfile.TemporaryDirectory(prefix="kill-", ignore_cleanup_errors=True) as name:
        folder, temporary = Path(name, "project"), Path(name, "tmp")
        folder.mkdir()
        temporary.mkdir()
        project(folder)
        variables = {**os.environ, TAG: tag, "TMPDIR": str(temporary)}
        command = [url if word == "URL" else word for word in RUNS[kill.run]]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        run = subprocess.Popen(command, cwd=folder, env=variables, **quiet)
        time.sleep(kill.after)
        seen = {pid: started_at(pid) for pid in descendants(run.pid)}
        if kill.victim != "run":
            fitting = [pid for pid in seen if VICTIMS[kill.victim](pid)]
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(fitting or [run.pid]), kill.number)
            time.sleep(kill.pause)
            seen |= {pid: started_at(pid) for pid in descendants(run.pid)}
        run.send_signal(kill.number if kill.victim == "run" else signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(PATIENCE)  # one that is interrupted takes its leave first
        gone = time.monotonic()
        while left := remaining(seen, tag, run.pid, temporary):
            if time.monotonic() > gone + PATIENCE:
                kill.left = left
                break
            time.sleep(0.05)
        kill.took = time.monotonic() - gone
        for pid in {*tagged(tag), *(pid for pid, began in seen.items() if is_running(pid, began))} | {run.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        run.wait()
        shutil.rmtree(temporary, ignore_errors=True)
    return kill


def remaining(seen: dict[int, int], tag: str, run: int, temporary: Path) -> list[str]:
    pids = {pid for pid, began in seen.items() if began and is_running(pid, began)} | tagged(tag)
    folders = [f"folder {path.name}" for path in temporary.glob("golive-*")]
    return [f"{pid} {proc.command(pid)[:90]!r}" for pid in sorted(pids - {run}) if is_running(pid)] + folders


def drawn(kills: int, latest: float = LATEST) -> list[Kill]:
    """Each signal at each victim in turn, at random moments."""
    kinds = [(run, "run", number) for run in RUNS for number in (*POLITE, signal.SIGKILL)]
    kinds += [(run, victim, signal.SIGKILL) for run in RUNS for victim in ("keeper", "child") if run != "deployment"]
    kinds += [("workers", "worker", signal.SIGKILL), ("deployment", "child", signal.SIGKILL)]
    return [Kill(*kinds[n % len(kinds)], random.uniform(0.05, latest), random.uniform(0, 3)) for n in range(kills)]


def main() -> int:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--latest", type=float, default=LATEST, help="seconds; more on a machine that is busy")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it, and so would the runs
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(args.at_once) as pool:
        port = 20_000 + random.randrange(20_000)
        server = serve(Path(name), port)
        try:
            done = []
            for kill in pool.map(lambda one: end(one, f"http://127.0.0.1:{port}/"), drawn(args.kills, args.latest)):
                done.append(kill)
                if kill.left or kill.took > PROMISED:
                    print(f"  {kill.words}: {kill.took:.1f} s; left: {kill.left}", flush=True)
        finally:
            server.kill()
            server.wait()
    times = sorted(kill.took for kill in done)
    late = sum(kill.took > PROMISED or bool(kill.left) for kill in done)
    print(", ".join(f"{count} {name}" for name, count in Counter(f"{k.run}/{k.victim}" for k in done).items()))
    busy = f"load average {os.getloadavg()[0]:.1f}"
    print(f"{len(done)} kills, {late} left something for more than {PROMISED:g} s; {busy}")
    print(f"all was gone after {times[len(times) // 2]:.2f} s (median), {times[-1]:.2f} s (longest)")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
