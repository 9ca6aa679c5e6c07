"""Which faults are planted where, and which tests should notice them: the plan, and the list written by hand."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants import Mutant, compiles, mutants

ROOT = Path(__file__).resolve().parent.parent
PLAN = Path(__file__).with_name("mutation_plan.toml")
LISTED = Path(__file__).with_name("mutation_listed.toml")
EXPLAINED = Path(__file__).with_name("mutation_explained.toml")


@dataclass(frozen=True)
class Job:
    """One mutant of *module*; paths are relative to the root.

    Attributes:
        part: of the plan.
        quick: tests that take seconds, tried first.
        tests: those that take longer, tried if the quick ones notice nothing.
        key: what names it as long as the function around it stays as it is.
    """

    part: str
    module: str
    quick: tuple[str, ...]
    tests: tuple[str, ...]
    mutant: Mutant
    key: str


def planned(only: str = "") -> list[Job]:
    """All mutants of the part of the plan that is called *only*, else of the modules whose paths hold it."""
    plan = tomllib.loads(PLAN.read_text())
    parts = [part for part in plan["part"] if part["name"] == only]
    found = []
    for part in parts or plan["part"]:
        for module in sorted(path for glob in part["modules"] for path in ROOT.glob(glob)):
            name = module.relative_to(ROOT).as_posix()
            if not parts and only not in name:
                continue
            seen: Counter[str] = Counter()
            for mutant in mutants(module.read_text()):
                key = f"{name}: {mutant.key}"
                seen[key] += 1
                nth = f" (no. {seen[key]})" if seen[key] > 1 else ""
                quick, tests = tuple(part.get("quick", ())), tuple(part.get("tests", ()))
                found.append(Job(part["name"], name, quick, tests, mutant, key + nth))
    return found


def listed(only: str = "") -> list[Job]:
    """The faults that somebody wrote by hand.

    Raises:
        ValueError: what one of them replaces does not stand there exactly once, or what it puts there is no Python.
    """
    found = []
    for fault in tomllib.loads(LISTED.read_text())["fault"]:
        name, module = fault["name"], fault["module"]
        if only not in module and only not in name:
            continue
        source = (ROOT / module).read_text()
        if source.count(fault["old"]) != 1:
            raise ValueError(f"{name}: {fault['old']!r} stands {source.count(fault['old'])} times in {module}")
        changed = source.replace(fault["old"], fault["new"])
        if not compiles(changed):
            raise ValueError(f"{name}: {module} is no Python any more")
        line = source[: source.index(fault["old"])].count("\n") + 1
        mutant = Mutant(name, line, fault["old"], fault["new"], changed)
        found.append(Job("listed", module, tuple(fault["tests"]), (), mutant, name))
    return found


def explained() -> dict[str, str]:
    """Why a mutant that survives is no fault, by its key."""
    reasons: dict[str, str] = tomllib.loads(EXPLAINED.read_text())["explained"]
    return reasons
