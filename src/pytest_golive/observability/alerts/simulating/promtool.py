"""Runs Prometheus' own promtool, which evaluates rules over series that are written down."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.simulating.feeding import Fed
from pytest_golive.observability.alerts.simulating.labelling import NotSimulated
from pytest_golive.processes.children import environment
from pytest_golive.processes.running import quote_tail, run_to_end

Key = tuple[str, tuple[tuple[str, str], ...]]
PROGRAM: Final = "promtool"
INSTALL: Final = "install promtool (Debian: prometheus, or promtool; it is part of each release of Prometheus)"


@dataclass(frozen=True)
class Promtool:
    """A promtool, and a folder for its files.

    Attributes:
        program: its absolute path.
        folder: a private folder.
        timeout: seconds that one run may take.
    """

    program: str
    folder: Path
    timeout: float = 120.0

    def fires(self, rules: Iterable[Rule], phases: Iterable[tuple[tuple[Fed, ...], int]], interval: float) -> bool:
        """Whether the last of some rules fires by the end of phases.

        Args:
            rules: recording rules in the order of their evaluation, then the alerting rule.
            phases: what is fed, and for how many intervals.
            interval: seconds between two samples, and two evaluations.

        Raises:
            NotSimulated: promtool refuses the rules.
        """
        listed, steps = list(rules), list(phases)
        alert = json.dumps(listed[-1].name)
        watched = f'count(present_over_time(ALERTS{{alertname={alert},alertstate="firing"}}[30d])) > bool 0'
        length = interval * sum(count for _, count in steps)
        test = {
            "interval": spelled(interval),
            "input_series": series_of(steps),
            "promql_expr_test": [
                {"expr": watched, "eval_time": spelled(length), "exp_samples": [{"labels": "{}", "value": 1}]}
            ],
        }
        rule_file, test_file, log = (self.folder / name for name in ("rules.yml", "tests.yml", "promtool.log"))
        rule_file.write_text(json.dumps({"groups": [{"name": "golive", "rules": [_written(rule) for rule in listed]}]}))
        whole = {"rule_files": [rule_file.name], "evaluation_interval": spelled(interval), "tests": [test]}
        test_file.write_text(json.dumps(whole))
        return self._run(test_file, log)

    def _run(self, test_file: Path, log: Path) -> bool:
        command = (self.program, "test", "rules", test_file.name)
        try:
            status = run_to_end(
                command,
                cwd=self.folder,
                env=environment(os.environ),
                log=log,
                timeout=self.timeout,
                table="targets.NAME.alerts",
            )
        except CannotMeasure as error:
            raise NotSimulated(error.what) from None
        said = log.read_text(encoding="utf-8", errors="replace")
        if status == 0:
            return True
        if "exp:" in said and "got:" in said:
            return False
        raise NotSimulated(f"promtool refuses it: {quote_tail(log)}")


def find_promtool(variables: Mapping[str, str]) -> str:
    """The program on the absolute folders of PATH; "" if there is none."""
    absolute = [each for each in variables.get("PATH", "").split(os.pathsep) if Path(each).is_absolute()]
    return (shutil.which(PROGRAM, path=os.pathsep.join(absolute)) if absolute else "") or ""


def series_of(phases: Iterable[tuple[tuple[Fed, ...], int]]) -> list[dict[str, str]]:
    """The series of all phases in promtool's notation: ``0+10x5 50+20x5``."""
    steps = list(phases)
    keys = dict.fromkeys((one.name, one.labels) for fed, _ in steps for one in fed)
    values: dict[Key, list[str]] = {key: [] for key in keys}
    heights: dict[Key, float] = {}
    for fed, count in steps:
        here = {(one.name, one.labels): one for one in fed}
        for key, parts in values.items():
            one = here.get(key)
            height = heights.get(key, 0.0)
            if one is None:  # before its first phase it is not there; after its last it stands still
                parts.append(f"{height:.6f}+0x{count - 1}" if key in heights else f"_x{count}")
                continue
            start, growth = (height, one.value) if one.is_counter else (one.value, 0.0)
            parts.append(f"{start:.6f}+{growth:.6f}x{count - 1}")
            heights[key] = start + growth * count
    return [{"series": _spelled(name, labels), "values": " ".join(parts)} for (name, labels), parts in values.items()]


def _spelled(name: str, labels: Iterable[tuple[str, str]]) -> str:
    inside = ",".join(f"{label}={json.dumps(value, ensure_ascii=False)}" for label, value in labels)
    return f"{name}{{{inside}}}"


def _written(rule: Rule) -> dict[str, Any]:
    labels = {"labels": dict(rule.labels)} if rule.labels else {}
    if rule.records:
        return {"record": rule.name, "expr": rule.expression, **labels}
    return {"alert": rule.name, "expr": rule.expression, "for": spelled(rule.wait), **labels}
