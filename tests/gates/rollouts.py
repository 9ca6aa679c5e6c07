"""A service that is deployed to in batches, and what its runs have printed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pytest_golive.collecting.entries import built_in_entries

DEPLOYED = ("deployment::deployed", "deployment::zero_downtime")
SHARES = ("10", "50", "100")
ROWS = tuple(f"deployment::batch_{share}{more}" for share in SHARES for more in ("", "_watched"))
DEPLOY = """
import pathlib, sys, time

share, brings = sys.argv[1:]
open("STEPS", "a").write(share + " ")
pathlib.Path("SERVES").write_text(share + " " + brings)
time.sleep(1.2)
"""
SETTINGS = """
rollback = 'automatic'
endpoints = [{{ path = '/products' }}]
[tool.golive.deployment]
command = {command}
batches = ["10%", "50%", "100%"]
settle = '1200ms'
probe_interval = '200ms'
probe_timeout = '10s'
appears_within = '1s'
{deployment}
[tool.golive.deployment.batch_watch]
duration = "4s"
interval = "1s"
[tool.golive.watch]
probe_interval = false
gates = ["smoke::healthy", "smoke::version", "smoke::critical_endpoints"]
[tool.golive.rollback]
command = {back}
"""
METRICS = ("monitoring::error_rate", "monitoring::latency")


class Rollout:
    """A service of ten instances; the file SERVES says how many of a hundred requests the new release answers."""

    def __init__(self, shop, live) -> None:
        self.shop, self.live, self.asked, self.stranger = shop, live, 0, ""
        live.answers["/version"] = self._version
        shop.write("deploy.py", DEPLOY)
        shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\nSERVES\n.golive/\n.pytest_cache/\n")

    @property
    def serves(self) -> tuple[int, str]:
        file = self.shop.path / "SERVES"
        share, brings = file.read_text().split() if file.exists() else ("0", "1.2.0")
        return int(share), brings

    @property
    def done(self) -> list[str]:
        file = self.shop.path / "STEPS"
        return file.read_text().split() if file.exists() else []

    def _version(self):
        self.asked += 1
        share, brings = self.serves
        if self.stranger and share == 50 and self.asked % 3 == 0:
            return 200, {"version": self.stranger}
        return 200, {"version": brings if (self.asked * 7) % 100 < share else "1.1.0"}

    def describe(self, deployment: str = "", brings: str = "1.2.0") -> None:
        """Two releases, of which the second is deployed; metrics are somebody else's."""
        table = self.shop.path / "pyproject.toml"
        table.write_text(table.read_text().replace('version = "1.2.0"', 'version = "1.1.0"'))
        self.shop.commit()
        subprocess.run(["git", "tag", "v1.1.0"], cwd=self.shop.path, check=True)
        table.write_text(table.read_text().replace('version = "1.1.0"', 'version = "1.2.0"'))
        command = [sys.executable, "deploy.py", "{batch}", brings]
        back = [sys.executable, "deploy.py", "0", "{previous_version}"]
        self.shop.settings(SETTINGS.format(command=command, back=back, deployment=deployment))

    def execute(self, *rows: str):
        """Execute the steps; of the built-in rows only *rows* are due."""
        self.commit(*rows)
        return self.again()

    def commit(self, *rows: str) -> None:
        """Commit all; of the built-in rows only *rows* are due."""
        due = [one.id.removeprefix("golive/") for one in built_in_entries() if "deploy" in one.phases]
        away = [*(name for name in due if name not in rows), *METRICS]
        text = "\n".join(f'"{name}" = "not tried in this test"' for name in away)
        self.shop.settings(f"\n[tool.golive.not_applicable]\n{text}\n")
        self.shop.commit()

    def again(self):
        """The same once more, on what is there."""
        return self.shop.run("-m", "deploy", "--golive-execute", "-v")

    @property
    def journal(self) -> list[dict[str, object]]:
        """The lines of the journal."""
        lines = (self.shop.path / ".git/golive/journal/staging.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def rollout(shop, live):
    return Rollout(shop, live)


def said(result):
    """All that a run has printed, on one line."""
    return " ".join(result.stdout.str().split())
