"""The system as a whole: database, balancers, instances, the team's clone, and runs of its checklist."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from servers.nginx import Nginx
from servers.processes import ServerProcess, ports

from system.database import ShopDatabase
from system.described import Described, settings
from system.fronts import Kind, make_front
from system.repository import Team
from system.writing import Customers

FIRST = "1.0.0"
INSTANCES = ("a", "b")
LONGEST = 600
PROGRAM = "import sys; from pytest_golive.cli import main; sys.exit(main())"
TRIES = 4
TOO_SLOW = "this machine was too slow, not the service"
NOT_WATCHED = "before anything was proven"
DAY = ("--golive-execute", "--golive-allow=deploy")


@dataclass(frozen=True)
class Ran:
    """One run of the checklist: its exit status, all that it said on one line, and its seconds."""

    status: int
    said: str
    seconds: float


@dataclass
class Place:
    """One target: its balancer and its instances."""

    name: str
    folder: Path
    front: Nginx | ServerProcess
    url: str
    ports: Mapping[str, int]


class System:
    """The running system, with a database for each target, the targets by name, and the team's clone."""

    def __init__(self, folder: Path, database: ShopDatabase, places: dict[str, Place], team: Team) -> None:
        self.folder, self.database, self.places, self.team = folder, database, places, team
        self.backups = folder / "backups"

    def ops(self, target: str, *args: str) -> None:
        """Run one of the team's scripts, by hand."""
        environment = {**os.environ, "GOLIVE_TARGET": target}
        done = subprocess.run(
            args, cwd=self.team.path, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST
        )
        assert done.returncode == 0, f"{args}: {done.stdout[-2_000:]}{done.stderr[-2_000:]}"

    def golive(self, *args: str, module: str = "pytest", env: Mapping[str, str] | None = None) -> Ran:
        """Run the checklist, or another command of Python, in the team's clone."""
        began = time.monotonic()
        done = subprocess.run(
            self.words(*args, module=module), cwd=self.team.path, env=self.environment(env), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", check=False, timeout=LONGEST,
        )  # fmt: skip
        return Ran(done.returncode, " ".join((done.stdout + done.stderr).split()), time.monotonic() - began)

    @staticmethod
    def words(*args: str, module: str = "pytest") -> list[str]:
        """The command line of such a run; *module* is "golive" for the program of that name."""
        return [sys.executable, *(["-c", PROGRAM] if module == "golive" else ["-m", module]), *args]

    @staticmethod
    def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of such a run: with the programs of this Python, and without what is about these tests."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_", "COVERAGE_"))}
        path = f"{Path(sys.executable).parent}:{kept.get('PATH', '')}:/usr/sbin"
        return {**kept, "COLUMNS": "200", "PATH": path, **(more or {})}

    def deploy(self, target: str, version: str, *args: str) -> Ran:
        """``pytest -m deploy``, executed."""
        confirmed = (*DAY, f"--golive-confirm={version}") if target == "prod" else ("--golive-execute",)
        return self.golive("-m", "deploy", f"--target={target}", "-v", *confirmed, *args)

    def believed(self, target: str, version: str, *args: str) -> Ran:
        """The same; rolled back and tried again where this machine was too slow to tell what customers noticed."""
        for _ in range(TRIES - 1):
            ran = self.deploy(target, version, *args)
            if NOT_WATCHED in ran.said:
                continue  # what is deployed is watched once more
            if TOO_SLOW not in ran.said:
                return ran
            back = ("rollback", f"--target={target}", "--execute", f"--confirm=v{FIRST}", "--reason=try again")
            done = self.golive(*back, module="golive")
            assert done.status == 0, done.said
        return self.deploy(target, version, *args)

    def versions(self, target: str) -> dict[str, str]:
        """The version that each instance runs by its own words, "" if it does not answer, asked past the balancer."""
        found = {}
        for name, port in self.places[target].ports.items():
            found[name] = ""
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/version", timeout=60) as said,  # nosec B310
            ):
                found[name] = json.load(said)["version"]
        return found

    def behind(self, target: str) -> set[str]:
        """The instances that answer through the balancer."""
        found = set()
        for _ in range(3 * len(INSTANCES)):
            with urllib.request.urlopen(f"{self.places[target].url}/version", timeout=60) as said:  # nosec B310
                found.add(json.load(said)["instance"])
        return found

    def lost(self, target: str, customers: Customers) -> set[int]:
        """The purchases that were acknowledged and that the database does not have."""
        return customers.acknowledged - self.database.numbers(target)

    def customers(self, target: str) -> Customers:
        """Those of this target."""
        return Customers(self.places[target].url)

    def journal(self, target: str) -> list[dict]:
        """The lines of the journal."""
        file = self.team.path / ".git" / "golive" / "journal" / f"{target}.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@contextlib.contextmanager
def running(
    described: Described | None = None, *, front: Kind = "nginx", targets: tuple[str, ...] = ("staging", "prod")
) -> Iterator[System]:
    """Start all of it, with version 1.0.0 on each target; everything is ended and removed at the end."""
    # Instances are started by scripts, so they belong to nobody; they end with this process.
    folder = Path(tempfile.mkdtemp(prefix="golive-system-"))
    with contextlib.ExitStack() as ending:
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "backups").mkdir()
        database = ShopDatabase()
        ending.callback(database.stop)
        database.start(targets)
        team = Team(folder)
        at = ports([f"{target}-{name}" for target in targets for name in ("front", *INSTANCES)])
        places = {target: _place(folder / target, target, front, at) for target in targets}
        text = settings(
            described or Described(),
            {name: (place.url, [*place.ports.values()]) for name, place in places.items()},
            folder / "backups",
        )
        team.begin(text, {name: _values(place, database, front, folder) for name, place in places.items()})
        system = System(folder, database, places, team)
        team.release(FIRST)
        for target, place in places.items():
            ending.callback(_end, system, target)
            system.ops(target, "./ops/migrate.sh")
            for name in INSTANCES:
                system.ops(target, sys.executable, "ops/instance.py", "unpack", name, f"v{FIRST}")
                system.ops(target, sys.executable, "ops/instance.py", "start", name, f"v{FIRST}")
            place.front.start()
            ending.callback(place.front.stop)
        yield system


def _place(folder: Path, target: str, front: Kind, at: Mapping[str, int]) -> Place:
    folder.mkdir()
    own = {name: at[f"{target}-{name}"] for name in INSTANCES}
    port = at[f"{target}-front"]
    return Place(target, folder, make_front(front, folder, port, own), f"http://127.0.0.1:{port}", own)


def _values(place: Place, database: ShopDatabase, front: Kind, folder: Path) -> dict[str, object]:
    named = {f"PORT_{name}": port for name, port in place.ports.items()}
    return {
        "FOLDER": place.folder, "FRONT": front, "PYTHON": sys.executable, "OWNER": os.getpid(),
        "BACKUPS": folder / "backups", "PGHOST": database.folder, "PGUSER": "postgres", "PGDATABASE": place.name,
        **named,
    }  # fmt: skip


def _end(system: System, target: str) -> None:
    for name in INSTANCES:
        system.ops(target, sys.executable, "ops/instance.py", "stop", name, f"v{FIRST}")
