"""The team's git repository: its versions are tags, and its remote is a bare clone beside it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

TEAM = Path(__file__).parent / "team"
IDENTITY = {"user.name": "Ann", "user.email": "ann@shop.example", "commit.gpgsign": "false", "tag.gpgsign": "false"}


class Team:
    """A clone in which the team works and deploys, and its remote *origin*."""

    def __init__(self, folder: Path) -> None:
        self.path, self.remote = folder / "shop", folder / "shop.git"

    def begin(self, settings: str, places: Mapping[str, Mapping[str, object]]) -> None:
        """The repository with all files, before the first release."""
        shutil.copytree(TEAM, self.path)
        self._settings = settings
        for name, values in places.items():
            lines = "".join(f"{key}={value}\n" for key, value in values.items())
            self.write(f"ops/places/{name}.env", lines)
        self.write(".gitignore", "__pycache__/\n.golive/\n.pytest_cache/\n/records/\n")
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.remote], check=True)
        self.git("init", "-q", "-b", "main")
        for key, value in IDENTITY.items():
            self.git("config", key, value)
        self.git("remote", "add", "origin", str(self.remote))

    def release(self, version: str, trouble: str = "", files: Mapping[str, str] | None = None) -> str:
        """Commit, tag and push a version; returns the tag.

        Args:
            version: of the release.
            trouble: what is wrong with it, as ``app.py`` knows it.
            files: other files of it, which keep their mode.
        """
        self.write("pyproject.toml", f'[project]\nname = "shop"\nversion = "{version}"\n\n{self._settings}')
        self.write("release.json", json.dumps({"version": version, "trouble": trouble}) + "\n")
        for name, text in (files or {}).items():
            self.write(name, text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", f"Release {version}")
        self.git("tag", "-a", f"v{version}", "-m", f"Version {version}")
        self.git("push", "-q", "origin", "main", f"v{version}")
        return f"v{version}"

    def forget(self, version: str, tag: str) -> None:
        """Take a version back, here and on the remote; the clone is at *tag* then."""
        self.git("reset", "-q", "--hard", tag)
        self.git("tag", "-d", f"v{version}")
        self.git("push", "-q", "--force", "origin", "main", f":refs/tags/v{version}")

    def write(self, name: str, text: str) -> None:
        """Write one file."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def git(self, *args: str) -> str:
        """Run git in the clone."""
        return subprocess.run(["git", *args], cwd=self.path, capture_output=True, text=True, check=True).stdout
