"""Repositories of restic: the newest snapshot, all of its data read, and restored into a folder."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.backups.kinds.archives import digest_of
from pytest_golive.delivery.backups.ladder import Broken, Climb, Content, Rung
from pytest_golive.delivery.backups.locating import AHEAD, Found
from pytest_golive.delivery.backups.working.commands import Done, Runner, hide, short
from pytest_golive.delivery.backups.working.folder import need_room
from pytest_golive.errors import CannotMeasure

LOCKED: Final = re.compile(r"unable to create lock|already locked|wrong password|unable to open|no such host|timeout")
FRACTION: Final = re.compile(r"\.\d{1,9}")
CURE: Final = (
    'see the repository, and give its commands what they need: env = ["RESTIC_PASSWORD_FILE"] in '
    "[tool.golive.deployment.backup]"
)


@dataclass(frozen=True, slots=True)
class ResticRepository:
    """A repository of restic.

    Args:
        location: as restic takes it: a path, "sftp:…", "s3:…".
        filters: which snapshots count: "--tag=…", "--host=…", "--path=…".
        runner: runs restic.
    """

    location: str
    filters: tuple[str, ...]
    runner: Runner

    def newest(self) -> tuple[Found, str]:
        """The newest snapshot, with its size when restored, and its id.

        Raises:
            CannotMeasure: there is none, or the repository cannot be opened.
        """
        listed = self._json("snapshots", *self.filters)
        if not isinstance(listed, list) or not listed:
            raise CannotMeasure(f"restic knows no snapshot here{self._chosen}", "back up, or correct the filters")
        dated = sorted(((_moment(one), str(one["id"]), one) for one in listed), key=lambda pair: pair[:2])
        at, name, last = dated[-1]
        if at > time.time() + AHEAD:
            raise CannotMeasure(f"restic's snapshot {name[:8]} is dated in the future", "see the clocks")
        alike = [one for _, one, entry in dated[:-1] if entry.get("paths") == last.get("paths")]
        before = self._size(alike[-1]) if alike else None
        return Found(Path(f"snapshot {name[:8]}"), self._size(name), at, before), name

    def climb(self, found: Found, snapshot: str, climb: Climb) -> Content | None:
        """Go up as far as is demanded; what was restored, None if that is not demanded.

        Raises:
            Broken: data is damaged, or cannot be restored.
            CannotMeasure: restic cannot work.
        """
        climb.format, climb.rung = "repository of restic", Rung.RECOGNISED
        climb.note("opened", "by restic, whose repositories are encrypted")
        if not climb.wants(Rung.READ):
            return None
        self._judge(self._run("check", "--read-data", "--no-cache"), "restic check --read-data finds damage")
        climb.reach(Rung.READ)
        if not climb.wants(Rung.RESTORED):
            return None
        need_room(self.runner.folder, found.size)
        target = self.runner.new("restored")
        self._judge(
            self._run("restore", snapshot, f"--target={target}", "--verify", "--no-cache"), "restic cannot restore"
        )
        files = (path for path in sorted(target.rglob("*")) if path.is_file() and not path.is_symlink())
        return Content(files={path.relative_to(target).as_posix(): digest_of(path, self.runner) for path in files})

    @property
    def _chosen(self) -> str:
        return f" with {' '.join(self.filters)}" if self.filters else ""

    def _size(self, snapshot: str) -> int:
        said = self._json("stats", "--mode=restore-size", snapshot)
        return int(said["total_size"])

    def _json(self, *args: str) -> Any:
        done = self._run(*args, "--json", "--no-lock")
        if done.status:
            raise CannotMeasure(f"{done.end}: {short(done.last)}", CURE)
        try:
            return json.loads(done.out.read_bytes())
        except (ValueError, RecursionError):
            raise CannotMeasure(
                f"{done.text} does not answer in JSON: {short(done.last)}", "see which restic it is"
            ) from None

    def _run(self, *args: str) -> Done:
        hide(self.location, "repository")
        # The location may hold a password, and arguments can be seen by everybody on the machine.
        return self.runner.run(["restic", *args], variables={"RESTIC_REPOSITORY": self.location, **_progress()})

    def _judge(self, done: Done, what: str) -> None:
        if not done.status:
            return
        if LOCKED.search(done.said):
            raise CannotMeasure(f"{done.end}: {short(done.last)}", CURE)
        cure = "make a new backup in a new repository; restic check without --read-data would say nothing"
        raise Broken("damaged", f"{what}: {short(done.last)}", cure)


def filters_of(tags: Sequence[str], hosts: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    """The options by which restic chooses snapshots."""
    said: Mapping[str, Sequence[str]] = {"tag": tags, "host": hosts, "path": paths}
    return tuple(f"--{name}={value}" for name, values in said.items() for value in values)


def _progress() -> dict[str, str]:
    return {"RESTIC_PROGRESS_FPS": "0.01"}


def _moment(snapshot: Any) -> float:
    try:
        return datetime.fromisoformat(FRACTION.sub("", snapshot["time"])).timestamp()
    except (KeyError, TypeError, ValueError):
        raise CannotMeasure("restic lists a snapshot without a time that can be read", "see restic snapshots") from None
