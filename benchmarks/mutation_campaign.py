"""Would the tests notice? Plants one small fault at a time in the code that the verdict rests on, and runs its tests.

    python -m benchmarks.mutation_campaign [--listed] [--only TEXT] [--sample N] [--seed N] [--quick] [--kept FILE]

A fault that no test notices survives. Survivors that are no faults are explained in ``mutation_explained.toml``; any
other one makes the exit status 1. The tree is copied first: nothing here is changed.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
from collections import Counter
from pathlib import Path

from benchmarks.mutation_jobs import ROOT, Job, explained, listed, planned
from benchmarks.mutation_tree import Tree, tree


def main() -> int:
    """Run the campaign and print what survived."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the copy of the tree goes, however it ends
    every = listed(options.only) if options.listed else planned(options.only)
    chosen = every
    if options.sample and options.sample < len(every):
        chosen = random.Random(options.seed).sample(every, options.sample)
    known = _known(options.kept)
    sound: set[tuple[str, ...]] = set()
    with tree(ROOT) as copy:
        for job in chosen:
            if known.get(job.key) is True:
                continue
            stages = [job.quick] if options.quick else [job.quick, job.tests]
            for tests in filter(None, set(stages) - sound):
                if status := copy.run(tests, options.timeout):
                    print(f"without a fault, {' '.join(tests)} ends with status {status}: nothing can be told")
                    return 2
                sound.add(tests)
            known[job.key] = _noticed(copy, job, stages, options)
    return _tell(every, chosen, known)


def _noticed(copy: Tree, job: Job, stages: list[tuple[str, ...]], options: argparse.Namespace) -> bool:
    noticed = copy.notices(job.module, job.mutant.source, stages, options.timeout)
    if options.kept:
        with options.kept.open("a") as file:
            file.write(json.dumps([job.key, noticed]) + "\n")
    if not noticed:
        print(f"survived: {job.module}:{job.mutant.line}  {job.key}", flush=True)
    return noticed


def _known(kept: Path | None) -> dict[str, bool]:
    """What an earlier run, that was stopped, has found out."""
    lines = kept.read_text().splitlines() if kept and kept.exists() else []
    return dict(json.loads(line) for line in lines)


def _tell(every: list[Job], chosen: list[Job], known: dict[str, bool]) -> int:
    reasons = explained()
    survived = [job for job in chosen if not known[job.key]]
    open_ = [job for job in survived if job.key not in reasons]
    print(f"{'part':20}{'mutants':>9}{'tried':>9}{'survived':>10}{'explained':>11}")
    counts = [Counter(job.part for job in jobs) for jobs in (every, chosen, survived)]
    for part in dict.fromkeys(job.part for job in every):
        total, tried, alive = (count[part] for count in counts)
        unexplained = sum(job.part == part for job in open_)
        print(f"{part:20}{total:9}{tried:9}{alive:10}{alive - unexplained:11}")
    for job in open_:
        print(f"not explained: {job.module}:{job.mutant.line}  {job.key}")
    return 1 if open_ else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listed", action="store_true", help="the faults of mutation_listed.toml")
    parser.add_argument("--only", default="", help="a part of the plan, or of a module's path")
    parser.add_argument("--sample", type=int, default=0, help="so many at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="run the quick tests alone")
    parser.add_argument("--timeout", type=float, default=900, help="seconds after which a test has noticed")
    parser.add_argument("--kept", type=Path, help="a file of results, which a run that was stopped goes on from")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
