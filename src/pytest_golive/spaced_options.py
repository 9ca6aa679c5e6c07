"""Values of our options that pytest takes for paths to tests.

pytest reads its configuration before it knows the options of plugins. By then the value in ``--golive-key ../robot``
looks like a path to tests, and one that exists outside the project makes pytest look for its configuration there.
"""

from __future__ import annotations

import inspect
import os
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from pytest_golive.options import LISTS, VALUED

WITH_A_VALUE = {"--target", "--golive-target", "--golive-allow", *(f"--golive-{name}" for name in (*LISTS, *VALUED))}


def refuse_moved_root(config: pytest.Config) -> None:
    """Stop a run whose configuration is that of another folder because of a value after a space.

    Raises:
        pytest.UsageError: it is; the message names the option.
    """
    folder = config.invocation_params.dir
    spaced = [(option, value) for option, value in _spaced(config) if os.path.exists(folder / value)]  # noqa: PTH110 -- Path.exists raises an error for a long one
    if not spaced or (expected := _expected(config)) == (config.rootpath, config.inipath):
        return
    option, value = next(
        (pair for pair in spaced if not (folder / pair[1]).resolve().is_relative_to(expected[0])), spaced[0]
    )
    raise pytest.UsageError(
        f"pytest takes its settings from {config.inipath or config.rootpath}, not from {expected[1] or expected[0]}, "
        f"because of {option} {value}: write {option}={value}; "
        "pytest takes a value after a space for a path to tests"
    )


def _spaced(config: pytest.Config) -> Iterator[tuple[str, str]]:
    """Each of our options that is followed by its value in a word of its own."""
    words = [*shlex.split(os.environ.get("PYTEST_ADDOPTS", "")), *map(str, config.invocation_params.args)]
    return ((word, value) for word, value in pairwise(words) if word in WITH_A_VALUE)


def _expected(config: pytest.Config) -> tuple[Path, Path | None]:
    """The root and the file that pytest would have found, had it known our options."""
    from _pytest.config.findpaths import determine_setup  # pytest's own search; there is no public one

    known = config.known_args_namespace
    given = {
        "inifile": known.inifilename,
        "override_ini": known.override_ini,
        "args": known.file_or_dir,  # by now without the values of our options
        "rootdir_cmd_arg": known.rootdir or None,
        "invocation_dir": config.invocation_params.dir,
    }
    taken = inspect.signature(determine_setup).parameters  # pytest 9 takes more than pytest 8
    found = determine_setup(**{name: value for name, value in given.items() if name in taken})
    return found[0], found[1]
