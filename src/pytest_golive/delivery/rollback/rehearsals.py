"""Rehearsals: this release was deployed on staging, rolled back and rolled forward, and data stayed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

FOLDER: Final = "golive-records/rehearsals"  # below the project's root; no part of what is signed
STAGES: Final = ("deployed", "data written", "rolled back", "verified", "rolled forward", "verified again")
RESULTS: Final = frozenset({"passed", "failed", "error", "interrupted"})


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a rehearsal.

    Attributes:
        name: one of `STAGES`.
        result: "passed", "failed", "error" or "interrupted".
        took: in seconds.
        evidence: what was seen, in a line: "version 1.1.0 on 2 instances; 48 of 48 rows".
    """

    name: str
    result: str
    took: float
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rehearsal as it was recorded.

    Attributes:
        release: digest of the content of the release: "sha256:…".
        version: its version.
        commit: full hash of its commit.
        previous: tag of the release that was gone back to.
        target: where it was: "staging".
        commands: digests of the commands that were run, by their keys in the settings; see `digest_of`.
        began: when, in UTC.
        ended: when, in UTC.
        who: who ran it: "ann@build-1".
        stages: in the order in which they ran.
        digest: digest of all of the record but this and the signature; "" if it is not written yet.
        signature: an OpenSSH signature over the digest; "" for none.
    """

    release: str
    version: str
    commit: str
    previous: str
    target: str
    commands: Mapping[str, str]
    began: dt.datetime
    ended: dt.datetime
    who: str
    stages: Sequence[Stage] = field(default=())
    digest: str = ""
    signature: str = field(default="", repr=False)

    @property
    def recovery(self) -> float | None:
        """Seconds from the beginning of the rollback until the release before was verified; None if it was not."""
        took = {one.name: one.took for one in self.stages if one.result == "passed"}
        parts = [took.get(name) for name in ("rolled back", "verified")]
        return sum(one for one in parts if one is not None) if None not in parts else None


def digest_of(command: Sequence[str]) -> str:
    """What identifies a command as the settings have it, with its words in braces; it shows no secret in it."""
    return f"sha256:{hashlib.sha256(json.dumps([*command]).encode()).hexdigest()}"
