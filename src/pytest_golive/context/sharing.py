"""Measure once per run, not once per xdist worker."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pytest_golive.errors import GoliveError

T = TypeVar("T")
CONTROLLER = "controller.pid"
WORKER_FOLDER = "golive_folder"  # the key under which a worker receives the path of the folder


class Shared:
    """Results by name, in memory and, where there are workers, in a private folder of the run.

    Args:
        folder: made by the controller for this run with mode 0700, so its files can be trusted.
        among_workers: whether other processes take part.
    """

    def __init__(self, folder: Path, *, among_workers: bool) -> None:
        self.folder = folder
        self._among_workers = among_workers
        self._known: dict[str, tuple[bool, object]] = {}

    @property
    def parent(self) -> int:
        """The id of the process that the user started; helpers of this run must not outlive it."""
        file = self.folder / CONTROLLER
        return int(file.read_text()) if file.exists() else os.getpid()

    def once(self, name: str, measure: Callable[[], T], *, heavy: bool = False) -> T:
        """The result of *measure*, called by the first process that needs it; its `GoliveError` is shared, too.

        Args:
            name: identifies the result.
            measure: measures it.
            heavy: whether it starts a process for each core; only one such measurement runs at a time.
        """
        if name not in self._known:
            self._known[name] = self._elsewhere(name, measure, heavy=heavy) if self._among_workers else _try(measure)
        good, result = self._known[name]
        if not good:
            raise result  # type: ignore[misc]
        return result  # type: ignore[return-value]

    def known(self, name: str) -> object | None:
        """The result under *name*, if any process of the run has measured it; None if not, or if it could not be."""
        path = self.folder / f"{name}.pickle"
        if name not in self._known and self._among_workers and path.exists():
            self._known[name] = self._read(path)
        good, result = self._known.get(name, (False, None))
        return result if good else None

    def _elsewhere(self, name: str, measure: Callable[[], T], *, heavy: bool) -> tuple[bool, object]:
        from contextlib import nullcontext

        from filelock import FileLock

        path = self.folder / f"{name}.pickle"
        with FileLock(self.folder / f"{name}.lock"):
            if not path.exists():
                with FileLock(self.folder / "cores.lock") if heavy else nullcontext():
                    outcome = _try(measure)
                draft = path.with_suffix(".draft")
                draft.write_bytes(pickle.dumps(outcome))
                draft.replace(path)
                return outcome
            return self._read(path)

    @staticmethod
    def _read(path: Path) -> tuple[bool, object]:
        # Written above by another worker of this run, in a folder that only this user can write to.
        good, result = pickle.loads(path.read_bytes())  # noqa: S301  # nosec B301
        return bool(good), result


def in_worker(folder: Path) -> Shared:
    """What a worker of xdist shares with the others: results, and which requests it has sent."""
    from pytest_golive.service.sent import SENT

    SENT.share(folder)
    return Shared(folder, among_workers=True)


def _try(measure: Callable[[], T]) -> tuple[bool, object]:
    try:
        return True, measure()
    except GoliveError as error:
        return False, error
