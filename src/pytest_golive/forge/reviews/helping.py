"""The co-authors of a change are among its authors, so their approval is their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pytest_golive.forge.reviews.changes import Reviewing, Reviews
from pytest_golive.forge.reviews.people import co_authors


def with_helpers(reviews: Reviews, asked: Reviewing, messages: Iterable[str]) -> Reviews:
    """*reviews*, with the co-authors that its own messages and *messages* name among the authors.

    Args:
        reviews: of a change.
        asked: the forge.
        messages: of the commits that the change became.

    Raises:
        CannotMeasure: the forge gives no usable response.
    """
    approvers = [one.who for one in reviews.opinions if one.approves]
    authors, unknown = set(reviews.authors), dict.fromkeys(reviews.unknown)
    for person in co_authors((*reviews.messages, *messages)):
        accounts = asked.accounts_of(person, approvers)
        authors |= accounts
        if not accounts:
            unknown[person.name or person.address] = None
    return replace(reviews, authors=frozenset(authors), unknown=tuple(unknown))
