"""Installs the recorder into the child process that runs the tests."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from pytest_golive.testrun.project.command import Kind
from pytest_golive.testrun.project.programs import own_program

PACKAGE: Final = "golive_recording"
PLUGIN: Final = f"{PACKAGE}.pytest_plugin"
ISOLATED: Final = re.compile("-[a-zA-Z]*[IE][a-zA-Z]*")
BY_PLUGIN: Final = ("own", "other")  # these may start a pytest, at a place that nobody knows
START: Final = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
run = {"module": runpy.run_module, "path": runpy.run_path}[sys.argv.pop(1)]
del sys.argv[0]
more = {"alter_sys": True} if run is runpy.run_module else {}
run(sys.argv[0], run_name="__main__", **more)
"""
PARTS: Final = (
    "pytest_plugin.py",
    "coverage_data.py",
    "writing.py",
    "unittest_runner.py",
    "django_runner.py",
    "own_runner.py",
)


def install(folder: Path, kind: Kind) -> None:
    """Copy the recorder into *folder*, as a package of its own: nothing else of ours can be imported."""
    package = folder / PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    for name in PARTS:
        (package / name).write_bytes(files("pytest_golive.testrun.recorder").joinpath(name).read_bytes())
    if kind in BY_PLUGIN:
        # A pytest that another program starts finds the recorder like any installed plugin. If that program sets
        # PYTHONPATH itself, pytest runs without the recorder; with an option instead, it would not start.
        description = folder / f"{PACKAGE}-1.dist-info"
        description.mkdir()
        (description / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 1\n")
        (description / "entry_points.txt").write_text(f"[pytest11]\n{PLUGIN} = {PLUGIN}\n")


def environment(base: Mapping[str, str], folder: Path, record: Path, junit: Path, kind: Kind) -> dict[str, str]:
    """*base* with variables that make the project's pytest load the recorder from *folder*."""
    return {
        **base,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(folder), base.get("PYTHONPATH")))),
        **({} if kind in BY_PLUGIN else {"PYTEST_ADDOPTS": f"-p {PLUGIN}"}),
        "GOLIVE_TEST_RECORD": str(record),
        "GOLIVE_TEST_JUNIT": str(junit),
    }


def recorded(args: tuple[str, ...], kind: Kind, split: int, folder: Path, root: Path) -> tuple[str, ...]:
    """*args*, changed to load the recorder if the runner has no plugins.

    Args:
        args: the command.
        kind: its runner.
        split: where the options of the interpreter end; 0 if *args* do not start one.
        folder: of the recorder.
        root: the project.
    """
    if kind == "unittest":
        at = args.index("unittest")
        args = (*args[:at], f"{PACKAGE}.unittest_runner", *args[at + 1 :])
    if kind == "own" and (at := own_program(args, split, root)):
        args = (*args[:at], "-m", f"{PACKAGE}.own_runner", *args[at:])
    if kind == "django" and not any(word.startswith("--testrunner") for word in args):
        args = (*args, f"--testrunner={PACKAGE}.django_runner.Runner")
    if any(ISOLATED.fullmatch(option) for option in args[1:split]):  # it ignores PYTHONPATH
        words = args[split:]
        how, words = ("module", words[1:]) if words[0] == "-m" else ("path", words)
        args = (*args[:split], "-c", START, str(folder), how, *words)
    return args
