"""The output of ``golive --version``: the version, where it was installed from, and what it runs on."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

Parser = argparse.ArgumentParser


class ShowVersion(argparse.Action):
    """Print the version and exit; looked up only if it is asked for."""

    def __call__(self, parser: Parser, *_: Any, **__: Any) -> None:
        """As argparse calls an action."""
        sys.stdout.write(f"{about()}\n")
        parser.exit()


def about() -> str:
    """One line, such as ``golive 0.2.0 (Python 3.13.0, pytest 9.2.0)``."""
    runs_on = f"Python {platform.python_version()}, pytest {distribution('pytest').version}"
    try:
        installed = distribution("pytest-golive")
    except PackageNotFoundError:
        return f"golive (not installed; {runs_on})"
    return f"golive {installed.version} ({''.join(f'{part}; ' for part in _origin(installed))}{runs_on})"


def _origin(installed: Distribution) -> list[str]:
    """Where a version that is not from the package index was installed from, if the installer recorded it."""
    text = installed.read_text("direct_url.json")  # https://packaging.python.org/en/latest/specifications/direct-url/
    origin = json.loads(text) if text else {}
    development = ["development version"] if "dev" in installed.version else []
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return [*development, f"commit {commit[:10]}"]
    if origin.get("dir_info", {}).get("editable"):
        return [*development, f"editable, {origin['url'].removeprefix('file://')}"]
    return development
