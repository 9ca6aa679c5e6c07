"""Production of ten instances on loopback behind a balancer, each of which runs and counts for itself."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.demo.paths.metrics import Metrics

OLD, NEW = "1.1.0", "1.2.0"
INSTANCES = 10
EVERY = 0.1  # seconds between two customers of an instance: many times what the watches need
DUE = ("deployment::deployed", "deployment::zero_downtime", "monitoring::error_rate", "monitoring::latency")
CONFIRMED = ("--target=prod", "--golive-execute", "--golive-allow=deploy", f"--golive-confirm={NEW}")
DEPLOY = """
import pathlib, sys, time

share, version = sys.argv[1:]
open("STEPS", "a").write(share + " ")
for number in range(1, 11):
    if number * 10 <= int(share) or share == "0":
        draft = pathlib.Path(f"DRAFT-{number}")
        draft.write_text(version)
        draft.replace(f"INSTANCE-{number}")
time.sleep(1.2)
"""
SETTINGS = """
[tool.golive.targets.prod]
url = "{url}"
production = true
allow = ["deploy"]
rollback = "automatic"
instances = 10
version_samples = 20
wait = "60s"
timeout = "60s"
metrics = {{ instances = {instances}, scrape_for = "2s", scrape_every = "400ms", request_path = "/products" }}
endpoints = [{{ path = "/healthz" }}]
[tool.golive.deployment]
command = {command}
batches = ["10%", "50%", "100%"]
batch_targets = ["prod"]
settle = "1200ms"
probe_interval = "200ms"
probe_timeout = "20s"
appears_within = "20s"
[tool.golive.deployment.batch_watch]
duration = "8s"
interval = "4s"
fewest_requests = 20
{steps}
[tool.golive.monitoring]
latency = "p(95)<5s"
[tool.golive.watch]
probe_interval = false
gates = ["monitoring::error_rate", "monitoring::latency", "smoke::healthy", "smoke::version"]
[tool.golive.rollback]
command = {back}
[tool.golive.phases.deploy]
needs = "nothing"
[tool.golive.signing]
signed_records = false
"""


class Instance:
    """One server of the shop; the file INSTANCE-n says which version it runs."""

    def __init__(self, number: int, folder: Path, serve, bad: set[str]) -> None:
        self.name, self.file, self.bad = f"shop-{number}", folder / f"INSTANCE-{number}", bad
        self.file.write_text(OLD)
        self.metrics = Metrics()
        self.url = serve(self._answer).url

    @property
    def version(self) -> str:
        return self.file.read_text()

    def buy(self) -> None:
        """A customer's request, counted as the middleware of a service counts it: of a bad version's, half fail."""
        for status in (200, 500 if self.version in self.bad else 200):
            self.metrics.observe(method="GET", route="/products", status=status, seconds=0.001)

    def _answer(self, request):
        if request[1] == "/metrics":
            return 200, {"Content-Type": self.metrics.content_type}, self.metrics.text()
        said = {"version": self.version, "instance": self.name, "status": "ok"}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


class Fleet:
    """All of it, with the project that is deployed there."""

    def __init__(self, shop, serve) -> None:
        self.shop, self.bad, self.bought_until = shop, set(), 1_000
        shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\nINSTANCE-*\nDRAFT-*\n.golive/\n.pytest_cache/\n")
        shop.write("deploy.py", DEPLOY)
        self.instances = [Instance(number, shop.path, serve, self.bad) for number in range(1, INSTANCES + 1)]
        self._turns = itertools.cycle(self.instances)
        self.url = serve(self._passed_on).url

    def _passed_on(self, request):
        """The balancer: each request to the next instance."""
        host = next(self._turns).url.removeprefix("http://")
        with contextlib.closing(http.client.HTTPConnection(host, timeout=60)) as connection:
            connection.request("GET", request[1])
            said = connection.getresponse()
            return said.status, {"Content-Type": said.headers["Content-Type"]}, said.read()

    def release(self, steps: str = "") -> None:
        """Commit the release, which production does not run yet; the one before is tagged."""
        table = self.shop.path / "pyproject.toml"
        table.write_text(table.read_text().replace(f'version = "{NEW}"', f'version = "{OLD}"'))
        self.shop.commit()
        subprocess.run(["git", "tag", f"v{OLD}"], cwd=self.shop.path, check=True)
        table.write_text(table.read_text().replace(f'version = "{OLD}"', f'version = "{NEW}"'))
        self.shop.settings(
            SETTINGS.format(
                url=self.url,
                instances=json.dumps([one.url for one in self.instances]),
                command=[sys.executable, "deploy.py", "{batch}", "{version}"],
                back=[sys.executable, "deploy.py", "0", "{previous_version}"],
                steps=steps,
            )
        )
        due = [one.id.removeprefix("golive/") for one in built_in_entries() if "deploy" in one.phases]
        away = "".join(f'"{name}" = "not tried in this test"\n' for name in due if name not in DUE)
        self.shop.settings(f"\n[tool.golive.not_applicable]\n{away}")
        self.shop.commit()

    def deploy(self):
        """Deploy it, while customers buy."""
        ended = threading.Event()
        thread = threading.Thread(target=self._customers, args=(ended,))
        thread.start()
        try:
            return self.shop.run("-m", "deploy", "-v", *CONFIRMED)
        finally:
            ended.set()
            thread.join()

    def _customers(self, ended: threading.Event) -> None:
        """Customers do not wait for a busy machine: what is late is made up for."""
        bought = time.monotonic()
        while not ended.wait(EVERY):
            rounds = int((time.monotonic() - bought) / EVERY)
            bought += rounds * EVERY
            if self.serves[NEW] < self.bought_until / INSTANCES:
                for instance in self.instances * rounds:
                    instance.buy()

    @property
    def serves(self) -> dict[str, int]:
        """How many instances run each of the two releases."""
        found = [instance.version for instance in self.instances]
        return {version: found.count(version) for version in (OLD, NEW)}

    @property
    def done(self) -> list[str]:
        """What the commands have done."""
        file = self.shop.path / "STEPS"
        return file.read_text().split() if file.exists() else []

    @property
    def passed(self) -> list[str]:
        """The steps that the journal says have passed, in order."""
        lines = (self.shop.path / ".git/golive/journal/prod.jsonl").read_text().splitlines()
        found = [json.loads(line) for line in lines]
        return [
            line["step"].removeprefix("deployment::") for line in found if line["step"] and line["result"] == "passed"
        ]


@pytest.fixture
def fleet(shop, serve):
    return Fleet(shop, serve)
