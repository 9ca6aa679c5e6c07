"""Kill whole deployments at random moments, and see whether the journal tells the truth and how the next run ends.

    python benchmarks/deployment_kills.py [--kills 50] [--at-once 2] [--seed 1]

Each deployment is a run of `pytest -m deploy --golive-execute` to a production target: a lock, a backup that is
proven, a migration in two halves, two instances that are switched one after another under a probe, a step that warms
them up, and the smoke rows. All its processes are stopped at one moment, and then killed. The moments are spread over
the length of an undisturbed deployment, from its lock to its end. Then, as a person would: read the journal, remove the
lock of the dead run as the refusal says, run the same command again, and if a step was cut short, roll back and deploy
once more.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from deployment_project import STEPS
from deployment_runs import ALLOWED, BACK, COMMAND, DEPLOY, PATIENCE, Shop
from deployment_truth import Lines, lies, not_undone, of_journal
from deployment_world import NEW, World

AGAIN = "deployment::backup_created"  # a backup that was cut short harms nobody, and is made anew
ALL = frozenset(f"deployment::{step}" for step in STEPS)
TOO_SLOW = "this machine was too slow, not the service"  # it cannot be told whether there was a gap
MOST = 5
STALE = re.compile(r"then: (rm \S+prod\.lock)")


@dataclass
class Kill:
    """One deployment, and the moment at which it is killed.

    Attributes:
        after: seconds from its lock.
        under_way: what was under way, by the journal.
        slow: how often this machine was too busy for the probe, so that nothing was proven, and all was done again.
        wrong: what did not hold afterwards.
    """

    after: float
    under_way: str = ""
    slow: int = 0
    wrong: list[str] = field(default_factory=list)


def end(kill: Kill) -> Kill:
    """Deploy, kill that, and go on as a person would; all that does not hold is in *wrong*."""
    with tempfile.TemporaryDirectory(prefix="deploys-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "world").mkdir()
        world = World(folder / "world")
        with world.serving() as url:
            shop = Shop(folder, world, url)
            shop.killed(kill.after)
            lines = of_journal(shop.folder)
            kill.under_way = lines.under_way
            kill.wrong += lies(lines, world.ledger)
            _go_on(kill, shop, lines)
    return kill


def _go_on(kill: Kill, shop: Shop, lines: Lines) -> None:
    """What the journal says to people, and how the next runs end."""
    if lines.entries:
        status, said = shop.run(*COMMAND, "journal", "--target=prod")
        kill.wrong += [f"golive journal exits with {status}: {said}"] if status else []
        kill.wrong += [
            f"golive journal does not tell of {step}" for step in lines.cut if f"stopped in {step}" not in said
        ]
    if shop.lock.exists() and not _is_freed(kill, shop):
        return
    before = shop.world.ledger
    status, said = shop.deploy()
    if not lines.cut or lines.cut == [AGAIN]:
        _expect(kill, shop, status, said, again=lines.cut)
        return
    if status != 1 or "and cut short, so nobody knows how far it came" not in said:
        kill.wrong.append(f"the next run exits with {status}, and does not tell of what was cut short: {said[-2000:]}")
    if shop.world.ledger != before:
        kill.wrong.append(
            f"the next run did something although a step was cut short: {shop.world.ledger[len(before) :]}"
        )
    status, said = shop.run(*BACK)
    kill.wrong += not_undone(shop.world, status, said)
    _expect(kill, shop, *shop.deploy(), again=ALL)


def _is_freed(kill: Kill, shop: Shop) -> bool:
    """Whether the next run is refused, and the lock goes as that says."""
    before = shop.world.ledger
    status, said = shop.deploy()
    found = STALE.search(" ".join(said.split()))
    if status != 1 or found is None or "the target is locked by " not in said or shop.world.ledger != before:
        kill.wrong.append(f"the lock of a dead run does not keep the next one away, or says no cure: {said[-2000:]}")
        return False
    subprocess.run(found[1].split(), check=True)
    return True


def _expect(kill: Kill, shop: Shop, status: int, said: str, *, again: Collection[str]) -> None:
    """The new version everywhere, and nothing done twice but what had to be done *again*."""
    world = shop.world
    while TOO_SLOW in said and kill.slow < MOST:
        kill.slow += 1
        kill.wrong += not_undone(world, *shop.run(*BACK))
        status, said = shop.deploy()
        again = ALL
    kill.wrong += [f"the last run exits with {status}: {said[-3000:]}"] if status else []
    kill.wrong += [f"the instances serve {sorted(world.versions)}"] if world.versions != {NEW} else []
    kill.wrong += [f"the database is {world.migrated}"] if world.migrated != ["half", "all"] else []
    times = Counter(step for word, step in world.ledger if word == "began")
    kill.wrong += [f"{step} was done {times[step]} times" for step in STEPS
                   if times[step] != 1 and (f"deployment::{step}" not in again or not times[step])]  # fmt: skip
    kill.wrong += ["the lock is still there"] if shop.lock.exists() else []


def length() -> float:
    """Seconds from the lock of an undisturbed deployment to its end."""
    with tempfile.TemporaryDirectory(prefix="deploys-") as name:
        folder = Path(name)
        (folder / "world").mkdir()
        world = World(folder / "world")
        with world.serving() as url:
            shop = Shop(folder, world, url)
            began = time.monotonic()
            with subprocess.Popen((sys.executable, *DEPLOY, *ALLOWED), cwd=shop.folder, env=shop.variables,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as run:  # fmt: skip
                while not shop.lock.exists() and run.poll() is None:
                    began = time.monotonic()
                    time.sleep(0.002)
                run.wait(PATIENCE)
            return time.monotonic() - began


def drawn(kills: int, whole: float, seed: int = 1) -> list[Kill]:
    """Random moments, one in each of so many equal parts of the deployment's length."""
    chance = random.Random(seed)
    return [Kill((number + chance.random()) / kills * whole) for number in range(kills)]


def main() -> int:
    """Kill them, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    whole = min(length() for _ in range(3))  # on a busy machine, one may take twice as long
    with ThreadPoolExecutor(args.at_once) as pool:
        done = []
        for kill in pool.map(end, drawn(args.kills, whole, args.seed)):
            done.append(kill)
            print(
                f"  {kill.after:5.2f} s: {kill.under_way}{''.join(f'; WRONG: {one}' for one in kill.wrong)}", flush=True
            )
    wrong = sum(bool(kill.wrong) for kill in done)
    print(
        f"{len(done)} deployments of {whole:.1f} s killed, load average {os.getloadavg()[0]:.1f}; {wrong} ended wrong"
    )
    print(f"{sum(kill.slow for kill in done)} times this machine was too slow for the probe, and all was done again")
    print(", ".join(f"{number} {what}" for what, number in Counter(kill.under_way for kill in done).most_common()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
