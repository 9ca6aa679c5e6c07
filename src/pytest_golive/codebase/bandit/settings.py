"""A project's own settings for bandit: which are read, and what goes wrong with them."""

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

MOST_NAMED = 5
INI = ".bandit"
SYNTAX, BROKE = "syntax error", "exception while scanning file"  # bandit's own words


def options(root: Path) -> list[str]:
    """The project's own settings, which bandit finds by itself only in some ways of calling it."""
    found = []
    try:
        pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pyproject = {}
    tool = pyproject.get("tool", {})
    if isinstance(tool, dict) and "bandit" in tool:
        found += ["-c", "pyproject.toml"]
    if (root / INI).is_file():
        found += ["--ini", INI]
    return found


def digest(root: Path, given: Sequence[str]) -> str:
    """Of all the files that bandit reads its settings from, or takes findings out by."""
    content = hashlib.sha256(" ".join(given).encode())
    for name in (*given[1::2], *_named_by_ini(root)):
        try:
            content.update((root / name).read_bytes())
        except OSError:
            content.update(b"not there")
    return content.hexdigest()


def _named_by_ini(root: Path) -> list[str]:
    """The files that .bandit names in its turn."""
    ini = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        ini.read(root / INI, encoding="utf-8")
        section = dict(ini.items("bandit"))
    except (configparser.Error, OSError, ValueError):
        return []  # bandit itself says what is wrong with it
    return [section[key] for key in ("configfile", "baseline") if section.get(key)]


def refused(reason: str, given: Sequence[str]) -> CannotMeasure:
    """Bandit does not start with these settings."""
    where = " and ".join({"-c": "[tool.bandit]", "--ini": INI}[option] for option in given[::2]) or "its command line"
    path = given[1] if given else ""
    if "No tests would be run" in reason:
        return CannotMeasure(
            f"the settings in {where} leave bandit no check to run, so nothing is proven",
            "take checks out of skips, or name more of them under tests; or declare the row not applicable",
            path=path,
        )
    return CannotMeasure(f"bandit refuses the settings in {where}: {reason}", f"correct {where}", path=path)


def unread(left_out: int, settings: str) -> CannotMeasure:
    """Bandit read no file at all."""
    return CannotMeasure(
        f"bandit read none of {left_out:,} Python file(s), so nothing is proven: left out by "
        + (settings or "the folders it never looks at, such as .tox and .eggs"),
        "take folders out of exclude_dirs, or exclude, of bandit's settings; or declare the row not applicable",
    )


def unreadable(problems: Sequence[tuple[str, str]]) -> CannotMeasure:
    """Bandit could not read some files: (path, reason), at least one; the cure is that of the first."""
    named = "; ".join(f"{shown(path)}: {reason}" for path, reason in problems[:MOST_NAMED])
    more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
    path, reason = problems[0]
    head = f"bandit could not read {len(problems):,} file(s)"
    if SYNTAX in reason:
        python = this_python()
        return CannotMeasure(
            f"{head} with {python}, which runs the checklist: {named}{more}", of_newer_syntax(python), path=path
        )
    told = [f"{FAILS} {why}" if BROKE in why else why for _, why in problems]
    return CannotMeasure(f"{head}: {named}{more}", cures(told), path=path)


def in_words(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The settings that took something away, as bandit itself understood them: "skips B602; exclude_dirs src"."""
    return "; ".join(dict.fromkeys(answer["settings"] for answer in answers.values() if answer["settings"]))
