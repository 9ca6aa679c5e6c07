"""Repositories of pgBackRest: the newest backup, verified, and restored into a folder."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.backups.ladder import Broken, Climb, Content, Rung
from pytest_golive.delivery.backups.locating import AHEAD, Found
from pytest_golive.delivery.backups.working.commands import Done, Runner, short
from pytest_golive.delivery.backups.working.folder import need_room
from pytest_golive.errors import CannotMeasure

CURE: Final = "see whether this user can run pgbackrest info for the stanza; config names its configuration file"
STATUS: Final = re.compile(r"^[ \t]{0,9}(?:status: (\w{1,20})|backup: ([\w-]{1,80}), status: (\w{1,20}))", re.MULTILINE)
WRONG: Final = re.compile(r"(?:missing|checksum invalid|size invalid|other): [1-9]\d{0,18}")
VERSION: Final = "PG_VERSION"


@dataclass(frozen=True, slots=True)
class PgBackRest:
    """A stanza of pgBackRest.

    Args:
        stanza: its name.
        config: its configuration file; "" for the usual one.
        runner: runs pgbackrest.
    """

    stanza: str
    config: str
    runner: Runner

    def newest(self) -> tuple[Found, str]:
        """The newest backup, with its size when restored, and its label.

        Raises:
            CannotMeasure: there is none, or the repository cannot be read.
        """
        done = self._run("info", "--output=json")
        if done.status:
            raise CannotMeasure(f"{done.end}: {short(done.last)}", CURE)
        try:
            said: Any = json.loads(done.out.read_bytes())
            stanza = next((one for one in said if one["name"] == self.stanza), None)
            status = stanza["status"] if stanza else {"code": 1, "message": "no such stanza"}
            backups = sorted(stanza["backup"], key=lambda one: int(one["timestamp"]["stop"])) if stanza else []
            if status["code"] or not backups:
                raise CannotMeasure(f"pgBackRest has no backup of {self.stanza}: {short(str(status['message']))}", CURE)
            sizes = [int(one["info"]["size"]) for one in backups]
            last = backups[-1]
            at, label, failed = float(last["timestamp"]["stop"]), str(last["label"]), last.get("error")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CannotMeasure(f"{done.text} does not answer as pgBackRest does", CURE) from None
        if at > time.time() + AHEAD:
            raise CannotMeasure(f"pgBackRest's backup {label} is dated in the future", "see the clocks")
        flaw = f"pgBackRest found wrong checksums of pages when it made {label}" if failed else ""
        return Found(Path(label), sizes[-1], at, sizes[-2] if len(sizes) > 1 else None, flaw), label

    def climb(self, found: Found, label: str, climb: Climb) -> Content | None:
        """Go up as far as is demanded; what was restored, None if that is not demanded.

        Raises:
            Broken: data is damaged, or cannot be restored.
            CannotMeasure: pgBackRest cannot work.
        """
        climb.format, climb.rung = "repository of pgBackRest", Rung.RECOGNISED
        if found.flaw:
            raise Broken("pages damaged", found.flaw, "see the database itself: its own pages are damaged")
        if not climb.wants(Rung.READ):
            return None
        self._verify(label)
        climb.reach(Rung.READ)
        if not climb.wants(Rung.RESTORED):
            return None
        need_room(self.runner.folder, found.size)
        target = self.runner.new("restored")
        target.mkdir(mode=0o700)
        done = self._run(
            "restore", f"--set={label}", f"--pg1-path={target}", "--archive-mode=off", "--type=none",
            f"--tablespace-map-all={self.runner.new('tablespaces')}", f"--lock-path={self.runner.new('lock')}",
            "--log-level-file=off",
        )  # fmt: skip
        if done.status:
            raise Broken("cannot be restored", f"pgBackRest cannot restore {label}: {short(done.last)}")
        files = {path.relative_to(target).as_posix(): "" for path in target.rglob("*") if path.is_file()}
        if VERSION not in files:
            raise Broken("restores to nothing", f"pgBackRest restored {label}, and no database cluster is there")
        climb.note("not started", "the cluster was restored with all checksums of pgBackRest, and not started")
        return Content(files=files)

    def _verify(self, label: str) -> None:
        """Its exit status is 0 whatever it finds, so its words count, and only if they name this backup."""
        done = self._run("verify", "--output=text", "--verbose", "--log-level-file=off")
        if done.status:
            raise CannotMeasure(f"{done.end}: {short(done.last)}", CURE)
        said = done.said
        found = STATUS.findall(said)
        whole = [word for word, name, _ in found if not name]
        own = [word for _, name, word in found if name == label]
        if wrong := WRONG.search(said):
            cure = "make a new full backup; the exit status of pgbackrest verify does not tell"
            raise Broken("damaged", f"pgBackRest's verification finds: {wrong[0]}; status: {' '.join(whole)}", cure)
        if whole != ["ok"] or own != ["valid"]:
            raise CannotMeasure(f"pgBackRest's verification says nothing clear of {label}: {short(said)}",
                                "see pgbackrest verify --output=text --verbose")  # fmt: skip

    def _run(self, command: str, *args: str) -> Done:
        config = (f"--config={self.config}",) if self.config else ()
        return self.runner.run(["pgbackrest", *config, f"--stanza={self.stanza}", command, *args])
