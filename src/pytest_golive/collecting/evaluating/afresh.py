"""A view of a run in which everything about the service is measured anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.errors import GoliveError
from pytest_golive.progress import silent

T = TypeVar("T")
# What a deployment does not change, by the beginning of its name: services that run, and what is said of the release.
LASTING: Final = (
    *("started-", "artifacts", "previous_release", "since_release", "cache_key", "run_key", "inventory"),
    *("watched_deployment", "batch-", "triggers-not-set-up"),
)
CACHED: Final = ("repository", "naming", "artifacts", "release_here", "cache")


class Anew(Shared):
    """Results of one sample; what lasts is that of the run.

    Args:
        origin: of the run.
    """

    def __init__(self, origin: Shared) -> None:
        super().__init__(origin.folder, among_workers=False)
        self._origin = origin

    def once(self, name: str, measure: Callable[[], T], *, heavy: bool = False) -> T:
        """The result of *measure*, which is called once in this sample, or once in the run if it lasts."""
        if name.startswith(LASTING):
            return self._origin.once(name, measure, heavy=heavy)
        return super().once(name, measure, heavy=heavy)

    def known(self, name: str) -> object | None:
        """The result under *name* in this sample, or in the run if it lasts."""
        return self._origin.known(name) if name.startswith(LASTING) else super().known(name)


def afresh(run: Run) -> Run:
    """*run* without what it has measured so far; its targets stay open."""
    view = replace(run, shared=Anew(run.shared), progress=silent)
    for name in CACHED:
        try:
            vars(view)[name] = getattr(run, name)
        except GoliveError:
            continue  # whoever needs it learns why
    return view
