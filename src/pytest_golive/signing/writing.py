"""Write a signature as the text of its file."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

from pytest_golive.signing.files import SignOff

ORDER = (
    "row", "title", "decision", "by", "role", "signed", "until", "evidence", "note", "revokes", "covers", "release",
    "content", "commit", "id", "signature",
)  # fmt: skip
LONGEST = 40
NO_NAME = re.compile(r"[^\w]+")


def file_name(one: SignOff) -> str:
    """A unique name that describes the signature, so that two branches never write the same file."""
    row = NO_NAME.sub("-", one.row.rpartition("/")[2].casefold()).strip("-")[:LONGEST].rstrip("-")
    return f"{row or 'row'}-{one.id.removeprefix('so-')}.toml"


def text_of(one: SignOff) -> str:
    """The text of the file; `files.read` reads it back."""
    lines = [f"{name} = {_spelled(getattr(one, name))}" for name in ORDER if getattr(one, name) not in {"", (), None}]
    return "\n".join(lines) + "\n"


def with_id(one: SignOff) -> SignOff:
    """The signature with the id computed from its fields."""
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
    # JSON escapes strings as TOML does, with one exception.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
