"""Keeps pytest-cov from combining data that no process of its own has measured.

pytest-cov combines whatever lies beside its data file when the tests have ended, so a file that a test put there would
count. This looks first: each process that runs tests says which file is its own, and the rest is set aside.
"""

# Python 3.8 runs this, too, and a test that replaces pathlib must not reach it.
# ruff: noqa: PTH103, PTH104, PTH113, PTH114, PTH116, PTH118, PTH119, PTH208

from __future__ import annotations

import os
import re
from typing import Any

ASIDE = "not-combined"
OUTPUT = "golive_coverage_data"
NAMED_BY_COVERAGE = re.compile(r"\..+\.(?:pid)?\d+\.\w+(?:\.\w+)?")
MEASURES_OTHERS = ("subprocess", "fork", "execv", "_exit", "multiprocessing")

# As it was before any conftest.
_base = os.environ.get("COVERAGE_FILE", "")
_workers: list[str] = []


def measures(config: Any) -> bool:
    """Whether pytest-cov measures this process, by our leave."""
    return bool(_base) and getattr(_controller(config), "cov", None) is not None


def state() -> tuple[int, int, int] | None:
    """What the combined file looks like: a command may start pytest several times, and append."""
    try:
        found = os.stat(_base)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def note_worker(output: dict[str, Any]) -> None:
    """Take in which file one process of pytest-xdist has written."""
    _workers.extend(name for name in [output.get(OUTPUT)] if name)


def tell(config: Any) -> None:
    """Say, in a process of pytest-xdist, which file is its own."""
    config.workeroutput[OUTPUT] = _own(config)


def sort(config: Any, before: tuple[int, int, int] | None) -> tuple[list[str], list[str]]:
    """Set aside what no process of the run has written.

    Args:
        config: of pytest, in the process that will combine.
        before: the `state` before the first test.

    Returns:
        The names of what was set aside, and of what processes may have written that ran no tests.
    """
    folder, base = os.path.split(_base)
    beside = sorted(name for name in os.listdir(folder) if name.startswith(f"{base}."))
    own = _written(beside, [_own(config), *_workers])
    others = [name for name in beside if name not in own]
    if _measures_others(config):
        kept = [name for name in others if NAMED_BY_COVERAGE.fullmatch(name[len(base) :]) and _is_file(folder, name)]
    else:
        kept = []
    foreign = [name for name in others if name not in kept]
    if state() not in {None, before}:
        foreign.append(base)
    for name in foreign:
        os.makedirs(os.path.join(folder, ASIDE), exist_ok=True)
        os.rename(os.path.join(folder, name), os.path.join(folder, ASIDE, name))
    return foreign, kept


def _controller(config: Any) -> Any:
    return getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)


def _own(config: Any) -> str:
    return os.path.basename(str(_controller(config).cov.get_data().data_filename()))


def _written(beside: list[str], named: list[str]) -> set[str]:
    """Which files bear the given names; a finished one may have a hash at its end. Of two for one name, none counts."""
    found = [[name for name in beside if name == own or name.startswith(f"{own}.H")] for own in named]
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
    return any(word in said for said in words for word in MEASURES_OTHERS)
