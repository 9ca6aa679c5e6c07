"""Asks the project's own programs for their help: each once, in a bounded process, kept by content."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.seen import digests_of
from pytest_golive.documents.readme.helping import Help, read_help
from pytest_golive.documents.readme.project import Project
from pytest_golive.errors import CannotMeasure
from pytest_golive.processes.running import all_lines, quote_tail, run_to_end
from pytest_golive.testrun.project.environment import clean

TIMEOUT = 60.0  # seconds; a machine that is busy with other tests needs most of them
DEEPEST = 3  # a program and its sub-commands
LARGEST = 1_000_000  # bytes of a help
# Where the program is not installed, the function behind it is called, as installers' wrappers do.
CALL = "import sys; from importlib import import_module; sys.argv[0] = {name!r}; f = import_module({module!r})\n{call}"
# Where a plugin of pytest is not installed, pytest is told to load it.
PYTEST = """\
import sys, pytest
from importlib.metadata import entry_points
there = {{entry.name for entry in entry_points(group="pytest11")}}
loaded = [word for name, module in {plugins!r} if name not in there for word in ("-p", module)]
sys.exit(pytest.main([*loaded, *sys.argv[1:]]))
"""


@dataclass(frozen=True)
class Asking:
    """How the programs are asked.

    Attributes:
        project: whose they are.
        python: the interpreter that the project is installed into.
        environment: that interpreter's programs are found first in it.
        cache: keeps the answers, until a Python file changes.
    """

    project: Project
    python: str
    environment: Mapping[str, str]
    cache: ResultCache = NO_CACHE

    def helps(self, commands: Iterable[Sequence[str]]) -> dict[tuple[str, ...], Help]:
        """The help of each program that *commands* begin with, and of the sub-commands that they name.

        Raises:
            CannotMeasure: a program does not answer.
        """
        found: dict[tuple[str, ...], Help] = {}
        for words in commands:
            path: tuple[str, ...] = ()
            for word in words:
                if path and (word not in found[path].commands or len(path) == DEEPEST):
                    continue
                path = (*path, word)
                if path not in found:
                    found[path] = read_help(self._text(path))
        return found

    def is_of_others(self, program: str) -> bool:
        """Whether another program of that name is installed on this machine, beside the project's interpreter."""
        found = shutil.which(program, path=self.environment.get("PATH"))
        return found is not None and Path(found).parent != Path(self.python).parent

    def _text(self, path: tuple[str, ...]) -> str:
        key = json.dumps(path)
        about = f"{self.python}; {self._content}"
        answers = self.cache.through(
            f"whole-help-{_name(path)}", about, {key: "help"}, lambda _: self._answers(key, path)
        )
        return str(answers[key]["text"])

    @property
    def _content(self) -> str:
        root = self.project.library.root
        ours = [path for path in sorted(self.project.library.tracked) if path.endswith((".py", ".toml", ".cfg"))]
        digest = hashlib.sha256()
        for path, of_it in digests_of(root, ours).items():
            digest.update(f"{path}\0{of_it}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def _answers(self, key: str, path: tuple[str, ...]) -> Iterator[dict[str, str]]:
        yield {"path": key, "text": self._ask(path)}

    def _ask(self, path: tuple[str, ...]) -> str:
        root = self.project.library.root
        with TemporaryDirectory() as folder:
            log = Path(folder) / "help.txt"
            command = (*self._command(path[0]), *path[1:], "--help")
            env = {**clean(self.environment), "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
            env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root / "src"), str(root), env.get("PYTHONPATH", ""))))
            status = run_to_end(command, cwd=root, env=env, log=log, timeout=TIMEOUT, table="documentation")
            if status:
                raise CannotMeasure(
                    f"`{' '.join(path)} --help` ended with status {status}, so nobody can tell which options it has; "
                    f"it last said: {quote_tail(log)}",
                    "install the project into the interpreter that runs the checklist, or name its own in "
                    "[tool.golive.tests] python",
                )
            return "\n".join(all_lines(log, LARGEST))

    def _command(self, program: str) -> tuple[str, ...]:
        if program == "pytest":
            return (self.python, "-c", PYTEST.format(plugins=sorted(self.project.pytest_plugins.items())))
        beside = Path(self.python).parent / program
        if beside.is_file():
            return (str(beside),)
        module, _, function = self.project.scripts.get(program, "").partition(":")
        call = f"sys.exit(f.{function.partition('[')[0].strip()}())" if function else "0"
        return (self.python, "-c", CALL.format(name=program, module=module.strip(), call=call))


def _name(path: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
