"""A signature as the text of its file."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

from pytest_golive.signing.files import SignOff

ORDER = (
    "row", "title", "decision", "by", "role", "signed", "until", "evidence", "note", "revokes", "covers", "content",
    "commit", "id", "signature",
)  # fmt: skip
LONGEST = 40
NO_NAME = re.compile(r"[^\w]+")


def file_name(one: SignOff) -> str:
    """A name that tells what is in the file, and that no other signature has: two branches never write the same."""
    row = NO_NAME.sub("-", one.row.rpartition("/")[2].casefold()).strip("-")[:LONGEST].rstrip("-")
    return f"{row or 'row'}-{one.id.removeprefix('so-')}.toml"


def text_of(one: SignOff) -> str:
    """The file, as `files.read` reads it."""
    lines = [f"{name} = {_spelled(getattr(one, name))}" for name in ORDER if getattr(one, name) not in {"", (), None}]
    return "\n".join(lines) + "\n"


def with_id(one: SignOff) -> SignOff:
    """The same with the id that its words have."""
    return replace(one, id=one.own_id)


def _spelled(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spelled, value))}]"
    text = str(value)
    if text.startswith("-----BEGIN ") and "'''" not in text:
        return f"'''\n{text}'''"
    # JSON spells strings as TOML does, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
