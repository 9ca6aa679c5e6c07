"""Bad releases of the system, each wrong in one way, and what the checklist has to say of it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from system.repository import TEAM
from system.whole import NOT_WATCHED, System

VERSION = "1.1.0"
INDEX = "CREATE INDEX purchases_by_time ON purchases (at);\n"
MIGRATION = {
    "migrations/V2__by_time.sql": INDEX,
    "migrations/U2__by_time.sql": "DROP INDEX IF EXISTS purchases_by_time;\n",
}
HALF = 'pg_dump -Fc | head -c 3000 > "$BACKUPS/shop-$(date +%s%N).dump"'


def _without(_: System) -> AbstractContextManager[None]:
    return contextlib.nullcontext()


@contextlib.contextmanager
def _full_disk(system: System) -> Iterator[None]:
    """A disk of 4 KiB where the backups go; only root may do that."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", system.backups], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", system.backups], check=True)


@dataclass(frozen=True)
class Bad:
    """One bad release.

    Attributes:
        name: of what is wrong.
        row: the row that sees it.
        said: words of the run.
        trouble: what ``app.py`` does.
        files: what differs otherwise.
        began: whether it gets as far as the deployment, so that it has to be rolled back.
        around: in what the run takes place.
    """

    name: str
    row: str
    said: str
    trouble: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    began: bool = True
    around: Callable[[System], AbstractContextManager[None]] = _without


def _script(name: str, old: str, new: str) -> dict[str, str]:
    text = (TEAM / "ops" / name).read_text()
    assert old in text
    return {f"ops/{name}": text.replace(old, new)}


BAD = (
    Bad("crashes at start", "deployed (error)", "instance a of v1.1.0 ended at its start", "crashes"),
    Bad("slow", "stable_after_deploy (failed)", "monitoring::latency", "slow"),
    Bad("6 % errors", "stable_after_deploy (failed)", "error rate", "errors"),
    Bad(
        "wrong version on one instance",
        "deployed (failed)",
        "answers came from 1.0.0",
        files=_script("deploy.sh", "in a b;", "in a;"),
    ),
    Bad("health check that lies", "smoke_passed (failed)", "smoke::critical_endpoints", "lies"),
    Bad(
        "migration fails half-way",
        "migrate",
        "division by zero",
        files={**MIGRATION, "migrations/V2__by_time.sql": f"{INDEX}SELECT 1 / 0;\n"},
        began=False,
    ),
    Bad("disk full during the backup", "backup_created", "No space left on device", began=False, around=_full_disk),
    Bad(
        "backup that cannot be restored",
        "backup_created",
        "the dump cannot be read",
        files=_script("backup.sh", 'pg_dump -Fc -f "$BACKUPS/shop-$(date +%s%N).dump"', HALF),
        began=False,
    ),
)


def named(name: str) -> Bad:
    """The one of this name."""
    return next(one for one in BAD if one.name == name)


@dataclass(frozen=True)
class Came:
    """What came of a bad release.

    Attributes:
        said: all that the run said.
        faults: what is not as it should be, in words; none if the system is as safe as before.
        bought: how many purchases were acknowledged.
        refused: how many requests of customers were not answered as they should be.
        rolled_back: seconds from the start of the rollback to its end; None where none was needed.
        exposed: seconds from the start of the deployment to the end of the rollback.
        took: seconds of the run.
    """

    said: str
    faults: tuple[str, ...]
    bought: int
    refused: int
    rolled_back: float | None
    exposed: float | None
    took: float


def tried(system: System, bad: Bad) -> Came:
    """Release it while customers buy, look what is there then, and forget it."""
    tag, before = system.team.git("describe", "--tags", "--abbrev=0").strip(), len(system.journal("prod"))
    system.team.release(VERSION, bad.trouble, bad.files)
    try:
        with bad.around(system), system.customers("prod") as customers:
            ran = system.deploy("prod", VERSION)
            if NOT_WATCHED in ran.said:  # a busy machine: what is deployed is watched once more
                ran = system.deploy("prod", VERSION)
            refused = len(customers.refused)
            customers.bought(20)
            refused_since = customers.refused[refused:]
        lines = system.journal("prod")[before:]
        faults = [*_faults(system, bad, ran.said, lines), *(f"afterwards: {one}" for one in refused_since)]
        faults += [f"lost: purchase {number}" for number in sorted(system.lost("prod", customers))]
        back, exposed = _times(lines)
        return Came(ran.said, tuple(faults), len(customers.acknowledged), refused, back, exposed, ran.seconds)
    finally:
        system.ops("prod", "./ops/migrate.sh", "undo", tag)
        system.team.forget(VERSION, tag)
        shutil.rmtree(system.places["prod"].folder / "releases" / f"v{VERSION}", ignore_errors=True)


def _faults(system: System, bad: Bad, said: str, lines: list[dict]) -> Iterator[str]:
    if "NO-GO " not in said:
        yield "no NO-GO"
    if bad.said not in said:
        yield f"nobody says {bad.said!r}"
    rolled = [line["result"] for line in lines if line["event"] == "rolled back"]
    if rolled != (["passed"] if bad.began else []):
        yield f"rollbacks: {rolled}"
    if bad.began and not any(f"because of {part}::{bad.row}" in said for part in ("deployment", "rollback")):
        yield f"it was not {bad.row} that had it rolled back"
    if (versions := system.versions("prod")) != dict.fromkeys(versions, "1.0.0"):
        yield f"instances run {versions}"
    if (behind := system.behind("prod")) != {"a", "b"}:
        yield f"only {behind} are behind the balancer"


def _times(lines: list[dict]) -> tuple[float | None, float | None]:
    """From the start of the rollback, and from the start of the deployment, to the end of the rollback."""
    from datetime import datetime

    at = {
        key: datetime.fromisoformat(line["at"])
        for line in lines
        for key in [line["step"] if line["event"] == "step started" else line["event"]]
    }
    if "rolled back" not in at:
        return None, None
    began = (at["rollback started"], at["deployment::deployed"])
    rolled_back, exposed = ((at["rolled back"] - one).total_seconds() for one in began)
    return rolled_back, exposed
