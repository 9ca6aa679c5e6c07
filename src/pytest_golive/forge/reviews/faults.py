"""What is wrong with the reviews of a change, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.forge.reviews.changes import Change, Opinion, Reviews

SHOWN: Final = 5


def objectors(reviews: Reviews) -> list[str]:
    """The accounts that request changes, and may do so."""
    return [one.who for one in reviews.opinions if not one.approves and one.counts]


def why_none(change: Change, approvals: Sequence[Opinion], others: Sequence[Opinion], people: Sequence[Opinion]) -> str:
    """Why none of the approvals counts."""
    if people:
        return f"approved by {some([one.who for one in people])}, but before the last push"
    if others:
        return f"approved only by {some([one.who for one in others])}, whose approval does not count"
    if approvals:
        return f"approved only by its own author, {some([one.who for one in approvals])}"
    return f"merged without an approval; its author is {change.author or 'a deleted account'}"


def some(names: Sequence[str]) -> str:
    """The first of *names*, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
