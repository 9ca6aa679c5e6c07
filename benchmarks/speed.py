"""What the checklist costs, each number next to what it is compared with and the most that it may be.

    python benchmarks/speed.py TREE [--history REPOSITORY [--since TAG]] [--runs 7]

In seconds of the processors, which a busy machine changes less than those of the clock; the least of several runs.

- installed: what an ordinary pytest run pays for the import of our plugin, next to that run
- warm: the static rows with nothing changed, next to an empty pytest run
- cold: all static rows, next to the tools' own command lines one after the other
- history: secrets in the commits since a tag, without a cache, next to gitleaks if that is on the PATH
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from idle_cost import inside
from static_gates import TOOLS, prepared, timed

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.secrets.history import scan_history
from pytest_golive.delivery.git.repository import Repository

LONGEST = 1800.0
INSTALLED, WARM, COLD, HISTORY = 0.003, 0.6, 0.12, 8.0  # seconds; COLD is a share of the tools' own time


def line(what: str, ours: str, beside: str, most: str, *, is_within: bool) -> None:
    print(f"{what:<10} {ours:<34} {beside:<52} at most {most:<12} {'ok' if is_within else 'OVER'}", flush=True)


def least(command: Sequence[str], folder: Path, runs: int) -> float:
    return min(timed(command, folder, LONGEST)[1] for _ in range(runs))


def of_all() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def static(tree: Path, runs: int) -> None:
    """Installed, warm and cold."""
    with tempfile.TemporaryDirectory(prefix="golive-benchmark-") as name:
        root, nothing = Path(name, "tree"), Path(name, "nothing")
        nothing.mkdir()
        prepared(tree, root, "loc")
        pytest = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly")
        empty, ours = (*pytest, str(nothing)), (*pytest, "-m", "pre_deploy")
        cold = timed((*ours, "--cache-clear"), root, LONGEST)[1]
        pairs = [(least(empty, root, 1), least(ours, root, 1)) for _ in range(runs)]  # by turns: load comes and goes
        idle, warm = (min(side) for side in zip(*pairs, strict=True))
        imports = min(inside(nothing) for _ in range(runs))
        beside = f"an ordinary run {idle:.2f} s"
        line("installed", f"{imports * 1e3:.2f} ms", beside, f"{INSTALLED * 1e3:g} ms", is_within=imports <= INSTALLED)
        more = warm - idle
        line(
            "warm",
            f"{warm:.2f} s, {more:.2f} s more",
            f"an empty run {idle:.2f} s",
            f"{WARM} s",
            is_within=more <= WARM,
        )
        took = {
            tool: timed((sys.executable, "-W", "ignore", "-m", *command), root, LONGEST)[1]
            for tool, command in TOOLS.items()
        }
        share = cold / sum(took.values())
        beside = f"{sum(took.values()):.1f} s: " + ", ".join(f"{tool} {seconds:.1f}" for tool, seconds in took.items())
        line("cold", f"{cold:.1f} s, {share:.3f} of the tools", beside, f"{COLD:g}", is_within=share <= COLD)


def history(root: Path, since: str | None) -> None:
    """Secrets in the commits."""
    before = of_all()
    found = scan_history(
        Repository.open(root.resolve()), since, frozenset(), most=10**6, cache=ResultCache(None, os.urandom(32))
    )
    ours = of_all() - before
    beside = "gitleaks is not on the PATH"
    if gitleaks := shutil.which("gitleaks"):
        commits = f"--log-opts={since}..HEAD" if since else "--log-opts=HEAD"
        before = of_all()
        subprocess.run((gitleaks, "git", "--no-banner", commits, "."), cwd=root, capture_output=True, check=False)
        beside = f"gitleaks {of_all() - before:.1f} s"
    said = f"{ours:.1f} s, {found.commits:,} commits, {len(found.secrets)} found"
    line("history", said, beside, f"{HISTORY:g} s", is_within=ours <= HISTORY)


def main() -> None:
    """Print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--history", type=Path, help="a git repository whose commits are searched")
    parser.add_argument("--since", help="a tag of it; all of its history if not given")
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    static(args.tree, args.runs)
    if args.history is not None:
        history(args.history, args.since)


if __name__ == "__main__":
    main()
