"""Spares the garbage collector useless work.

It would scan several times everything that a run loads at its start and keeps to its end, which takes longer than the
loading itself.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
from collections.abc import Callable, Iterator

SELDOM = 20_000  # new objects between two collections; Python's default is below a thousand


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Load modules without garbage collections in between."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def spare_loaded() -> Callable[[], None]:
    """Exclude all present objects from later collections, and collect seldom, until the returned function is called."""
    if not hasattr(gc, "freeze"):  # not CPython
        return lambda: None
    first, *later = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(max(first, SELDOM), *later)

    def as_before() -> None:
        gc.set_threshold(first, *later)
        gc.unfreeze()

    return as_before


def spare_the_end() -> None:
    """Have Python look for garbage among young objects only, when it ends: the system takes all memory back anyway.

    It would look through everything three times, which takes as long as many a run.
    """
    if hasattr(gc, "freeze"):
        atexit.unregister(_at_the_end)
        atexit.register(_at_the_end)


def _at_the_end() -> None:
    gc.collect(1)  # what has just become garbage is still finalized
    gc.freeze()
