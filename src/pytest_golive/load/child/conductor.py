"""In the master: receives records from workers elsewhere, and ends the run when all of them have ended."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import gevent

from pytest_golive.load.child.recorder import ENDED, RECORDS
from pytest_golive.load.plan import Plan

PATIENCE = 5.0
GONE = ("missing",)


class Conductor:
    """Receives messages from the workers.

    Args:
        plan: the run; its `records` names the file for the master's own remarks, in the folder of all records.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._ended: set[str] = set()
        self._environment: Any = None

    def listen(self, events: Any) -> None:
        """Register for locust's events."""
        events.init.add_listener(self._on_init)
        events.test_start.add_listener(self._on_start)

    def _on_init(self, environment: Any, **_: Any) -> None:
        self._environment = environment
        environment.process_exit_code = 0
        environment.runner.register_message(RECORDS, self._on_records)
        environment.runner.register_message(ENDED, self._on_ended)

    def _on_records(self, msg: Any, **_: Any) -> None:
        number = int(msg.data["index"])
        path = Path(self._plan.records).with_name(f"records-worker-{number}.tsv")
        with path.open("a", encoding="utf-8") as file:
            file.write(msg.data["text"])

    def _on_ended(self, msg: Any, **_: Any) -> None:
        self._ended.add(msg.node_id)

    def _on_start(self, **_: Any) -> None:
        gevent.spawn(self._wait)

    def _wait(self) -> None:
        deadline = time.monotonic() + self._plan.total + self._plan.timeout + PATIENCE
        runner = self._environment.runner
        while len(self._ended) < self._plan.workers and time.monotonic() < deadline:
            lost = [client.id for client in runner.clients.all if client.state in GONE and client.id not in self._ended]
            if lost or len(runner.clients.all) < self._plan.workers - len(self._ended):
                self.remark(f"{max(1, len(lost))} of {self._plan.workers} workers were lost")
                break
            gevent.sleep(0.1)
        if len(self._ended) < self._plan.workers:
            self.remark(f"only {len(self._ended)} of {self._plan.workers} workers reached their end")
        runner.quit()

    def remark(self, reason: str) -> None:
        """Record why the run cannot be trusted."""
        with Path(self._plan.records).open("a", encoding="utf-8") as file:
            file.write(f"X\t{json.dumps(reason)}\n")
