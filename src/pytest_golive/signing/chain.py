"""Whether the record of an earlier phase opens the next one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pytest_golive.signing.record import Record

NO_GO = "it says NO-GO"


@dataclass(frozen=True, slots=True)
class Now:
    """What goes live now, to hold an earlier record against.

    Attributes:
        digest: of the release's content.
        roots: names of the commits that its history begins with.
        settings: digest of the effective settings.
        documents: digests of the checklist's documents, by path.
        due: ids of the rows that the earlier phase must have had.
        needs_signature: whether an unsigned record opens nothing; for production by default.
    """

    digest: str
    roots: tuple[str, ...]
    settings: str
    documents: dict[str, str]
    due: Collection[str]
    needs_signature: bool


def reasons_against(record: Record, phase: str, now: Now, *, is_signed: bool) -> Iterator[str]:
    """Why *record* does not prove that *phase* went well for what goes live now; nothing if it does.

    Args:
        record: whole and unedited; see `record.read_record`.
        phase: that must have gone well before.
        now: what goes live.
        is_signed: whether its signature is by somebody who may sign records.
    """
    if phase not in record.phases:
        yield f"it is about {', '.join(record.phases) or 'no phase'}, not about {phase}"
    if set(record.subject.roots) != set(now.roots):
        yield "it is of another repository: their histories begin with other commits"
    elif record.subject.digest != now.digest:
        yield f"it is of another content (commit {record.subject.commit[:10]}), which has changed since"
    if record.settings != now.settings:
        yield "the settings have changed since"
    if record.documents != now.documents:
        names = sorted(
            name
            for name in record.documents.keys() | now.documents.keys()
            if record.documents.get(name) != now.documents.get(name)
        )
        yield f"the checklist has changed since: {', '.join(names)}"
    if lacking := [row for row in now.due if row not in {known.id for known in record.rows}]:
        more = f" and {len(lacking) - 3:,} more" if len(lacking) > 3 else ""  # noqa: PLR2004
        yield f"rows that are due were not in it: {', '.join(lacking[:3])}{more}"
    if record.verdict != "GO":
        yield NO_GO
    if now.needs_signature and not is_signed:
        yield "nobody who may sign records has signed it" if record.signature else "it is unsigned"
