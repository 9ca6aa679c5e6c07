"""The triggers in a watch: those that are set up are watched, and the others are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.triggers.trigger import WAY, Trigger, Triggers

Named = tuple[tuple[str, str], ...]


def not_set_up(found: Triggers) -> Named:
    """What nobody has set up: its title, and why; empty where no trigger is set up, so that nothing can be watched."""
    if not any(map(_is_set_up, found.all)):
        return ()
    return tuple((title, why.what) for title, why in found.doubts if isinstance(why, NotSetUp))


def watched(found: Triggers, left_out: Sequence[tuple[str, str]]) -> Triggers:
    """*found* without the doubts about what the watch leaves out since its beginning; any other stays a doubt.

    Args:
        found: the triggers, as they are now.
        left_out: what `not_set_up` has found when the watch began.
    """
    known = frozenset(left_out)

    def stays(title: str, why: CannotMeasure) -> bool:
        return not isinstance(why, NotSetUp) or (title, why.what) not in known

    triggers = [replace(one, doubts=tuple(why for why in one.doubts if stays(one.title, why))) for one in found.all]
    no_way = found.no_way if found.no_way is not None and stays(WAY, found.no_way) else None
    return replace(found, all=triggers, no_way=no_way, not_set_up=tuple(left_out))


def _is_set_up(trigger: Trigger) -> bool:
    return bool(trigger.rows) or any(not isinstance(why, NotSetUp) for why in trigger.doubts)
