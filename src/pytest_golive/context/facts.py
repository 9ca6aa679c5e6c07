"""What the verdict is about: commit, version, target, settings."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from pytest_golive.delivery.git import Repository
from pytest_golive.delivery.releases import PastRelease
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Facts


def gather(
    root: Path, settings_digest: str, target: str, started: str, previous: Callable[[], PastRelease | None]
) -> Facts:
    """The facts, as far as they can be had; a gate says why one cannot."""
    commit = since = unknown = ""
    version = declared_version(root)
    try:
        repository = Repository.open(root)
        if repository.head is not None:
            commit = repository.head.sha + ("+changes" if repository.is_dirty else "")
            release = previous()
            since = release.brief if release else ""
            version = version or (release.leads_to(repository.head.sha) if release else "")
    except CannotMeasure as error:  # every gate that needs the repository reports it with its cure
        unknown = "" if commit else error.what
    return Facts(commit, version, target, settings_digest, started, since, unknown)


def declared_version(root: Path) -> str:
    """The version that pyproject.toml names; "" if it names none, or has it made elsewhere."""
    try:
        with (root / "pyproject.toml").open("rb") as file:
            version = tomllib.load(file).get("project", {}).get("version", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return version if isinstance(version, str) else ""
