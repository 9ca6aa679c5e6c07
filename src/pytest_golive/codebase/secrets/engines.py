"""The scanners for secrets, with a common format of answers."""

from __future__ import annotations

import functools
import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_golive.codebase.cache import ResultCache, Work
from pytest_golive.codebase.installed import version_of
from pytest_golive.codebase.workers import spread
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress


@dataclass(frozen=True, slots=True)
class Engine:
    """One scanner: its distribution, the module of its worker, and how to get it."""

    name: str
    module: str
    install: str

    @property
    def tool(self) -> str:
        """Name and version.

        Raises:
            CannotMeasure: it is not installed.
        """
        from importlib.metadata import PackageNotFoundError

        try:
            return f"{self.name} {version_of(self.name)}"
        except PackageNotFoundError:
            raise CannotMeasure(f"{self.name} is not installed", self.install) from None

    def cached(
        self, measurement: str, digests: Mapping[str, str], cache: ResultCache, work: Work
    ) -> dict[str, dict[str, Any]]:
        """The answers by path, from *work* or from an earlier run."""
        return cache.through(f"{measurement}-{self.name}", self.tool, digests, work)

    def ask(  # noqa: PLR0913 -- where, what, and the progress
        self,
        root: Path,
        paths: Sequence[str],
        what: str,
        progress: Progress,
        cache: ResultCache,
        *,
        are_objects: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """The workers' answer for each path: findings, allowlisted lines, and errors.

        Args:
            root: the folder of the paths.
            paths: paths of files, or "name/path" for objects in git.
            what: what is done, in words.
            progress: shows how far it is.
            cache: its key is also the key of the identities.
            are_objects: whether the paths are objects in git.
        """
        kin = _path_of if are_objects else None
        return spread(self.module, root, paths, what, progress, kin=kin, key=_key(cache).hex(), objects=are_objects)


ENGINES = {
    "detect-secrets": Engine(
        "detect-secrets", "pytest_golive.codebase.secrets.detect_secrets_worker", "pip install detect-secrets"
    ),
    "credsweeper": Engine(
        "credsweeper",
        "pytest_golive.codebase.secrets.credsweeper_worker",
        "pip install credsweeper; or remove it from [tool.golive.security] secrets_engines",
    ),
}


def _path_of(version: str) -> str:
    """Versions of a file share most of their lines."""
    return version.partition("/")[2]


@functools.cache
def _key(cache: ResultCache) -> bytes:
    """The key of secrets' identities: the cache's key, or one for this process."""
    return hmac.digest(cache.key, b"identity", "sha256") if cache.key else os.urandom(32)
