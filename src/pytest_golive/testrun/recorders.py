"""Puts the recorder into the child that runs the tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from pytest_golive.testrun.command import Kind

PACKAGE: Final = "golive_recording"
PARTS: Final = ("recorder.py", "recorder_writing.py", "recorder_unittest.py", "recorder_django.py")


def install(folder: Path) -> None:
    """Copy the recorder into *folder*, as a package of its own: nothing else of ours becomes importable."""
    package = folder / PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    for name in PARTS:
        (package / name).write_bytes(files("pytest_golive.testrun").joinpath(name).read_bytes())


def environment(base: Mapping[str, str], folder: Path, record: Path, junit: Path) -> dict[str, str]:
    """*base*, in which the project's pytest loads the recorder from *folder*."""
    return {
        **base,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(folder), base.get("PYTHONPATH")))),
        "PYTEST_ADDOPTS": f"-p {PACKAGE}.recorder",
        "GOLIVE_TEST_RECORD": str(record),
        "GOLIVE_TEST_JUNIT": str(junit),
    }


def recorded(args: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    """*args*, made to load the recorder where the runner has no plugins."""
    if kind == "unittest":
        at = args.index("unittest")
        return (*args[:at], f"{PACKAGE}.recorder_unittest", *args[at + 1 :])
    if kind == "django" and not any(word.startswith("--testrunner") for word in args):
        return (*args, f"--testrunner={PACKAGE}.recorder_django.Runner")
    return args
