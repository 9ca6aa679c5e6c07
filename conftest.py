"""What every test of pytest-golive stands on: real pytest runs in real git repositories."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import pytest

from pytest_golive.context.sharing import Shared

# pytester forgets modules that a run in this process has imported; compiled ones remember, and meet strangers.
with contextlib.suppress(ImportError):
    import jwt.algorithms  # noqa: F401

# How long one example takes says nothing on a busy machine.
with contextlib.suppress(ImportError):
    from hypothesis import HealthCheck, settings

    settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")

# In the background of a shell or of nohup these signals are ignored, and so by all that is started there: a test that
# sends one to a child would wait in vain. Where this process only does nothing about it, its children die of it.
for number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)

pytest_plugins = ["pytester"]
HERE = Path(__file__).resolve().parent

GIT_IDENTITY = {
    "GIT_AUTHOR_NAME": "A. Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_COMMITTER_NAME": "A. Author",
    "GIT_COMMITTER_EMAIL": "author@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}

# Plugins of our own development that no test's run has a use for; to import them takes longer than most of these runs.
UNUSED = (
    *("html", "html_fixtures", "metadata", "hypothesispytest", "anyio", "platformdirs", "randomly"),
    *("allure_pytest", "pytest_jsonreport", "pytest_reportlog"),
)
LEAN = tuple(word for name in UNUSED for word in ("-p", f"no:{name}"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nineteen thousand tests stay until the end: to look for garbage among them, again and again, finds none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _measured_once() -> None:
    """Child processes measure their own lines, and leave it to this one to list the thousand files they never load.

    To find them, and to write them into a database, takes each child longer than to measure itself.
    """
    given = os.environ.get("COVERAGE_PROCESS_CONFIG")
    if not given:
        return
    from coverage.config import CoverageConfig

    config = CoverageConfig.deserialize(given)
    config.source_pkgs, config.run_include = [], [f"{HERE / folder}/*" for folder in ("src/pytest_golive", "gates")]
    os.environ["COVERAGE_PROCESS_CONFIG"] = config.serialize()


@pytest.fixture
def lean() -> tuple[str, ...]:
    """Options that leave those plugins out of a run; a test of one of them overrides this."""
    return LEAN


@pytest.fixture
def pytester(pytester: pytest.Pytester, lean: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Pytest's own, which takes PYTEST_ADDOPTS out of the environment, and whose runs are lean by their options."""
    for way in ("runpytest_inprocess", "runpytest_subprocess"):
        monkeypatch.setattr(pytester, way, partial(getattr(pytester, way), *lean))
    return pytester


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither the developer's git nor the outer run's coverage or xdist must leak into a test."""
    for name in list(os.environ):
        if name.startswith(("COV_CORE_", "PYTEST_XDIST_", "GIT_", "GITHUB_", "GOLIVE_")) or name == "PYTEST_ADDOPTS":
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(LEAN))
    for name, value in GIT_IDENTITY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    # Outside a run nobody keeps what is temporary: where the tests are killed, it must lie where they write.
    temporary = tmp_path_factory.getbasetemp() / "temporary"
    temporary.mkdir(exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))


@pytest.fixture
def handed_on(tmp_path_factory: pytest.TempPathFactory) -> Callable[[object], object]:
    """What another process of the same run is given for a measured value."""

    def hand_on(value: object) -> object:
        folder = tmp_path_factory.mktemp("shared")
        Shared(folder, among_workers=True).once("value", lambda: value)
        return Shared(folder, among_workers=True).once("value", object)

    return hand_on


@pytest.fixture
def git() -> Callable[..., str]:
    """Run git in a folder: ``git(folder, "add", "--all")``."""

    def run(folder: Path, *args: str) -> str:
        command = ["git", "-c", "init.defaultBranch=main", "-c", "maintenance.auto=false", *args]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        return done.stdout

    return run


@pytest.fixture
def commit(git: Callable[..., str]) -> Callable[[Path], None]:
    """Make a repository of a folder, if it is none, and commit all that is in it."""

    def run(folder: Path) -> None:
        if not (folder / ".git").exists():
            git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "--message", "work")

    return run
