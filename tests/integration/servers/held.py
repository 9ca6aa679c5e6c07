"""One watch over a shop, held by a run of pytest of its own; without a probe, whose requests would count as traffic."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servers.watching import until

ROW, PATIENCE = "golive/deployment::stable_after_deploy", 600.0
VERSION, WINDOW = "1.2.0", 10.0
SETTINGS = """\
[project]
name = "shop"
version = "{version}"

[tool.golive]
default_target = "staging"

[tool.golive.watch]
duration = "{seconds:g}s"
interval = "{interval:g}s"
fewest_requests = 5
probe_interval = false
gates = [{gates}]
{more}

[tool.golive.monitoring]
fewest_requests = 5
latency = "p(95)<20s"
error_rate_alert_window = "{window:g}s"
error_rate_trigger_window = "{window:g}s"

[tool.golive.rollback]
command = ["./deploy.sh", "--version", "{{previous}}"]
notify = ["oncall", "#shop"]
security_alerts = {{ category = "security" }}
before = "15s"
{rollback}

{target}
"""
TEAM = """\
import os
import httpx

def test_release():
    assert httpx.get(os.environ["SHOP"] + "/version", timeout=60).json()["version"] == "1.2.0"
"""
WORD = re.compile(r"^ +(PASS|FAIL|ERROR|NOT SET UP|WAIVED) .*Stable for", re.MULTILINE)
REASON = re.compile(r"^ +\d+\. deployment::stable_after_deploy +(.*(?:\n {5,}.*)*)", re.MULTILINE)
IDENTITY = ("-c", "user.name=Team", "-c", "user.email=team@example.org")


@dataclass
class Outcome:
    """What came of one watch.

    Attributes:
        word: of its row, such as FAIL.
        said: the output of the run.
        decision: the content of its decision file.
        samples: of its file, in order.
        seen: seconds from the fault until the sample was written that ended the watch; None without a fault.
    """

    word: str
    said: str
    decision: Mapping[str, Any]
    samples: Sequence[Mapping[str, Any]]
    seen: float | None

    @property
    def reason(self) -> str:
        """Why the row is not green."""
        found = REASON.search(self.said)
        return " ".join(found[1].split()) if found else ""

    def phases(self, signal: str) -> list[str]:
        """Of one signal, in each sample."""
        return [one["phase"] for each in self.samples for one in each["measurements"] if one["signal"] == signal]


class Watch:
    """A watch under way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_over: Callable[[], bool] = lambda: False
        self.fault_at: float | None = None

    def samples(self) -> list[Mapping[str, Any]]:
        """Those that it has taken."""
        file = self.folder / ".golive/watch-staging.jsonl"
        lines = file.read_text().splitlines(keepends=True) if file.exists() else []
        found = [json.loads(line) for line in lines if line.endswith("\n")]  # the last one may be written just now
        return [one for one in found if "measurements" in one]

    def after(self, number: int) -> None:
        """Wait until it has taken so many samples."""
        until(lambda: len(self.samples()) >= number or self.is_over(), f"{number} samples are taken", PATIENCE)

    def fault(self) -> None:
        """The fault begins now."""
        self.fault_at = time.time()


Doing = Callable[[Watch], None]


@dataclass(frozen=True)
class Plan:
    """What watches differ in.

    Attributes:
        samples: how many.
        gates: what is watched besides error rate and latency.
        more: lines of ``[tool.golive.watch]``, and tables after it.
        rollback: lines of ``[tool.golive.rollback]``.
        before: stands before the command of the run.
        url: of the server of metrics, if it is not Prometheus' own.
        target: more of the target.
        files: more of the project, by their paths.
    """

    samples: int = 10
    gates: Sequence[str] = ("rollback::no_trigger_fired",)
    more: str = ""
    rollback: str = 'baseline = "10s"'
    before: Sequence[str] = ()
    url: str = ""
    target: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def settings(self, table: str, interval: float) -> str:
        """The team's pyproject.toml."""
        gates, seconds = ", ".join(map(repr, self.gates)), self.samples * interval
        known = {"version": VERSION, "window": WINDOW, "more": self.more, "rollback": self.rollback, "target": table}
        return SETTINGS.format(seconds=seconds, interval=interval, gates=gates, **known)

    @property
    def command(self) -> list[str]:
        """The run, of a release that was deployed just now."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        command = [*self.before, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--target=staging", "-v"]
        command += [f"--golive-deployed={now}", "--golive-decision=decision.json", ROW]
        return [*command, *(["gates"] if "critical = " in self.rollback else [])]


def held(folder: Path, plan: Plan, settings: str, environment: Mapping[str, str], doing: Doing) -> Outcome:
    """Hold a watch in a project of its own while *doing* does something."""
    _project(folder, settings, plan.files)
    under_way, everything = Watch(folder), {**os.environ, **environment, "COLUMNS": "400"}
    with folder.with_suffix(".log").open("w+") as log:
        run = subprocess.Popen(plan.command, cwd=folder, env=everything, stdout=log, stderr=subprocess.STDOUT)
        under_way.is_over = lambda: run.poll() is not None
        try:
            doing(under_way)
            run.wait(PATIENCE)
        finally:
            run.kill()
            run.wait()
        log.seek(0)
        return _outcome(under_way, log.read())


def _project(folder: Path, settings: str, files: Mapping[str, str]) -> None:
    (folder / "gates").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(settings)
    (folder / "gates/test_shop.py").write_text(TEAM)
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / ".gitignore").write_text(".golive/\ndecision.json\n__pycache__/\n")
    _git(folder, ["init", "-q"], ["add", "."], ["commit", "-qm", "A shop"], ["tag", "v1.1.0"])
    (folder / "tea.py").write_text('"""Tea."""\n')
    _git(folder, ["add", "."], ["commit", "-qm", "Tea"])


def _git(folder: Path, *commands: Sequence[str]) -> None:
    for command in commands:
        subprocess.run(["git", *IDENTITY, *command], cwd=folder, check=True, timeout=60)


def _outcome(watch: Watch, said: str) -> Outcome:
    word, file, taken = WORD.search(said), watch.folder / "decision.json", watch.samples()
    decision, last = json.loads(file.read_text()) if file.exists() else {}, taken[-1] if taken else None
    seen = last["at"] + last["took"] - watch.fault_at if last and watch.fault_at else None
    return Outcome(word[1] if word else "?", said, decision, taken, seen)
