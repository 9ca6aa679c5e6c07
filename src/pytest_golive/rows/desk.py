"""Who has signed which row of a document, for the release that goes live."""

from __future__ import annotations

from collections.abc import Callable

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.judging.evidence import Evidence, now
from pytest_golive.judging.verdict import Outcome
from pytest_golive.signing.policy import Signed

Desk = Callable[[Check], Signed]


def outcome_of(signed: Signed) -> tuple[Outcome, str]:
    """How a row ends that people sign, and who has, or what is missing."""
    refused = [f"{one.sign_off.by}'s does not count: {one.why}" for one in signed.refused]
    if signed.rejected:
        said = [f"{one.by} rejects it{f': {one.note}' if one.note else ''}" for one in signed.rejected]
        return Outcome.REJECTED, "; ".join(said)
    who = [f"{identity.who} ({identity.trust}: {identity.how})" for _, identity in signed.counted]
    if signed.is_signed:
        return Outcome.SIGNED, f"signed by {', '.join(who)}"
    so_far = f"{len(who)} of {signed.needed} signatures" + (f", by {', '.join(who)}" if who else "")
    return Outcome.NOT_SIGNED, "; ".join([so_far, *refused])


def evidence_of(signed: Signed) -> Evidence:
    """The signatures, held against their number."""
    source = ", ".join(one.path or one.id for one, _ in signed.counted)
    count = len(signed.counted)
    return Evidence("signatures", count, ">=", signed.needed, source=source, ok=signed.is_signed, time=now())
