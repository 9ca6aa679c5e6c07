"""What becomes of good and bad releases of a small real system, while customers buy.

Two instances behind nginx or haproxy, PostgreSQL, and a team's scripts or its Ansible playbook: `tools/integration` and
the group `integration` install them. The full disk needs root.

    python benchmarks/releases.py [--list] [WORD...]

Each WORD is a part of the names of those that are tried; all if none is given.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "integration"))

from system.described import ALONE, BY_ANSIBLE, Described
from system.fronts import Kind
from system.good import released
from system.troubles import BAD, Came, tried
from system.whole import running

GOOD: dict[str, tuple[Described, Kind]] = {
    "good, behind nginx": (Described(), "nginx"),
    "good, behind haproxy": (Described(), "haproxy"),
    "good, by Ansible": (BY_ANSIBLE, "nginx"),
}
NAMES = (*GOOD, *(bad.name for bad in BAD))
HEAD = f"{'release':<31} {'run':>6} {'bought':>6} {'refused':>7} {'rolled back':>11} {'exposed':>8}  found"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD", help="a part of the names of those that are tried")
    parser.add_argument("--list", action="store_true", help="print the names, and try none")
    args = parser.parse_args()
    chosen = [name for name in NAMES if any(word in name for word in args.words or [""])]
    if unknown := [word for word in args.words if not any(word in name for name in NAMES)]:
        parser.error(f"no release is named {unknown[0]!r}; see --list")
    if args.list:
        print("\n".join(chosen))
        return
    print(HEAD, flush=True)
    faults = 0
    for name, came in _all(chosen):
        times = [f"{one:.1f} s" if one is not None else "-" for one in (came.rolled_back, came.exposed)]
        found = "; ".join(came.faults) or "as it should be"
        print(
            f"{name:<31} {came.took:>4.0f} s {came.bought:>6} {came.refused:>7} {times[0]:>11} {times[1]:>8}  {found}",
            flush=True,
        )
        if came.faults:
            faults += 1
            (Path(tempfile.gettempdir()) / f"releases-{name.replace(' ', '-')}.txt").write_text(came.said)
    sys.exit(1 if faults else 0)


def _all(names: Sequence[str]) -> Iterator[tuple[str, Came]]:
    for name, (described, front) in GOOD.items():
        if name in names:
            with running(described, front=front) as system:
                yield name, released(system)
    if chosen := [bad for bad in BAD if bad.name in names]:
        with running(ALONE, targets=("prod",)) as system:
            for bad in chosen:
                yield bad.name, tried(system, bad)


if __name__ == "__main__":
    main()
