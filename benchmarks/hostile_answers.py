"""What every part of the live checklist says to answers that no sound service gives.

    python benchmarks/hostile_answers.py [--of 300] [--whole 12] [--show]

A server of raw sockets gives more than five hundred answers, on loopback and in front of the reference service: to each
reader by itself, everywhere and on single paths, so that it gets as far as it can. What comes of it must be "good",
"red", or an error that has a name; any other exception, an answer that takes minutes, or memory without a bound fails.
Some are given to a whole run of the checklist, too, which must end in a verdict.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hostile.answers import Hostile  # noqa: E402
from hostile.contents import contents  # noqa: E402
from hostile.framing import frames  # noqa: E402
from hostile.readers import readers  # noqa: E402
from hostile.serving import Stage, staged  # noqa: E402
from serving import Demo, demo, target_table  # noqa: E402

from pytest_golive.masking.known import MASK  # noqa: E402

MOST_SECONDS = 60  # of one reader on one answer; a sound machine takes a few
MOST_MEMORY = 600_000  # kilobytes


def catalogue(most: int = 0) -> list[Hostile]:
    """Every answer, or *most* of them, spread evenly."""
    found = [*frames(), *contents()]
    return found if not 0 < most < len(found) else [found[at * len(found) // most] for at in range(most)]


def read_all(answers: Sequence[Hostile], running: Demo, stage: Stage, *, show: bool = False) -> list[str]:
    """Give each answer to each reader; what must not be."""
    wrong: list[str] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = list(readers(stage.url, running.table, running.environment))
    for answer in answers:
        said: Counter[str] = Counter()
        for reader in found:
            MASK.reset()
            running.shop.afresh()
            stage.set(answer, reader.paths)
            began = time.monotonic()
            try:
                told = reader.said()
            except Exception as error:  # noqa: BLE001 -- it is what is looked for
                told = f"CRASH {type(error).__name__}"
                wrong.append(f"{answer.name}: {reader.name}: {traceback.format_exc(limit=-4)}")
            if (spent := time.monotonic() - began) > MOST_SECONDS:
                wrong.append(f"{answer.name}: {reader.name} took {spent:.0f} s")
            said[told.partition(":")[0]] += 1
            if show:
                print(f"    {reader.name}: {told}")
        print(
            f"{answer.name[:70]:<70}", ", ".join(f"{told} x{count}" for told, count in sorted(said.items())), flush=True
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{len(answers)} answers to {len(found)} readers; {memory / 1000:.0f} MB more at most")
    return [*wrong, f"memory grew by {memory} kB"] if memory > MOST_MEMORY else wrong


def run_whole(answers: Sequence[Hostile], running: Demo, stage: Stage) -> list[str]:
    """Give each answer to a whole run: the service is ready, and all else is hostile; what must not be."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = {**running.table, "url": stage.url, "timeout": "1s", "wait": "1s"}
        text = '[project]\nname = "shop"\nversion = "1.2.0"\n' + target_table("hostile", table)
        (folder / "pyproject.toml").write_text(text)
        for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@localhost commit -q -m start"):
            subprocess.run(["git", *command.split()], cwd=folder, check=True)
        rows = ["golive/smoke", "golive/security", "-m", "smoke"]
        for answer in answers:
            stage.set(
                answer, frozenset({"/", "/version", "/products", "/orders", "/stock", "/login", "/search", "/token"})
            )
            command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--target=hostile", "-q", *rows]
            environment = {**running.environment, "PATH": "/usr/bin:/bin", "COLUMNS": "150", "HOME": name}
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
            text = (done.stdout + done.stderr).decode("utf-8", "replace")
            is_told = "NO-GO" in text and done.returncode == 1 and "Traceback" not in text and "INTERNAL" not in text
            print(f"whole run: {answer.name[:59]:<59}", "NO-GO" if is_told else f"status {done.returncode}", flush=True)
            wrong += [] if is_told else [f"{answer.name}: a whole run ended with {done.returncode}: {text[-3000:]}"]
    return wrong


def main() -> None:
    """Print what was said, and end with status 1 if anything must not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=int, default=0, help="how many answers; 0 for all")
    parser.add_argument("--whole", type=int, default=12, help="how many of them a whole run gets, too")
    parser.add_argument("--only", default="", help="answers whose name holds this")
    parser.add_argument("--show", action="store_true", help="what each reader said")
    chosen = parser.parse_args()
    with demo() as running, staged(running.url) as stage:
        answers = [answer for answer in catalogue(chosen.of) if chosen.only in answer.name]
        wrong = read_all(answers, running, stage, show=chosen.show)
        wrong += run_whole(catalogue(chosen.whole) if chosen.whole else [], running, stage)
    loads = subprocess.run(
        [sys.executable, "-m", "hostile.loads", str(chosen.of)], cwd=Path(__file__).parent, check=False
    )
    wrong += ["the load's client did not bear them"] if loads.returncode else []
    print("\n".join(wrong) or "nothing was left without a name")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
