"""Small projects for pytest runs of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

# The rows that would run tools or tests; the runs that try the plumbing do without them.
HEAVY = (
    "infrastructure::staging_deployed",
    "code_quality::critical_files_modular",
    "code_quality::tests_pass",
    "code_quality::coverage",
    "code_quality::no_todo_in_critical_paths",
    "security::security_tests_pass",
    "security::api_keys",
    "security::rate_limit",
    "security::no_exposed_secrets",
    "security::no_vulnerable_code",
)
QUICK = "[tool.golive.not_applicable]\n" + "".join(f'"{gate}" = "not tried in this test"\n' for gate in HEAVY)


class Project:
    """A git repository that pytest runs in."""

    def __init__(self, pytester: pytest.Pytester, commit: Callable[[Path], None]) -> None:
        self.path = pytester.path
        self._pytester = pytester
        self._commit = commit

    def write(self, path: str, text: str) -> Path:
        """Write one file, dedented by the caller."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def commit(self) -> None:
        """Commit all that is there."""
        self._commit(self.path)

    def run(self, *args: str, apart: bool = False) -> pytest.RunResult:
        """Run pytest here; *apart*, and with workers, in a process of its own."""
        if "-n" in args:
            pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
        in_process = not (apart or "-n" in args)
        run = self._pytester.runpytest_inprocess if in_process else self._pytester.runpytest_subprocess
        return run("-p", "no:randomly", *args)

    def phase(self, *args: str, apart: bool = False) -> pytest.RunResult:
        """Run ``pytest -m pre_deploy``."""
        return self.run("-m", "pre_deploy", *args, apart=apart)


@pytest.fixture
def project(pytester: pytest.Pytester, commit: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A committed project whose quick gates are green and whose other rows do not apply."""
    monkeypatch.setenv("COLUMNS", "150")
    made = Project(pytester, commit)
    made.write("src/shop/pay.py", '"""Pay."""\n\n\ndef pay() -> int:\n    return 1\n')
    made.write("tests/test_pay.py", "raise AssertionError('unit tests must not be imported')\n")
    made.write("pyproject.toml", f'[project]\nname = "shop"\nversion = "1.2.0"\n\n{QUICK}')
    made.commit()
    return made


@pytest.fixture
def red(project: Project) -> Project:
    """The same project with a file that is too long."""
    project.write("src/shop/big.py", "x = 1\n" * 250)
    project.commit()
    return project
