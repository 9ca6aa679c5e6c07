"""A broken glass: the rows that one deployment passes without proof, who says so, why, and until when."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Final

NAMESPACE: Final = "pytest-golive-break-glass"  # its own, so that no signature of a row can be used for it
FREEZE: Final = "freeze"  # stands among the rows for the calendar of freezes
SETTLED: Final = "deployment::emergency_settled"  # the row that stays red until all is made good
SHORT: Final = 100  # characters
LONGEST: Final = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Glass:
    """What the file of ``--golive-break-glass`` says.

    Attributes:
        target: the name of the target.
        commit: the full hash of what is deployed.
        rows: "section::gate", and "freeze" for a freeze.
        reason: why it cannot wait.
        by: who breaks the glass.
        approver: who else agrees.
        opened: since when it holds, in UTC.
        expires: until when, in UTC.
        signature: the approver's, by OpenSSH over `words`; "" without one.
    """

    target: str
    commit: str
    rows: tuple[str, ...]
    reason: str
    by: str
    approver: str
    opened: dt.datetime
    expires: dt.datetime
    signature: str = field(default="", repr=False)

    @property
    def words(self) -> bytes:
        """The signed bytes: all other fields in a canonical form."""
        fields = {name: _spelled(getattr(self, name)) for name in self.__slots__ if name != "signature"}
        return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def id(self) -> str:
        """Computed from the fields; tells one emergency from another."""
        return f"bg-{hashlib.sha256(self.words).hexdigest()[:16]}"

    @property
    def gates(self) -> tuple[str, ...]:
        """The rows without the freeze."""
        return tuple(one for one in self.rows if one != FREEZE)

    def has_expired(self, now: dt.datetime) -> bool:
        """Whether it no longer holds."""
        return now >= self.expires

    @property
    def shortly(self) -> str:
        """Why it cannot wait, as far as a verdict has room for it."""
        return self.reason if len(self.reason) <= SHORT else f"{self.reason[: SHORT - 1]}…"

    @property
    def sentence(self) -> str:
        """Who broke it, with whom, until when, and why."""
        until = f"{self.expires:%Y-%m-%d %H:%M} UTC"
        return f"broken by {self.by}, approved by {self.approver}, until {until}: {self.reason}"


def _spelled(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return list(value) if isinstance(value, tuple) else value
