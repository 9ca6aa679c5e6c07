"""Keeps pytest-cov from combining data that no process of its own has measured.

pytest-cov combines all files beside its data file after the tests, so a file written by a test would count. This plugin
runs first: each process that runs tests reports its own file, and other files are set aside.
"""

# Also runs on Python 3.8; a test that replaces pathlib must not affect it.
# ruff: noqa: PTH103, PTH104, PTH113, PTH114, PTH116, PTH118, PTH119, PTH208

from __future__ import annotations

import os
import re
from typing import Any

ASIDE = "not-combined"
OUTPUT = "golive_coverage_data"
NAMED_BY_COVERAGE = re.compile(r"\..+\.(?:pid)?\d+\.\w+(?:\.\w+)?")
MEASURES_OTHERS = ("subprocess", "fork", "execv", "_exit", "multiprocessing")

# Saved before any conftest runs.
_base = os.environ.get("COVERAGE_FILE", "")
_workers: list[str] = []


def measures(config: Any) -> bool:
    """Whether pytest-cov measures this process for us."""
    return bool(_base) and getattr(_controller(config), "cov", None) is not None


def state() -> tuple[int, int, int] | None:
    """The state of the combined file: a command may start pytest several times, and append."""
    try:
        found = os.stat(_base)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def note_worker(output: dict[str, Any]) -> None:
    """Record the file that a worker of pytest-xdist has written."""
    _workers.extend(name for name in [output.get(OUTPUT)] if name)


def tell(config: Any) -> None:
    """Report, in a worker of pytest-xdist, its own file."""
    config.workeroutput[OUTPUT] = _own_file(config)


def sort(config: Any, before: tuple[int, int, int] | None) -> tuple[list[str], list[str]]:
    """Set aside files that no process of the run has written.

    Args:
        config: pytest's, in the process that combines.
        before: the `state` before the first test.

    Returns:
        The names of the files set aside, and of files that may be from processes without tests.
    """
    folder, base = os.path.split(_base)
    beside = sorted(name for name in os.listdir(folder) if name.startswith(f"{base}."))
    own_names = _written_by(beside, [_own_file(config), *_workers])
    other_names = [name for name in beside if name not in own_names]
    if _measures_others(config):
        kept = [
            name for name in other_names if NAMED_BY_COVERAGE.fullmatch(name[len(base) :]) and _is_file(folder, name)
        ]
    else:
        kept = []
    foreign = [name for name in other_names if name not in kept]
    if state() not in {None, before}:
        foreign.append(base)
    for name in foreign:
        os.makedirs(os.path.join(folder, ASIDE), exist_ok=True)
        os.rename(os.path.join(folder, name), os.path.join(folder, ASIDE, name))
    return foreign, kept


def _controller(config: Any) -> Any:
    return getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)


def _own_file(config: Any) -> str:
    return os.path.basename(str(_controller(config).cov.get_data().data_filename()))


def _written_by(beside: list[str], named: list[str]) -> set[str]:
    """The files with the given names; a finished one may have a hash at its end. Of two for one name, none counts."""
    found = [[name for name in beside if name == own_name or name.startswith(f"{own_name}.H")] for own_name in named]
    return {names[0] for names in found if len(names) == 1}


def _is_file(folder: str, name: str) -> bool:
    path = os.path.join(folder, name)
    return os.path.isfile(path) and not os.path.islink(path)


def _measures_others(config: Any) -> bool:
    """Whether the configuration, or a pytest-cov before 7, measures processes that run no tests."""
    if "COV_CORE_SOURCE" in os.environ:
        return True
    options = _controller(config).cov.config
    words = [str(getattr(options, name, None) or "") for name in ("patch", "concurrency")]
    return any(word in option for option in words for word in MEASURES_OTHERS)
