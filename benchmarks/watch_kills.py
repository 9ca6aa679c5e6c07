"""Kill watches at random moments, resume them, and compare their verdicts with those of watches left alone.

    python benchmarks/watch_kills.py [--kills 30] [--seed 1]

Each watch is a process of its own over signals whose faults have their fixed times. It is killed, up to three times,
and resumed at once. Its verdict must be that of the same watch undisturbed, or an honest error: nothing is proven then.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.clocks import SYSTEM
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.watching import Watching

INTERVAL = 0.1  # seconds
COUNT = 40
# A process takes a second or more to start again, and a busy machine makes it five.
TOLERANCE = Tolerance(failure_limit=1, inconclusive_limit=2, consecutive_error_limit=80)
SIGNALS = ("errors", "latency", "orders")
# By name of the script: from which sample on what a signal says; and the verdict of a watch that nobody disturbs.
SCRIPTS: dict[str, tuple[dict[str, tuple[int, Phase]], str]] = {
    "healthy": ({}, "successful"),
    "one breaks": ({"errors": (25, Phase.FAILED)}, "failed"),
    "all break at once": (dict.fromkeys(SIGNALS, (0, Phase.FAILED)), "failed"),
    "traffic stops": ({"orders": (20, Phase.INCONCLUSIVE)}, "inconclusive"),
    "breaks at last": ({"latency": (36, Phase.FAILED)}, "failed"),
}
HONEST = {"error", "stopped", "refused"}
PATIENCE = 600.0


@dataclass
class Kill:
    """One watch, when its processes are killed, and what came of it."""

    script: str
    after: tuple[float, ...]
    verdict: str = ""
    samples: int = 0
    errors: int = 0

    @property
    def is_true(self) -> bool:
        """Whether the verdict is that of an undisturbed watch."""
        return self.verdict == SCRIPTS[self.script][1]

    @property
    def is_honest(self) -> bool:
        """Whether it is that, or says that nothing is proven."""
        return self.is_true or self.verdict in HONEST


def hold(file: Path, script: str, *, is_resumed: bool) -> dict[str, object]:
    """Hold one watch in this process."""
    policy = Policy(INTERVAL, COUNT, tolerance=TOLERANCE)
    about = About("1.0.0", "", "here", policy, SIGNALS)
    try:
        journal = (resume if is_resumed else start)(file, about)
    except CannotMeasure as error:
        return {"verdict": "refused", "why": str(error)}
    began, faults = journal.began, SCRIPTS[script][0]

    def take() -> Sequence[Measurement]:
        now = SYSTEM.now()
        passed = now.wall - began.wall if now.boot is None or began.boot is None else now.boot - began.boot
        slot = int(passed / INTERVAL + 0.01)
        time.sleep(INTERVAL / 4)  # a kill meets it now and then
        found = {name: faults.get(name, (COUNT * 9, Phase.GOOD)) for name in SIGNALS}
        return [Measurement(each, how if slot >= first else Phase.GOOD, slot) for each, (first, how) in found.items()]

    watched = Watching(policy, SIGNALS, take, journal).hold()
    errors = max(count.errors for count in watched.counts.values())
    return {"verdict": watched.ending.value, "why": watched.why, "samples": watched.total, "errors": errors}


def end(kill: Kill, folder: Path) -> Kill:
    """Hold the watch of *kill*, kill it as it says, and resume it until it ends."""
    file = folder / f"{kill.script}-{id(kill)}.jsonl"
    command = [sys.executable, __file__, "--hold", str(file), kill.script]
    for after in kill.after:
        child = subprocess.Popen([*command, *(["--resume"] if file.exists() else [])], stdout=subprocess.DEVNULL)
        try:
            _wait_for(file, child)
            child.wait(timeout=after)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        finally:
            child.kill()
            child.wait(timeout=PATIENCE)
    done = subprocess.run([*command, "--resume"], capture_output=True, text=True, timeout=PATIENCE, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    kill.verdict, kill.samples, kill.errors = found["verdict"], found.get("samples", 0), found.get("errors", 0)
    return kill


def _wait_for(file: Path, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not file.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


def drawn(kills: int, seed: int = 1) -> list[Kill]:
    """So many watches, and when each is killed, in seconds after it began or was started again."""
    chance = random.Random(seed)
    scripts = list(SCRIPTS)
    return [
        Kill(scripts[number % len(scripts)], tuple(chance.uniform(0, 4) for _ in range(chance.choice((1, 1, 2, 3)))))
        for number in range(kills)
    ]


def main() -> int:
    """Kill them, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold", nargs=2, metavar=("FILE", "SCRIPT"))
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    if options.hold:
        print(json.dumps(hold(Path(options.hold[0]), options.hold[1], is_resumed=options.resume)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        done = []
        for kill in drawn(options.kills, options.seed):
            done.append(end(kill, Path(folder)))
            print(f"  {asdict(kill)}", flush=True)
    true, honest = sum(kill.is_true for kill in done), sum(kill.is_honest for kill in done)
    moments = sum(len(kill.after) for kill in done)
    print(f"{len(done)} watches, killed at {moments} moments: {true} verdicts as of a watch left alone,")
    print(f"{honest - true} honest errors, {len(done) - honest} false; {dict(Counter(kill.verdict for kill in done))}")
    return 0 if honest == len(done) else 1


if __name__ == "__main__":
    sys.exit(main())
