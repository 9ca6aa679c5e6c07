"""``golive waive``: writes an exception with a date, an owner and a reason into the settings."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.codebase.inventory.globs import matches
from pytest_golive.context.hiding import refuse_secrets
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import alone, cannot, newline_of, replace_file
from pytest_golive.settings.files.reading import OWN, PYPROJECT, read_text
from pytest_golive.settings.loading import approved, settings_in

FINGERPRINT = re.compile("[0-9a-f]{16}")
WORDS = ("gate", "match", "reason", "owner", "approver")
SIMILAR, FEW, MOST = 0.6, 3, 100


@dataclass(frozen=True, slots=True)
class Request:
    """A waiver to write; *match* is a glob of paths, a fingerprint, or "" for the whole gate."""

    gate: str
    match: str
    reason: str
    owner: str
    approver: str
    expires: dt.date


def waive(root: Path, request: Request, today: dt.date) -> str:
    """Append the waiver to golive.toml or pyproject.toml.

    Returns:
        Its place, "pyproject.toml:41".

    Raises:
        GoliveError: it would already have expired, exists already, or the file cannot take it; nothing was written.
        SettingsError: the waiver, or the content of the file, has faults.
    """
    if request.expires < today:
        raise GoliveError(f"{request.expires} is over (today is {today} UTC)", "name a day that is still to come")
    name = OWN if os.path.lexists(root / OWN) else PYPROJECT
    with alone(root):
        return _append(root, name, request)


def doubt(root: Path, match: str) -> str:
    """What is wrong with a waiver that names no fingerprint and no file, which makes the next run red; or ""."""
    if not match or FINGERPRINT.fullmatch(match) or os.path.lexists(root / match):
        return ""
    try:
        paths = [entry.path for entry in Repository.open(root).tracked()]
    except GoliveError:
        return ""  # without a repository nothing can be compared, and a run says so
    if any(matches(path, match) for path in paths):
        return ""
    close = _nearest(paths, match)
    near = f"did you mean {', '.join(close)}? " if close else ""
    return (
        f"no file that git tracks is meant by {match!r}, and a waiver that covers nothing is NO-GO: {near}"
        "a finding without a file is named by its fingerprint, which SARIF holds (--golive-sarif)"
    )


def _nearest(paths: Sequence[str], match: str) -> list[str]:
    """Up to three paths similar to *match*, those with the same name in another folder first."""
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(path.rpartition("/")[2], []).append(path)
    names = difflib.get_close_matches(match.rpartition("/")[2], by_name, FEW, SIMILAR)
    found = [path for name in names for path in by_name[name]]
    return sorted(found[:MOST], key=lambda path: -difflib.SequenceMatcher(None, path, match).ratio())[:FEW]


def _append(root: Path, name: str, request: Request) -> str:
    old = read_text(root, name) or ""
    refuse_secrets("the waiver", {key: getattr(request, key) for key in WORDS})
    newline = newline_of(old)
    gap = newline if not old or old.endswith("\n") else newline * 2
    new = old + (gap if old.strip() else "") + _table(request, name).replace("\n", newline)
    before, after = settings_in(old, name).settings, approved(settings_in(new, name))
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
    lines += [f"{key} = {_text(getattr(request, key))}" for key in WORDS[2:]]
    return "\n".join([*lines, f"expires = {request.expires:%Y-%m-%d}", ""])


def _text(value: str) -> str:
    """A TOML string; JSON strings are written the same way, except for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
