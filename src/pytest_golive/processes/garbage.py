"""What the garbage collector is spared.

It would look several times through all that a run loads at its start and keeps to its end, which takes longer than to
load it.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator

SELDOM = 20_000  # new objects between two looks; Python's own number is below a thousand


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Load modules without a look for garbage among them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def spare_loaded() -> Callable[[], None]:
    """Leave what is there now out of all further looks, which come seldom, until what is returned is called."""
    if not hasattr(gc, "freeze"):  # not CPython
        return lambda: None
    first, *later = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(max(first, SELDOM), *later)

    def as_before() -> None:
        gc.set_threshold(first, *later)
        gc.unfreeze()

    return as_before
