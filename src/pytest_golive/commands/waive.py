"""``golive waive``: write a dated, owned, reasoned exception into the settings."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import alone, cannot, newline_of, replace_file
from pytest_golive.settings.files.reading import OWN, PYPROJECT, read_text
from pytest_golive.settings.loading import settings_in


@dataclass(frozen=True, slots=True)
class Request:
    """Who waives what, why and until when; *match* is a glob of paths, a fingerprint, or "" for the whole gate."""

    gate: str
    match: str
    reason: str
    owner: str
    approver: str
    expires: dt.date


def waive(root: Path, request: Request, today: dt.date) -> str:
    """Append the waiver to golive.toml or pyproject.toml.

    Returns:
        Where it stands now, "pyproject.toml:41".

    Raises:
        GoliveError: it would have expired already, is there already, or the file cannot take it; nothing was written.
        SettingsError: the waiver, or what is in the file, has faults.
    """
    if request.expires < today:
        raise GoliveError(f"{request.expires} is over (today is {today} UTC)", "name a day that is still to come")
    name = OWN if os.path.lexists(root / OWN) else PYPROJECT
    with alone(root):
        return _append(root, name, request)


def _append(root: Path, name: str, request: Request) -> str:
    old = read_text(root, name) or ""
    newline = newline_of(old)
    gap = newline if not old or old.endswith("\n") else newline * 2
    new = old + (gap if old.strip() else "") + _table(request, name).replace("\n", newline)
    before, after = settings_in(old, name).settings, settings_in(new, name)
    if len(after.settings.waivers) != len(before.waivers) + 1:
        raise GoliveError(f"{name} leaves no room for another waiver", f"add it by hand:\n{_table(request, name)}")
    twins = [w for w in before.waivers if (w.gate, w.match or "") == (request.gate, request.match)]
    if twins:
        raise GoliveError(f"{name} waives {request.match or 'all'} of {request.gate} already", "change that waiver")
    try:
        replace_file(root / name, new.encode(), old.encode())
    except OSError as error:
        raise cannot(root / name, error) from None
    return after.place_of("waivers", len(before.waivers))


def _table(request: Request, name: str) -> str:
    prefix = "" if name == OWN else "tool.golive."
    lines = [f"[[{prefix}waivers]]", f"gate = {_text(request.gate)}"]
    lines += [f"match = {_text(request.match)}"] if request.match else []
    lines += [f"{key} = {_text(getattr(request, key))}" for key in ("reason", "owner", "approver")]
    return "\n".join([*lines, f"expires = {request.expires:%Y-%m-%d}", ""])


def _text(value: str) -> str:
    """A TOML string; JSON spells strings the same way, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
