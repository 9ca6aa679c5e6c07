"""Who holds the lock of a target, as it is written into the lock."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Final

from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.printing import on_one_line

KIND: Final = "lock"
LONGEST: Final = 200  # characters of each text
LARGEST: Final = 8_192  # bytes of all of it
SHORTEST: Final = 8  # characters of an id


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock.

    Attributes:
        who: user, host and process: "ann@build-1 4711"; or what was found there, if it is no lock of ours.
        since: ISO 8601, UTC; "" if unknown.
        target: the target.
        release: the version that is deployed, or "".
        id: a word that no other lock has; "" if unknown.
    """

    who: str
    since: str = ""
    target: str = ""
    release: str = ""
    id: str = ""

    def __str__(self) -> str:
        """For messages: "ann@build-1 4711 (release 1.4.2) since 2026-11-27T16:46:40+00:00"."""
        release = f" (release {self.release})" if self.release else ""
        return f"{self.who}{release}{f' since {self.since}' if self.since else ''}"

    def is_same(self, other: Holder) -> bool:
        """Whether it is the very same lock, not only the same person."""
        return len(self.id) >= SHORTEST and self.id == other.id

    @property
    def text(self) -> str:
        """What is written into the lock: JSON on one line, in ASCII."""
        return json.dumps({"golive": KIND, **asdict(self)})


def holder_now(who: str, target: str, release: str) -> Holder:
    """A holder from this moment on."""
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Holder(_shown(who), since, _shown(target), _shown(release), secrets.token_hex(16))


def holder_in(content: bytes) -> Holder:
    """The holder that *content*, which anybody may have written, names.

    What is not understood is quoted: a lock is held, whoever wrote it and however.
    """
    text = content[:LARGEST].decode("utf-8", "replace")
    for line in text.splitlines():
        if found := _ours(line):
            texts = {name: _shown(found.get(name, "")) for name in ("who", "since", "target", "release", "id")}
            return Holder(**{**texts, "who": texts["who"] or "somebody without a name"})
    said = _shown(text)
    return Holder(f"somebody who wrote {said!r}" if said else "somebody who wrote nothing")


def _ours(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("golive") == KIND else None


def _shown(value: object) -> str:
    text = on_one_line(spoken(value)) if isinstance(value, str) else ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
