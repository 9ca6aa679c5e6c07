"""One gate at a time, on a project in which every row can be measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from measured_services import measured, services
from punctuation import report_of, stray
from redirecting import GOOD

from pytest_golive.collecting.entries import built_in_entries

__all__ = ["measured", "services"]  # fixtures with a file of their own
SETTINGS = """\
[project]
name = "shop"
version = "1.2.0"

[tool.pytest.ini_options]
pythonpath = ["src"]
testpaths = ["tests"]
markers = ["security: guards what strangers must not reach"]

[tool.coverage.run]
source = ["src"]
branch = true

[tool.golive]
critical = ["src/shop/pay.py"]
"""
PAY = """\
def pay(cents):
    if cents <= 0:
        raise ValueError(cents)
    return cents
"""
TESTS = """\
import pytest
from shop.pay import pay

def test_pay():
    assert pay(3) == 3

@pytest.mark.security
def test_nothing_is_not_paid():
    with pytest.raises(ValueError):
        pay(0)
"""


class Shop:
    """The project, and the outcome of one of its gates."""

    def __init__(self, pytester: pytest.Pytester, commit: Callable[[Path], None]) -> None:
        self.path = pytester.path
        self._pytester = pytester
        self._commit = commit

    def write(self, path: str, text: str | bytes) -> Path:
        """Write one file."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def settings(self, text: str) -> None:
        """Add to the settings."""
        file = self.path / "pyproject.toml"
        file.write_text(file.read_text() + text)

    def commit(self) -> None:
        """Commit all files."""
        self._commit(self.path)

    def judge(self, gate: str, *args: str) -> pytest.RunResult:
        """Commit, and run one gate by its id."""
        self.commit()
        if "-n" in args:
            pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
        run = self._pytester.runpytest_subprocess if "-n" in args else self._pytester.runpytest_inprocess
        result = run("-p", "no:randomly", f"golive/{gate}", "-v", *args)
        assert not (found := stray(report_of(result.stdout.str()))), found
        return result

    def run(self, *args: str) -> pytest.RunResult:
        """Run pytest with these options, on what is there."""
        return self._pytester.runpytest_inprocess("-p", "no:randomly", *args)

    def execute(self, *gates: str, args: tuple[str, ...] = (), phase: str = "deploy") -> pytest.RunResult:
        """Commit, and execute the steps of a deployment, of whose rows only *gates* are due."""
        due = [one for one in built_in_entries() if phase in one.phases]
        names = [one.id.removeprefix("golive/") for one in due]
        away = "\n".join(f'"{name}" = "not tried in this test"' for name in names if name not in gates)
        self.settings(f"\n[tool.golive.not_applicable]\n{away}\n")
        self.commit()
        return self.run("-m", phase, "--golive-execute", "-v", *args)

    def passes(self, gate: str, *said: str) -> None:
        """Expect a green row with this text."""
        result = self.judge(gate)
        result.stdout.fnmatch_lines(["*  PASS *", *said, "NO-GO  1 passed;*"])
        assert result.ret == 1, "one row alone is never a GO"

    def breaches(self, gate: str, *said: str) -> None:
        """Expect a red row, measured, with this text."""
        result = self.judge(gate)
        result.stdout.fnmatch_lines(["*  FAIL *", *said])
        assert result.ret == 1
        assert "Traceback" not in result.stdout.str()

    def cannot_measure(self, gate: str, *said: str, word: str = "ERROR") -> None:
        """Expect a row that could not be measured, with this reason."""
        result = self.judge(gate)
        result.stdout.fnmatch_lines([f"*  *{word} *", *said])
        assert result.ret == 1
        assert "Traceback" not in result.stdout.str()


@pytest.fixture
def shop(pytester: pytest.Pytester, commit: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A project with a module that takes money, its tests, and settings for every row."""
    monkeypatch.setenv("COLUMNS", "150")
    made = Shop(pytester, commit)
    made.write(".gitignore", "__pycache__/\n.coverage\n")
    made.write("pyproject.toml", SETTINGS)
    made.write("src/shop/__init__.py", "")
    made.write("src/shop/pay.py", PAY)
    made.write("tests/test_pay.py", TESTS)
    made.commit()
    return made


class LiveShop:
    """The server's responses by path; a list is used in turn."""

    def __init__(self, serve) -> None:
        self.answers = {
            "/healthz": (200, {"status": "ok"}),
            "/version": (200, {"version": "1.2.0"}),
            "/products": (200, [{"id": 1, "name": "tea"}]),
        }
        self.server = serve(self._answer)
        self.url = self.server.url

    def _answer(self, request):
        said = self.answers.get(request[1], (404, {"detail": f"no {request[2]}"}))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        status, body = said() if callable(said) else said
        if isinstance(body, bytes):
            return status, {}, body
        return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


@pytest.fixture
def live(shop, serve):
    made = LiveShop(serve)
    shop.settings(
        f'[tool.golive.targets.staging]\nurl = "{made.url}"\nwait = "1ms"\ntimeout = "20s"\nversion_samples = 3\n'
    )
    return made


@pytest.fixture
def elsewhere(serve):
    """Another service, healthy and of the right release, so that requests to it find nothing wrong."""
    return serve(lambda request: GOOD.get(request[1], (404, {}, b"")))


@pytest.fixture
def staging(shop, serve):
    """Set staging's responses by path: ``staging({"/healthz": (302, …)})``."""

    def describe(answers, more=""):
        answers = GOOD | answers
        server = serve(lambda request: answers.get(request[1], (404, {}, b"")))
        shop.settings(
            f'\n[tool.golive.targets.staging]\nurl = "{server.url}"\nwait = "1ms"\n'
            f'stability = {{ samples = 2, interval = "1ms" }}\n{more}'
        )
        return server

    return describe
