"""Caches what tools report about files, for as long as file, tool and settings stay the same.

The cache is in pytest's cache directory, which continuous integration saves and restores, and to which others may
write. So it is signed with a key that is kept elsewhere: what was not signed with the same key is not read.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_golive.codebase.installed import version_of
from pytest_golive.codebase.reading import read_regular

Answer = dict[str, Any]
Work = Callable[[Sequence[str]], Iterable[Answer]]
FORMAT = 8  # format of the workers' answers; raising it invalidates every older cache
LARGEST_CACHE = 200_000_000  # bytes
OFTEN, SHARE = 5.0, 20.0  # seconds between two writes of a cache, and how many times longer than the last one took


@dataclass(frozen=True)
class ResultCache:
    """Answers about files, by content.

    Attributes:
        folder: where they are kept between runs; None keeps nothing.
        key: signs them; entries with another signature are not read.
    """

    folder: Path | None = None
    key: bytes = field(default=b"", repr=False)

    def through(self, name: str, about: str, digests: Mapping[str, str], work: Work) -> dict[str, Answer]:
        """The answers of *work* about each path; it is called only for paths whose answer is not cached.

        Args:
            name: the measurement; it has one file in the folder.
            about: what else the answers depend on: the tool's version, its settings.
            digests: digests of the contents, by path; "" for files that must not be cached.
            work: yields an answer with its "path" for each path; one with a "problem" is not kept.

        Returns:
            The answers by path.
        """
        about = f"{about}; {_versions()}"
        known = self._load(name, about)
        hits = dict.fromkeys(path for path, digest in digests.items() if digest and _has(known, path, digest))
        missing = [path for path in digests if path not in hits]
        answers = {path: known[path][1] for path in hits}
        keeping = _Keeping(lambda: self._keep(name, about, digests, answers))
        is_changed = len(known) != len(hits)
        try:
            for answer in work(missing) if missing else ():
                answers[answer["path"]] = answer
                keeping.now_and_then()
                is_changed = True
        finally:  # a stopped run keeps what it has found
            if is_changed:
                keeping.now()
        return answers

    def forget(self, name: str) -> None:
        """Remove everything that is cached of a measurement."""
        if self.folder is not None:
            with contextlib.suppress(OSError):  # then it is replaced, or read again the next time
                (self.folder / f"{name}.json").unlink(missing_ok=True)

    def _load(self, name: str, about: str) -> dict[str, Any]:
        if self.folder is None or not self.key:
            return {}
        content = read_regular(self.folder / f"{name}.json", LARGEST_CACHE) or b""
        signature, _, body = content.partition(b"\n")
        if not hmac.compare_digest(signature, self._signature(name, body)):
            return {}
        kept: dict[str, Any] = json.loads(body)  # signed by us, so the format is ours
        return kept["files"] if kept["about"] == about else {}

    def _keep(self, name: str, about: str, digests: Mapping[str, str], answers: Mapping[str, Answer]) -> None:
        kept = {path: [digests[path], answer] for path, answer in answers.items() if not answer.get("problem")}
        self._store(name, about, {path: pair for path, pair in kept.items() if pair[0]})

    def _store(self, name: str, about: str, files: Mapping[str, Any]) -> None:
        """Write the whole cache or nothing; a cache that cannot be written only costs time."""
        if self.folder is None or not self.key:
            return
        body = json.dumps({"about": about, "files": files}, separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            handle, draft = tempfile.mkstemp(dir=self.folder, prefix=f"{name}-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._signature(name, body) + b"\n" + body)
                Path(draft).replace(self.folder / f"{name}.json")
            except BaseException:
                Path(draft).unlink(missing_ok=True)
                raise

    def _signature(self, name: str, body: bytes) -> bytes:
        return hmac.digest(self.key, name.encode() + b"\n" + body, "sha256").hex().encode()


class _Keeping:
    """Writes a cache from time to time, so that writing takes only a small part of the run."""

    def __init__(self, keep: Callable[[], None]) -> None:
        self._keep = keep
        self._next = time.monotonic() + OFTEN

    def now_and_then(self) -> None:
        """Write it if enough time has passed."""
        if time.monotonic() >= self._next:
            self.now()

    def now(self) -> None:
        """Write it."""
        began = time.monotonic()
        self._keep()
        self._next = time.monotonic() + max(OFTEN, SHARE * (time.monotonic() - began))


NO_CACHE = ResultCache()


def _has(known: Mapping[str, Any], path: str, digest: str) -> bool:
    return path in known and known[path][0] == digest


def _versions() -> str:
    """What every answer depends on: our own code and the Python that runs the tools."""
    return f"pytest-golive {version_of('pytest-golive')} format {FORMAT}; Python {sys.version}"
