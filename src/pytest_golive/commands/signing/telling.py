"""How it stands with a row that people sign, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pytest_golive.commands.signing.rows import Manual
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.findings import counted
from pytest_golive.rows.desk import TO_KNOW, nobodys
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.policy import Signed

INDENT = " " * 9
NOBODY = "nobody; [tool.golive.signing.people] says who may, and in which roles"


def describe(signed: Signed, since: dt.datetime | None = None) -> Iterator[str]:
    """How it stands with a row, signature by signature, in words, each with its id.

    Args:
        signed: the row.
        since: the time of the previous release; what does not count and is older is only counted.
    """
    for one, identity in signed.counted:
        role = f" as {one.role}" if one.role else ""
        until = f", until {one.until}" if one.until else ""
        about = f", {one.evidence}" if one.evidence else ""
        how = f"{identity.trust}: {identity.how}{until}{about}"
        yield f"signed by {identity.who}{role} on {one.signed:%Y-%m-%d} ({how}): {one.id}"
    for one in signed.rejected:
        note = f": {one.note}" if one.note else ""
        how = f"; only claimed, for {signed.unproven[one.id]}" if one.id in signed.unproven else ""
        yield f"rejected by {one.by} on {one.signed:%Y-%m-%d}{note} ({one.path}{how}): {one.id}"
    new = [one for one in signed.refused if since is None or one.is_told or one.sign_off.signed >= since]
    for refused in new:
        yield f"{refused.sign_off.path} ({refused.sign_off.id}) does not count: {refused.why}"
    if old := len(signed.refused) - len(new):
        yield f"{old:,} signature{'s' if old > 1 else ''} of earlier releases"


def listed(signatures: Signatures, rows: Sequence[Manual], faults: Sequence[str] = ()) -> str:
    """What is signed, what is missing or rejected, and who may sign it.

    Args:
        signatures: those of the project.
        rows: the rows that people sign.
        faults: why a run would refuse the documents; a row may be missing for one of these.
    """
    lines = []
    since = _time_of(signatures)
    for row in rows:
        found = signatures.judge(row.id, row.rules)
        state = "REJECTED" if found.rejected else "signed" if found.is_signed else "MISSING"
        lines.append(f"{state:<9}{row.id}  {row.title} ({row.place})")
        lines += [f"{INDENT}{words}" for words in (*describe(found, since), *_left(signatures, row, found))]
    lines += [f"fault    {one}" for one in faults]
    lines += [f"broken   {one.path} {one.what}; {one.cure}" for one in signatures.broken]
    trusted, doubt = signatures.trusted, signatures.baseline.doubt
    lines.append(
        f"{counted(len(rows), 'row')} for people; who may sign: {trusted.source}{f'; {doubt}' if doubt else ''}"
    )
    return "\n".join(lines)


def _left(signatures: Signatures, row: Manual, found: Signed) -> Iterator[str]:
    """What is left to do for a row that is not signed."""
    if found.rejected:
        who = " and ".join(dict.fromkeys(one.by for one in found.rejected))
        key = " --key FILE" if row.rules.proven else ""
        yield f"until {who} signs it, or takes that back: golive sign --revoke {found.rejected[0].id}{key}"
        return
    if len(found.counted) < found.needed:
        names = [one.key for one in signatures.may_sign(row.rules)]
        yield f"{_needs(row.rules, len(found.counted))}; may sign: {', '.join(names) or NOBODY}"
    if row.rules.known and (unknown := signatures.desk.strangers(row.rules)):
        yield f"{nobodys(unknown)}; {TO_KNOW}"


def _time_of(signatures: Signatures) -> dt.datetime | None:
    """When the release was committed after which changes are new; None if all are."""
    since = signatures.baseline.since
    if since is None:
        return None
    said = signatures.repository.git("log", "--max-count=1", "--format=%ct", since)
    return dt.datetime.fromtimestamp(int(said), dt.UTC)


def _needs(rules: Rules, has: int) -> str:
    people = "1 person" if rules.approvers == 1 else f"{rules.approvers} people"
    who = f" who {'is' if rules.approvers == 1 else 'are'} {' or '.join(rules.roles)}" if rules.roles else ""
    return f"needs {people}{who}{', proven' if rules.proven else ''}{f', has {has}' if has else ''}"
