"""What the garbage collector is spared.

It would look several times through all that a run loads at its start and keeps to its end, which takes longer than to
load it.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator


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
    """Leave what is there now out of all further looks, until what is returned is called."""
    if not hasattr(gc, "freeze"):  # not CPython
        return lambda: None
    gc.freeze()
    return gc.unfreeze
