"""What ``golive --version`` says: the release, where it was installed from, and what it runs on."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

Parser = argparse.ArgumentParser


class ShowVersion(argparse.Action):
    """Print the version and exit; looked up only when somebody asks."""

    def __call__(self, parser: Parser, *_: Any, **__: Any) -> None:
        """As argparse calls an action."""
        sys.stdout.write(f"{about()}\n")
        parser.exit()


def about() -> str:
    """One line, such as ``golive 0.2.0 (Python 3.13.0, pytest 9.2.0)``."""
    runs_on = f"Python {platform.python_version()}, pytest {distribution('pytest').version}"
    try:
        ours = distribution("pytest-golive")
    except PackageNotFoundError:
        return f"golive (not installed; {runs_on})"
    return f"golive {ours.version} ({''.join(f'{part}; ' for part in _origin(ours))}{runs_on})"


def _origin(ours: Distribution) -> list[str]:
    """How a version that is no release of the package index came here, as far as its installer wrote that down."""
    text = ours.read_text("direct_url.json")  # https://packaging.python.org/en/latest/specifications/direct-url/
    origin = json.loads(text) if text else {}
    development = ["development version"] if "dev" in ours.version else []
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return [*development, f"commit {commit[:10]}"]
    if origin.get("dir_info", {}).get("editable"):
        return [*development, f"editable, {origin['url'].removeprefix('file://')}"]
    return development
