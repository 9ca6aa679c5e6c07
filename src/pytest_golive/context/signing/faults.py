"""What speaks against a GO beside the rows that people sign: broken files, and changes to who may sign."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.context.run import Run
from pytest_golive.context.signing.opening import signatures_of
from pytest_golive.context.signing.signatures import PEOPLE
from pytest_golive.errors import GoliveError


def signing_faults(run: Run) -> Iterator[str]:
    """All of it, each with its cure; nothing where nobody signs, and never has."""
    table = run.settings.signing
    is_used = bool(table.people) or (run.root / table.folder).is_dir()
    try:
        signatures = signatures_of(run)
        changes = signatures.trusted.changes
        yield from (f"{one.path} {one.what}; {one.cure}" for one in signatures.broken)
        approved = signatures.people_approved()
        if approved is not None and not approved.is_signed:
            why = [f"{one.sign_off.path} does not count: {one.why}" for one in approved.refused]
            words = "; ".join([f"who may sign has changed since {signatures.trusted.source}", *changes, *why])
            yield f"{words}; somebody of those who could before must approve it: golive sign {PEOPLE} --by NAME"
    except GoliveError as error:
        if is_used:  # else the row that needs the repository says so
            yield f"what was signed is unknown: {error}"
