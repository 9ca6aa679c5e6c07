"""Decide whether the record of an earlier phase allows the next phase."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pytest_golive.signing.record import EMERGENCY, Record

NO_GO = "it says NO-GO"
BROKEN_GLASS = "it says BREAK-GLASS: not all of it is proven, and that opens only what looks at a deployed release"


@dataclass(frozen=True, slots=True)
class Now:
    """What goes live now, for comparison with an earlier record.

    Attributes:
        digest: digest of the release's content.
        roots: hashes of the first commits of its history.
        settings: digest of the effective settings.
        documents: digests of the checklist's documents, by path.
        due: ids of the rows that the earlier phase must contain.
        needs_signature: whether an unsigned record is rejected; the default for production.
        production: whether the record must be about production; None if it may be about either.
        target: the name of the target that it must be about, where it names one; "" for any.
        only_looks: whether the phase changes nothing, so that it may look at what an emergency has deployed, too.
    """

    digest: str
    roots: tuple[str, ...]
    settings: str
    documents: dict[str, str]
    due: Collection[str]
    needs_signature: bool
    production: bool | None = None
    target: str = ""
    only_looks: bool = False


def reasons_against(record: Record, phase: str, now: Now, *, is_signed: bool) -> Iterator[str]:
    """The reasons why *record* does not prove that *phase* passed for this release; none if it does.

    Args:
        record: a complete, unedited record; see `record.read_record`.
        phase: the phase that must have passed before.
        now: what goes live now.
        is_signed: whether somebody who may sign records signed it.
    """
    if phase not in record.phases:
        yield f"it covers {', '.join(record.phases) or 'no phase'}, not {phase}"
    yield from _elsewhere(record, now)
    if set(record.subject.roots) != set(now.roots):
        yield "it belongs to another repository: the histories begin with different commits"
    elif record.subject.digest != now.digest:
        yield f"it covers other content (commit {record.subject.commit[:10]}), which has changed since"
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
        yield f"it lacks rows that are due: {', '.join(lacking[:3])}{more}"
    if record.verdict == EMERGENCY and not now.only_looks:
        yield BROKEN_GLASS
    if record.verdict == "NO-GO":
        yield NO_GO
    if now.needs_signature and not is_signed:
        yield "it is not signed by anybody who may sign records" if record.signature else "it is unsigned"


def _elsewhere(record: Record, now: Now) -> Iterator[str]:
    if now.production is not None and record.production != now.production:
        yield f"it is {'' if record.production else 'not '}about production"
    elif now.target and record.target not in {"", now.target}:
        yield f"it is about the target {record.target}, not {now.target}"
