"""A project's own settings for bandit, and the errors about them."""

from __future__ import annotations

import configparser
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pytest_golive.codebase.inventory.languages.newer_syntax import of_newer_syntax, this_python
from pytest_golive.codebase.reading import shown
from pytest_golive.codebase.refusals import FAILS, cures
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import counted

MOST_NAMED = 5
PYPROJECT, INI = "pyproject.toml", ".bandit"
SYNTAX, BROKE = "syntax error", "exception while scanning file"  # bandit's own words


def options(root: Path) -> list[str]:
    """Options that name the project's own settings, which bandit does not find by itself in every call.

    Raises:
        CannotMeasure: pyproject.toml cannot be read, so whether it has any is unknown.
    """
    found = []
    try:
        pyproject = tomllib.loads((root / PYPROJECT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        pyproject = {}
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error
        raise CannotMeasure(
            f"{PYPROJECT} cannot be read, so bandit's settings are unknown: {why}",
            f"correct {PYPROJECT}",
            path=PYPROJECT,
        ) from None
    tool = pyproject.get("tool", {})
    if isinstance(tool, dict) and "bandit" in tool:
        found += ["-c", PYPROJECT]
    if (root / INI).is_file():
        found += ["--ini", INI]
    return found


def digest(root: Path, given: Sequence[str]) -> str:
    """A digest of all files with bandit's settings or baselines."""
    content = hashlib.sha256(" ".join(given).encode())
    for name in (*given[1::2], *_named_by_ini(root)):
        try:
            content.update((root / name).read_bytes())
        except OSError:
            content.update(b"not there")
    return content.hexdigest()


def _named_by_ini(root: Path) -> list[str]:
    """The files that .bandit names."""
    ini = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        ini.read(root / INI, encoding="utf-8")
        section = dict(ini.items("bandit"))
    except (configparser.Error, OSError, ValueError):
        return []  # bandit itself reports the fault
    return [section[key] for key in ("configfile", "baseline") if section.get(key)]


def refused(reason: str, given: Sequence[str]) -> CannotMeasure:
    """The error if bandit does not start with these settings."""
    where = " and ".join({"-c": "[tool.bandit]", "--ini": INI}[option] for option in given[::2]) or "its command line"
    path = given[1] if given else ""
    if "No tests would be run" in reason:
        return CannotMeasure(
            f"the settings in {where} leave bandit no check to run, so the code was not scanned",
            "remove checks from skips, or add some to tests; or declare the row not applicable",
            path=path,
        )
    return CannotMeasure(f"bandit rejects the settings in {where}: {reason}", f"correct {where}", path=path)


def unread(left_out: int, settings: str) -> CannotMeasure:
    """The error if bandit read no file."""
    return CannotMeasure(
        f"bandit read none of {counted(left_out, 'Python file')}, so the code was not scanned; left out by "
        + (settings or "the folders that it never reads, such as .tox and .eggs"),
        "remove folders from exclude_dirs or exclude in bandit's settings; or declare the row not applicable",
    )


def unreadable(problems: Sequence[tuple[str, str]]) -> CannotMeasure:
    """The error for files that bandit could not read: (path, reason), at least one; the fix is that of the first."""
    named = "; ".join(f"{shown(path)}: {reason}" for path, reason in problems[:MOST_NAMED])
    more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
    path, reason = problems[0]
    head = f"bandit could not read {counted(len(problems), 'file')}"
    if SYNTAX in reason:
        python = this_python()
        return CannotMeasure(
            f"{head} with {python}, which runs the checklist: {named}{more}", of_newer_syntax(python), path=path
        )
    messages = [f"{FAILS} {why}" if BROKE in why else why for _, why in problems]
    return CannotMeasure(f"{head}: {named}{more}", cures(messages), path=path)


def in_words(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The settings that exclude something, as bandit itself understood them: "skips B602; exclude_dirs src"."""
    return "; ".join(dict.fromkeys(answer["settings"] for answer in answers.values() if answer["settings"]))
