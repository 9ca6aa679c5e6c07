"""Nine stacks (and one more): sound, in harmless variants, and with each fault; which rows of the checklist turn red.

    python benchmarks/stacks.py [--only Express,Go] [--busy 8] [--quick]

Each stack is started, and `pytest -m smoke` runs against it as a team would run it: through a front that changes
nothing, that changes what means the same, and that makes one fault after the other. Sound must be green, and a fault
red at its own gate and at no other. With `--busy`, that many processes keep the CPUs busy meanwhile. Beside what
`tools/integration` installs, Go's stack needs Go (Debian: golang-go).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "integration"))

from servers.changes import OF_ANSWERS, VARIANTS
from servers.checklists import SMOKE, WITHOUT, cases, section, toml
from servers.front import Change, as_it_is, front
from servers.stacks import MAKERS, Stack, stack

FINE = frozenset({"passed", "not applicable"})
IN_TURN = "import sys\nwhile True: pass"


@dataclass
class Bench:
    """What came out.

    Attributes:
        wrong: runs that did not come out as they must, in words.
        count: all runs.
    """

    wrong: list[str] = field(default_factory=list)
    count: int = 0

    def judge(self, name: str, wanted: set[str], red: Mapping[str, str], said: str) -> None:
        """Print, and keep what is wrong."""
        self.count += 1
        is_right = set(red) == wanted
        print(
            f"{'  ok ' if is_right else 'WRONG'} {name:<75} {', '.join(f'{k} {v}' for k, v in red.items()) or 'GO'}",
            flush=True,
        )
        if not is_right:
            self.wrong.append(f"{name}: must be red: {sorted(wanted) or 'nothing'}; is: {dict(red)}\n{said}")


def write(folder: Path, url: str, made: Stack) -> None:
    """The project of a team that has this stack."""
    wanted = {
        "healthy",
        "version",
        "critical_endpoints",
        *({"auth": "auth_flows"}.get(key, key) for key in made.settings),
    }
    table = {"url": url, "wait": "5s", "wait_interval": "100ms", "timeout": "10s", **made.settings}
    without = [f'"{section(gate)}::{gate}" = "this service has none"' for gate in SMOKE if gate not in wanted]
    lines = ["[project]", 'name = "shop"', 'version = "1.2.0"', "[tool.golive.not_applicable]", *without]
    lines += ["[tool.golive.targets.shop]", *(f"{key} = {toml(value)}" for key, value in table.items())]
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n")
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@localhost commit -q -m start"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)


def red_rows(folder: Path, secrets: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Run the checklist; the rows in the way of a GO, and what they said."""
    command = [sys.executable, "-m", "pytest", *WITHOUT, "--target=shop", "--junitxml=report.xml", "-q", "-m", "smoke"]
    (folder / "report.xml").unlink(missing_ok=True)
    done = subprocess.run(command, cwd=folder, env={**os.environ, **secrets}, capture_output=True, check=False)
    if not (folder / "report.xml").exists():
        return {"no report": str(done.returncode)}, done.stdout.decode("utf-8", "replace")[-3000:]
    outcomes, messages = cases(folder / "report.xml")
    red = {name: how for name, how in outcomes.items() if how not in FINE and name != "verdict"}
    return red, "\n".join(messages[name][:600] for name in red)


def try_stack(name: str, bench: Bench, *, quick: bool) -> None:
    """Sound, the variants, the faults."""
    with (
        tempfile.TemporaryDirectory() as place,
        stack(name, Path(place) / "service") as made,
        front(made.url) as between,
    ):
        project = Path(place) / "project"
        project.mkdir()
        write(project, between.url, made)

        def run(what: str, wanted: set[str], change: Change = as_it_is) -> None:
            with between.changing(change):
                bench.judge(f"{name}: {what}", wanted, *red_rows(project, made.secrets))

        run("sound", set())
        variants = dict(list(VARIANTS.items())[:: 4 if quick else 1])
        for what, change in variants.items():
            run(what, set(), change)
        of_answers = {} if name == "Django" else dict(list(OF_ANSWERS.items())[:: 6 if quick else 1])
        for what, (gate, change) in {**of_answers, **made.changes}.items():
            run(what, {gate}, change)
        for what, (gate, switch) in made.own.items():
            with switch():
                run(what, {gate})


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Processes that do nothing but take time."""
    with ExitStack() as burning:
        for _ in range(count):
            burner = subprocess.Popen([sys.executable, "-c", IN_TURN])
            burning.callback(burner.wait)
            burning.callback(burner.kill)
        yield


def main() -> None:
    """Print all, and end with status 1 if a run came out wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="names of stacks, with commas between them")
    parser.add_argument("--busy", type=int, default=0, help="processes that keep the CPUs busy")
    parser.add_argument("--quick", action="store_true", help="a few variants and faults of each")
    chosen: Any = parser.parse_args()
    bench, began = Bench(), time.monotonic()
    with busy(chosen.busy):
        for name in filter(None, chosen.only.split(",")) if chosen.only else MAKERS:
            try_stack(name, bench, quick=chosen.quick)
    load = os.getloadavg()[0]
    print("\n".join(bench.wrong))
    print(f"{bench.count} runs in {time.monotonic() - began:.0f} s, load average {load:.1f}; {len(bench.wrong)} wrong")
    sys.exit(bool(bench.wrong))


if __name__ == "__main__":
    main()
