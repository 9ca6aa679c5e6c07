"""Faults of the settings, for their author: key, value, allowed values, and similar keys."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from pytest_golive.settings.model import Settings
from pytest_golive.settings.wording.shapes import Path, allowed_at, keys_at, table_at

BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
SECRET_KEY = re.compile(
    r"token|passw|secret|credential|api_?key|private|authori[sz]ation|cookie|signing", re.IGNORECASE
)
SECRET_VALUE = re.compile(
    r"(?:token|passw\w*|secret|key|auth\w*)\s*[=:]|://[^/\s]*@|\bbearer\b|-----BEGIN", re.IGNORECASE
)
RANDOM = re.compile(r"(?=(?:[A-Za-z+=_-]*\d){3})(?=[\d+=_-]*[A-Za-z])[A-Za-z0-9+=_-]{20,}")
SIGNING = "signing"  # our table of people and their public keys
PUBLIC_KEY = re.compile(r"(?:ssh-|ecdsa-sha2-|sk-)[a-z0-9@.-]{1,60}+ [A-Za-z0-9+/=]{16,200}+")
FINGERPRINT = re.compile(r"[0-9A-Fa-f]{40}")
LONGEST = 60
LOOKED_AT = 200
HUGE = 10**LONGEST


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its line (0: unknown), its key path below our table, and the message."""

    line: int
    path: Path
    text: str


def faults_of(
    errors: Sequence[ErrorDetails], spell: Callable[[Path], str], line_of: Callable[[Path], int]
) -> list[Fault]:
    """Turn pydantic's errors into ours, in the order of the file.

    Args:
        errors: what pydantic found.
        spell: returns a key path as written in this file.
        line_of: returns the line of a key path.
    """
    found: dict[Path, Fault] = {}
    for error in errors:
        path = tuple(part for part in error["loc"] if part != "[key]")
        found.setdefault(path, Fault(line_of(path), path, _text(error, path, spell)))
    return sorted(found.values(), key=lambda fault: (fault.line, [str(part) for part in fault.path]))


def dotted(path: Path) -> str:
    """A key path in TOML, with the numbers of list elements in brackets, from 0."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False))
    return text


def shown(value: object, path: Path = ()) -> str:
    """A value in TOML, unless it may hold a secret."""
    if _may_be_secret(value, path):
        return "(not shown: it may hold a secret)"
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = json.dumps(value, ensure_ascii=False)
        case dt.date() | dt.time():
            text = value.isoformat()
        case Mapping():
            text = "(a table)"
        case tuple() | list():
            text = "(a list)" if value else "[]"
        case _:
            text = _number(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _number(value: object) -> str:
    """Python refuses to format very long numbers."""
    return "(a huge number)" if isinstance(value, int) and abs(value) > HUGE else str(value)


def _may_be_secret(value: object, path: Path) -> bool:
    start = value[:LOOKED_AT] if isinstance(value, str) else ""  # no more than that can ever be shown
    first = str(path[0]) if path else ""
    if first.partition(".")[0] == SIGNING:  # its own name holds none: who may sign is there to be read
        path = (first.partition(".")[2], *path[1:])
        if PUBLIC_KEY.fullmatch(start) or FINGERPRINT.fullmatch(start):
            return False
    keys = (part for part in path if isinstance(part, str) and "::" not in part)
    if any(SECRET_KEY.search(key) for key in keys):
        return True
    return bool(SECRET_VALUE.search(start) or RANDOM.search(start))


def _text(error: ErrorDetails, path: Path, spell: Callable[[Path], str]) -> str:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        return f"{spell(path)}: unknown key{_hint(path, spell)}"
    if kind == "missing":
        field = table_at(path[:-1])[str(path[-1])]
        return f"{spell(path[:-1])}: {path[-1]!r} is missing ({field.description})"
    if kind == "value_error" and "[key]" in error["loc"]:
        return f"{spell(path)}: {shown(path[-1])} {error['ctx']['error']}"
    if "[key]" in error["loc"] and (keys := keys_at(path[:-1])):
        close = difflib.get_close_matches(_plain(str(path[-1])), keys, n=1)
        return f"{spell(path)}: unknown key; " + (
            f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(keys)}"
        )
    if kind == "value_error":
        return f"{spell(path)} = {shown(value, path)}: {error['ctx']['error']}"
    return f"{spell(path)} = {shown(value, path)}: must be {allowed_at(path)}"


def _hint(path: Path, spell: Callable[[Path], str]) -> str:
    """The key that was probably meant by an unknown key."""
    *around, key = path
    known = table_at(tuple(around))
    plain = _plain(str(key))
    if SECRET_KEY.search(plain) and f"{plain}_env" in known:
        return f"; a secret never belongs in a file that git tracks: name the variable that holds it in {plain}_env"
    homes = {name: home for home in _tables() if home != tuple(around) for name in table_at(home)}
    if close := difflib.get_close_matches(plain, known, n=1, cutoff=0.75 if plain in homes else 0.6):
        return f"; did you mean {close[0]!r}?"
    if plain in homes:
        return f"; {plain!r} belongs in [{spell(homes[plain])}]"
    if close := difflib.get_close_matches(plain, homes, n=1, cutoff=0.75):
        return f"; did you mean {close[0]!r} in [{spell(homes[close[0]])}]?"
    if SECRET_KEY.search(str(key)):
        return "; and a secret never belongs in a file that git tracks"
    return f"; known here: {', '.join(known)}"


def _plain(key: str) -> str:
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return snake.replace("-", "_").replace(" ", "_").lower()


def _tables() -> Iterator[Path]:
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield (name,)
    yield ()  # last, so that a key of the table itself has priority over equal keys elsewhere
