"""The built-in rows that people sign: what they demand, and whether they are signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from pytest_golive.context.moments.deployed import Moment
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.rows.signers import signed_gates
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.policy import Refused, Signed


@dataclass(frozen=True, slots=True)
class SignedRow:
    """A row that is signed.

    Attributes:
        count: how many signatures count.
        needed: how many must.
        words: who signed: "signed by ann (proven: SSH signature in the file)".
    """

    count: int
    needed: int
    words: str


def rules_of_gate(signatures: Signatures, key: str) -> Rules:
    """What the row *key* ("section::gate") demands, by the settings."""
    return replace(signatures.rules(key), title=signed_gates()[key])


def judged(signatures: Signatures, key: str, deployed: Moment | None) -> Signed:
    """How it stands with the row *key* ("section::gate").

    Args:
        signatures: about the release that is checked out.
        key: the row.
        deployed: for a row about the time after it: an approval from before is about something that had not happened;
            None counts all.
    """
    found = signatures.judge(key, rules_of_gate(signatures, key))
    return since(found, deployed.at, deployed.source) if deployed else found


def since(signed: Signed, moment: dt.datetime, source: str) -> Signed:
    """*signed* without the approvals from before *moment*."""
    early = [one for one, _ in signed.counted if one.signed < moment]
    if not early:
        return signed
    when = f"{moment:%Y-%m-%d %H:%M} UTC, {source}"
    refused = [Refused(one, f"given at {one.signed:%Y-%m-%d %H:%M}, before the deployment ({when})") for one in early]
    counted = tuple((one, who) for one, who in signed.counted if one not in early)
    return replace(signed, counted=counted, refused=(*signed.refused, *refused))
