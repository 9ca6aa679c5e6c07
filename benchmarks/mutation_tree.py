"""A copy of the tree in which faults are planted, and a process that runs its tests again and again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PARTS = ("src", "gates", "tests", "benchmarks", "docs", "examples", "tools", "conftest.py", "pyproject.toml")
# Plugins that no test needs around itself take longer to import than most tests to run.
ASIDE = (
    *("anyio", "forked", "html", "html_fixtures", "hypothesispytest", "locust", "metadata", "platformdirs"),
    *("pytest_cov", "randomly", "repeat", "socket", "timeout", "xdist", "xdist.looponfail"),
)
OPTIONS = (
    *("-q", "-x", "-p", "no:cacheprovider", *(word for name in ASIDE for word in ("-p", f"no:{name}"))),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # what is imported already needs no rewriting
)
# pytest, and what the conftests import of others, are imported once; each run of the tests is a fork that knows nothing
# of the package yet.
SERVER = """\
import gc, json, os, signal, sys, time
import _pytest.capture, _pytest.junitxml, _pytest.pytester, _pytest.python, _pytest.skipping, pytest
import http.server, hypothesis, jwt, yaml
gc.freeze()
for line in sys.stdin:
    arguments, seconds = json.loads(line)
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.setsid()
        for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            os.dup2(os.open(os.devnull, mode), number)
        sys.argv[:] = ["pytest", *arguments]
        status = 70
        try:
            status = int(pytest.main(arguments))
        finally:
            os._exit(status)
    end, status = time.monotonic() + seconds, None
    while status is None and time.monotonic() < end:
        done, code = os.waitpid(child, os.WNOHANG)
        status = os.waitstatus_to_exitcode(code) if done else None
        if not done:
            time.sleep(0.02)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    if status is None:
        os.waitpid(child, 0)
        status = -1
    print(status, flush=True)
"""


class Tree:
    """A copy of the tree, with an interpreter that imports the package from there, also in its children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._server = subprocess.Popen(
            [folder / ".venv/bin/python", "-c", SERVER],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the process."""
        self._server.communicate()

    def run(self, tests: Sequence[str], timeout: float) -> int:
        """The exit status of the tests, which stop at the first that fails; -1 if they do not end."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps([[*OPTIONS, *tests], timeout]), file=self._server.stdin, flush=True)
        return int(self._server.stdout.readline())

    def notices(self, module: str, source: str, stages: Sequence[Sequence[str]], timeout: float) -> bool:
        """Whether a test fails, or hangs, with *source* in the place of *module*; stage by stage."""
        file = self.folder / module
        kept = file.read_text()
        _write(file, source)
        try:
            return any(self.run(tests, timeout) != 0 for tests in stages if tests)
        finally:
            _write(file, kept)


@contextmanager
def tree(root: Path) -> Iterator[Tree]:
    """A copy of *root*, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        copy = Tree(_copy(root, Path(name) / "tree"))
        try:
            yield copy
        finally:
            copy.close()


def _copy(root: Path, folder: Path) -> Path:
    folder.mkdir()
    for part in PARTS:
        source = root / part
        if source.is_dir():
            unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(source, folder / part, symlinks=True, ignore=unwanted)
        elif source.exists():
            shutil.copy2(source, folder / part)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder / ".venv")}))
    # The first line wins over the installed package; what that is installed with stays found.
    (site / "tree.pth").write_text(f"{folder / 'src'}\n{sysconfig.get_path('purelib')}\n")
    return folder


def _write(module: Path, source: str) -> None:
    """Compiled files know their source by its second and size; let no two versions share a second."""
    second = int(module.stat().st_mtime) + 2
    module.write_text(source)
    os.utime(module, (second, second))
