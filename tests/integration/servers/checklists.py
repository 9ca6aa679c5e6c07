"""A team's project whose checklist tests one of the servers, and the results of its rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.testrun.junit.safe_xml import read_xml

# Each run inside this process imports all plugins anew, and rewrites the assertions of their packages.
WITHOUT = tuple(f"-pno:{name}" for name in ("randomly", "hypothesispytest", "anyio", "html", "metadata", "cov"))
# What is compiled of cryptography does not bear that the rest of it is loaded again, as runs in this process would.
LOADED_ONCE = ("httpx", "pydantic", "jwt", "cryptography.hazmat.primitives.serialization", "cryptography.x509")
SMOKE = ("healthy", "version", "critical_endpoints", "transport", "auth_flows", "api_keys", "rate_limit")


@dataclass(frozen=True)
class Rows:
    """The outcome and message of each row by its gate's name, and the output of the run."""

    outcomes: dict[str, str]
    messages: dict[str, str]
    said: str
    status: int

    def those(self, outcome: str) -> set[str]:
        """The gates with this outcome: passed, failed, error, not applicable."""
        return {name for name, found in self.outcomes.items() if found == outcome}

    @property
    def red(self) -> dict[str, str]:
        """All rows that block a GO, with their outcome; the separate case for the verdict does not count."""
        fine = {"passed", "not applicable"}
        return {name: how for name, how in self.outcomes.items() if how not in fine and name != "verdict"}


def load_once() -> None:
    """Call this before the first `pytester` is made, which unloads all modules that were loaded after it."""
    for name in LOADED_ONCE:
        with suppress(ImportError):
            import_module(name)


class Checklist:
    """The project. Only the rows in *gates* apply to it."""

    def __init__(self, pytester: pytest.Pytester, commit: Callable[[Path], None]) -> None:
        self.path = pytester.path
        self._pytester = pytester
        self._commit = commit

    def aim(self, gates: tuple[str, ...], version: str = "1.2.0", version_path: str = "", **target: Any) -> None:
        """Write the settings of ``[tool.golive.targets.shop]``; *version* is the project's own."""
        target |= {"version": version_path} if version_path else {}
        without = [f"{section(name)}::{name}" for name in SMOKE if name not in gates and _exists(name)]
        if "ca_file" in target:  # it has to lie in the project
            target["ca_file"] = shutil.copy(target["ca_file"], self.path / "ca.pem") and "ca.pem"
        table = {"wait": "2s", "wait_interval": "100ms", "timeout": "3s", "connect_timeout": "2s", **target}
        lines = ["[project]", 'name = "shop"', f'version = "{version}"', "[tool.golive.not_applicable]"]
        lines += [f'"{gate}" = "this server has none"' for gate in without]
        lines += ["[tool.golive.targets.shop]", *(f"{key} = {toml(value)}" for key, value in table.items())]
        (self.path / "pyproject.toml").write_text("\n".join(lines) + "\n")
        self._commit(self.path)

    def run(self, *args: str, apart: bool = False) -> Rows:
        """Run ``pytest -m smoke --target=shop``, or what *args* choose instead of all smoke rows."""
        from preloaded import forget_stale_modules  # benchmarks use this module, too, and run nothing by it

        chosen = args if any(word.startswith("golive") for word in args) else ("-m", "smoke", *args)
        run = self._pytester.runpytest_subprocess if apart else self._pytester.runpytest_inprocess
        forget_stale_modules()
        result = run(*WITHOUT, "--target=shop", "--junitxml=report.xml", "-v", *chosen)
        said = result.stdout.str() + result.stderr.str()
        assert (self.path / "report.xml").exists(), said
        outcomes, messages = cases(self.path / "report.xml")
        return Rows(outcomes, messages, said, int(result.ret))


def _exists(gate: str) -> bool:
    return hasattr(import_module(f"pytest_golive.gates.{section(gate)}"), gate)


def section(gate: str) -> str:
    """The section of a gate of the live checklist."""
    return "security" if gate in {"transport", "auth_flows", "api_keys", "rate_limit"} else "smoke"


def cases(report: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The outcome and message of each row of a JUnit report."""
    outcomes, messages = {}, {}
    for case in read_xml(report, "JUnit report").iter("testcase"):
        name = str(case.get("name"))
        said = {found.get("name"): found.get("value") for found in case.iterfind("properties/property")}
        outcomes[name] = said["outcome"]
        elements = [found for kind in ("failure", "error", "skipped") for found in case.iterfind(kind)]
        messages[name] = "\n".join(f"{found.get('message')}\n{found.text}" for found in elements)
    return outcomes, messages


def toml(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value if not isinstance(value, Path) else str(value))
