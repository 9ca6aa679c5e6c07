"""Who has signed which row of a document for this release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.judging.evidence import Evidence, now
from pytest_golive.judging.verdict import Outcome
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.policy import Refused, Signed

FEW = 3  # addresses in a message
TO_KNOW = (
    "add each to the emails of that person, name it in [tool.golive.signing] outsiders if it is a bot's or that of "
    "somebody outside, or commit the change anew under a known one"
)
Desk = Callable[[Check], Signed]


def outcome_of(signed: Signed) -> tuple[Outcome, str]:
    """The outcome of a row that people sign, and who signed it, or what is missing."""
    if signed.rejected:
        return Outcome.REJECTED, "; ".join(rejections(signed))
    refused = dict.fromkeys(refusal(one) for one in signed.refused)  # each reason once, however many files it is about
    who = [f"{identity.who} ({identity.trust}: {identity.how})" for _, identity in signed.counted]
    unknown = nobodys(signed.unknown)
    if signed.is_signed:
        told = [refusal(one) for one in signed.refused if one.is_told]
        return Outcome.SIGNED, "; ".join(filter(None, (f"signed by {', '.join(who)}", unknown, *told)))
    so_far = f"{len(who)} of {signed.needed} signatures" + (f", by {', '.join(who)}" if who else "")
    cure = f"{unknown}; {TO_KNOW}" if unknown and signed.must_know else ""
    return Outcome.NOT_SIGNED, "; ".join(filter(None, (so_far, *refused, cure, signed.doubt)))


def cure_of(signed: Signed, row: str) -> str:
    """How a row gets signed: whoever rejects it must answer; without a rejection, those who may sign do."""
    if not signed.rejected:
        return f"golive sign {row} --by NAME"
    cures = []
    for one in signed.rejected:
        key = " --key FILE" if one.id in signed.unproven else ""
        cures.append(
            f"{one.by} must answer: golive sign {row} --by {one.by}{key} approves it, "
            f"golive sign --revoke {one.id}{key} takes the rejection back"
        )
    return "; ".join(cures)


def refusal(one: Refused) -> str:
    """Why a signature does not count, in words."""
    what = "'s rejection" if one.sign_off.decision == "reject" else "'s"
    return f"{one.sign_off.by}{what} does not count: {one.why}"


def rejections(signed: Signed) -> Iterator[str]:
    """Who rejects a row and why, in words; of somebody who is not proven also what ends it."""
    for one in signed.rejected:
        note = f": {one.note}" if one.note else ""
        how = signed.unproven.get(one.id)
        if how is None:
            yield f"{one.by} rejects it{note}"
        else:
            yield f"{one.by} rejects it{note} ({one.path}: only claimed, for {how}; {_cure(one)})"


def _cure(one: SignOff) -> str:
    return f"it blocks until {one.by} approves the row or revokes it by a key: golive sign --revoke {one.id} --key FILE"


def nobodys(emails: Sequence[str]) -> str:
    """The authors of whom nobody can say whether they sign their own work, in words; "" for none."""
    if not emails:
        return ""
    more = f" and {len(emails) - FEW:,} more" if len(emails) > FEW else ""
    return f"changes are by addresses of nobody in [tool.golive.signing.people]: {', '.join(emails[:FEW])}{more}"


def evidence_of(signed: Signed) -> Evidence:
    """The number of signatures, compared with the number that is needed."""
    source = ", ".join(one.path or one.id for one, _ in signed.counted)
    count = len(signed.counted)
    return Evidence("signatures", count, ">=", signed.needed, source=source, ok=signed.is_signed, time=now())
