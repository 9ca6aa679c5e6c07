"""The lines of a journal: JSON that names its number and the line before it, and ends with a checksum of itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import zlib
from collections.abc import Mapping
from typing import Any, Final

from pytest_golive.delivery.journal.entries import Entry, Event, Release, Result

KIND: Final = "journal"
FORMAT: Final = 1
OURS: Final = b'{"golive":"journal",'  # with which each line begins
LONGEST: Final = 65_536  # bytes of a line
CRC: Final = ',"crc":"'
CRC_LENGTH: Final = len(f'{CRC}00000000"}}')
TEXTS: Final = ("at", "event", "step", "result", "release", "version", "commit", "target", "who", "before")


class NoNumber(Exception):
    """Text that Python reads as a number, and that is not a finite one."""


def line_of(entry: Entry, before: str) -> bytes:
    """*entry* as a line, with its end.

    Args:
        entry: whose texts are bounded and free of secrets already.
        before: hash of the line before it; of the first line, any text that no other file has.
    """
    fields: dict[str, Any] = {
        "golive": KIND,
        "format": FORMAT,
        "number": entry.number,
        "at": moment(entry.at),
        "event": entry.event.value,
        "step": entry.step,
        "result": entry.result.value if entry.result else "",
        "release": entry.release.digest,
        "version": entry.release.version,
        "commit": entry.release.commit,
        "target": entry.target,
        "who": entry.who,
        **({} if entry.took is None else {"took": round(max(entry.took, 0.0), 3)}),
        "evidence": entry.evidence,
        "before": before,
    }
    # ASCII alone, so that no control character is in the file, and none reaches the terminal of whoever prints it.
    text = json.dumps(fields, allow_nan=False, separators=(",", ":")).replace("\x7f", "\\u007f")
    body = text[:-1].encode("ascii")
    return b'%b%b%08x"}\n' % (body, CRC.encode(), zlib.crc32(body))


def hash_of(line: bytes) -> str:
    """SHA-256 of a line without its end."""
    return hashlib.sha256(line).hexdigest()


def entry_of(line: bytes, last: Entry | None) -> Entry:
    """The entry on *line*, which has no end of line any more.

    Args:
        line: the bytes.
        last: the entry before it; None for the first line.

    Raises:
        ValueError: it is damaged, or does not follow *last*.
    """
    fields = _checked(line)
    _check_place(fields, last)
    texts = {name: _text(fields, name) for name in TEXTS}
    if texts["event"] not in list(Event):
        raise ValueError(f"its event is {texts['event'][:40]!r}, which this version of pytest-golive does not know")
    if texts["result"] and texts["result"] not in list(Result):
        raise ValueError(f"its result is {texts['result'][:40]!r}, which this version of pytest-golive does not know")
    if last is not None and texts["target"] != last.target:
        raise ValueError(f"it is about the target {texts['target'][:80]!r}, and the lines before it are about "
                         f"{last.target[:80]!r}")  # fmt: skip
    if (last is None) is not (texts["event"] == Event.CREATED):
        raise ValueError("it is the first line of another journal" if last else "it is not the first line of a journal")
    return Entry(
        _number(fields),
        _moment(texts["at"]),
        Event(texts["event"]),
        texts["step"],
        Result(texts["result"]) if texts["result"] else None,
        Release(texts["release"], texts["version"], texts["commit"]),
        texts["target"],
        texts["who"],
        _took(fields),
        _evidence(fields),
        hash_of(line),
    )


def moment(at: dt.datetime) -> str:
    """A moment as it is written: ISO 8601, UTC, with milliseconds."""
    return f"{at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _checked(line: bytes) -> Mapping[str, Any]:
    """The fields of a line whose checksum is right."""
    if len(line) >= LONGEST:
        raise ValueError(f"it is longer than {LONGEST >> 10} KiB, which no line of a journal is")
    body, rest = line[:-CRC_LENGTH], line[-CRC_LENGTH:]
    if not line.startswith(OURS):
        raise ValueError("it is no line of a journal, or its beginning was changed")
    if rest != b'%b%08x"}' % (CRC.encode(), zlib.crc32(body)):
        raise ValueError("its checksum is wrong: something in it was changed, or a part of it is missing")
    try:
        found = json.loads(line, parse_constant=_refused, parse_float=_finite)
    except NoNumber as error:
        raise ValueError(
            f"it holds {error}, which is no number that we write, although its checksum is right"
        ) from None
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON, although its checksum is right") from None
    if not isinstance(found, dict) or found.get("golive") != KIND:
        raise ValueError("it is no line of a journal")
    if found.get("format") != FORMAT:
        raise ValueError(f"its format is {str(found.get('format'))[:20]}, and this version of pytest-golive reads "
                         f"{FORMAT}")  # fmt: skip
    return found


def _refused(name: str) -> float:
    raise NoNumber(name)


def _finite(text: str) -> float:
    """A number; Python reads 1e999 as infinite, and would write it as what is no JSON."""
    if not math.isfinite(number := float(text)):
        raise NoNumber(text[:40])
    return number


def _check_place(fields: Mapping[str, Any], last: Entry | None) -> None:
    number, due = _number(fields), last.number + 1 if last else 1
    if number > due:
        raise ValueError(f"it has the number {number} where {due} is due: lines are missing, or stand in another order")
    if number < due:
        raise ValueError(f"it has the number {number} where {due} is due: it stands here twice, or in another order")
    if last and fields.get("before") != last.hash:
        raise ValueError("it does not follow the line before it: one of the two is from another file, or was replaced")


def _number(fields: Mapping[str, Any]) -> int:
    found = fields.get("number")
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise ValueError("its number is none")
    return found


def _text(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name)
    if not isinstance(found, str):
        raise ValueError(f"its {name} is not a text")  # noqa: TRY004 -- a value of JSON
    return found


def _moment(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # or at the end of all years
        pass
    raise ValueError(f"its time is {text[:40]!r}, which is no moment")


def _took(fields: Mapping[str, Any]) -> float | None:
    found = fields.get("took")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1e9:  # noqa: PLR2004 -- 30 years
        raise ValueError("the time that it took is none")
    return float(found)


def _evidence(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    found = fields.get("evidence")
    if not isinstance(found, dict):
        raise ValueError("its evidence is not an object")  # noqa: TRY004 -- a value of JSON
    return found
