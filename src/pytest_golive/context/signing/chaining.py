"""Which records of earlier phases a run needs, and whether those that were given open it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.run import Run
from pytest_golive.context.signing.going_live import goes_live
from pytest_golive.context.signing.link import Link, anew
from pytest_golive.context.signing.opening import signatures_of
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Outcome
from pytest_golive.settings.model import Settings
from pytest_golive.signing.proving.openssh import holds

if TYPE_CHECKING:
    from pytest_golive.signing.chain import Now
    from pytest_golive.signing.record import Record

ON_PRODUCTION: Mapping[str, str] = {"deploy": "pre_deploy", "post_deploy": "deploy"}
LOOKING = frozenset({"pre_deploy", "smoke", "post_deploy"})  # phases that change nothing where they run
Due = Callable[[str], Collection[str]]


def needed(settings: Settings, phases: Sequence[str], *, production: bool) -> tuple[str, ...]:
    """The phases whose records *phases* need, as the settings say.

    A phase that only looks may run with the one that it needs. A deployment may not: it would begin before the verdict.
    """
    found = []
    for phase in phases:
        said = settings.phases[phase].needs if phase in settings.phases else None
        before = said or (ON_PRODUCTION.get(phase, "") if production else "")
        if before not in {"", "nothing", *(phases if phase in LOOKING else ())}:
            found.append(before)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a record is held against besides the release.

    Attributes:
        due: ids of the rows that a phase has, by its name.
        documents: digests of the checklist's documents, by path.
        checks: the rows that people sign, by their ids.
    """

    due: Due
    documents: Mapping[str, str]
    checks: Mapping[str, Check]


def links(run: Run, phases: Sequence[str], wanted: Wanted) -> tuple[Link, ...]:
    """The records that open *phases*; nothing where none is needed or given.

    Args:
        run: with the files of ``--golive-after``.
        phases: that are about to run.
        wanted: what a record is held against.

    Raises:
        CannotMeasure: a record is needed and none was given, or one does not hold.
    """
    production = goes_live(run, phases)
    phases_needed = needed(run.settings, phases, production=production)
    if not phases_needed and not run.asked.after:
        return ()
    records = [(Path(name).name, run.shelf.read(Path(name))) for name in run.asked.after]
    rehearsals = [record for _, record in records if production and _is_rehearsal(record, phases)]
    filled = [phase for phase in phases if phase not in phases_needed]  # a part opens nothing
    opening = [record for _, record in records if record not in rehearsals and not _is_part(record, filled)]
    covered = {phase for record in opening for phase in record.phases}
    if lacking := [phase for phase in phases_needed if phase not in covered]:
        asking = [phase for phase in phases if lacking[0] in needed(run.settings, [phase], production=production)]
        given = "; ".join(f"{name} is of {' and '.join(record.phases) or 'no phase'}" for name, record in records)
        what = f"{' and '.join(asking)} needs the record of {lacking[0]}, and {given or 'none was given'}"
        said = run.settings.signing.signed_records
        needs_key = production if said is None else said
        here = run.target_name if lacking[0] == "deploy" else ""  # whatever comes before it is measured elsewhere
        raise CannotMeasure(what, anew(run.settings, lacking[:1], here, needs_key=needs_key))
    if production and run.settings.signing.signed_records is not False and not recorders_of(signatures_of(run)):
        what = (
            "[tool.golive.signing] recorders names nobody, so any of the people could have made a record for production"
        )
        raise CannotMeasure(what, 'name who signs records, such as a robot of CI: recorders = ["robot"]')
    found = []
    for name, record in records:
        rehearsed = record in rehearsals
        part = _is_part(record, filled) and not rehearsed
        found.append(_opened(run, name, record, wanted, part=part, rehearsed=rehearsed))
    return tuple(found)


def recorders_of(signatures: Signatures) -> Sequence[str]:
    """Who may sign records: as those who could before say; where they name nobody, this release may narrow it down."""
    return signatures.trusted.signing.recorders or signatures.settings.signing.recorders


def signer_of(record: Record, signatures: Signatures) -> str:
    """Who signed *record*, of those who may: anybody with a key where `recorders_of` names nobody; "" for none."""
    from pytest_golive.signing.record import NAMESPACE

    return signer_for(record.digest, record.signature, NAMESPACE, signatures)


def signer_for(digest: str, signature: str, namespace: str, signatures: Signatures) -> str:
    """Who made *signature* over *digest* for the purpose *namespace*, of those who may sign records; "" for none."""
    if not signature:
        return ""
    may = recorders_of(signatures)
    people = (one for one in signatures.trusted.people if one.ssh_keys and (not may or one.key in may))
    return next((one.key for one in people if holds(digest.encode(), signature, one.ssh_keys, namespace)), "")


def now_of(run_settings: str, signatures: Signatures, documents: Mapping[str, str]) -> Now:
    """What goes live now, of whose rows nothing is known yet.

    Raises:
        CannotMeasure: what is checked out differs from its commit.
    """
    from pytest_golive.signing.chain import Now

    checkout = signatures.checkout
    if changed := checkout.uncommitted_in_words:
        what = f"{changed} from the commit, so no record is about what is here"
        raise CannotMeasure(what, "commit the change, or take it back")
    return Now(checkout.digest(), checkout.roots, run_settings, dict(documents), (), needs_signature=False)


def _opened(  # noqa: PLR0913 -- all are named
    run: Run, name: str, record: Record, wanted: Wanted, *, part: bool, rehearsed: bool
) -> Link:
    from pytest_golive.context.moments.deployed import contradicting, deployed
    from pytest_golive.context.signing.faults import signing_faults
    from pytest_golive.context.signing.standing import lapsed
    from pytest_golive.signing.chain import NO_GO, reasons_against

    signatures = signatures_of(run)
    production = signatures.is_live
    now = now_of(f"sha256:{run.loaded.digest}", signatures, wanted.documents)
    # What was deployed elsewhere is not deployed here, and what was measured elsewhere is no part of this.
    now = replace(now, only_looks=not part and set(run.asked.phases) <= LOOKING)
    if rehearsed:
        now = replace(now, production=False)
    elif part or "deploy" in record.phases:
        now = replace(now, production=production, target=run.target_name)
    signer = signer_of(record, signatures)
    has_keys = any(one.ssh_keys for one in signatures.trusted.people)
    said = run.settings.signing.signed_records
    needs_signature = production if said is None else said
    # An unsigned part would come into a whole that is signed.
    fills_up = part and run.settings.signing.signed_records is not False
    must_hold = needs_signature or (has_keys and (fills_up or bool(record.signature)))
    reasons: list[str] = []
    for phase in record.phases or ("any phase",):
        held = replace(now, due=() if part else wanted.due(phase), needs_signature=must_hold)
        reasons += reasons_against(record, phase, held, is_signed=bool(signer))
    reasons += [*lapsed(record, signatures, wanted.checks, deployed(run)), *signing_faults(run, wanted.checks)]
    reasons += [one for one in (contradicting(run, record),) if one]
    if part:  # that rows are left is no reason; what else it says is one
        reasons = [*(one for one in reasons if one != NO_GO), *record.faults]
    if reasons:
        what = f"the record {name} opens nothing here: {'; '.join(dict.fromkeys(reasons))}"
        here = run.target_name if not rehearsed and (part or "deploy" in record.phases) else record.target
        raise CannotMeasure(what, anew(run.settings, record.phases, here, needs_key=must_hold))
    rows = tuple((row.id, str(row.outcome), row.message) for row in record.rows) if part else ()
    if not rehearsed:
        return Link(name, record.phases, record.ended, signer, rows)
    verified = frozenset(row.id for row in record.rows if Outcome(row.outcome).verifies)
    return Link(name, record.phases, record.ended, signer, rehearsed_on=record.target, rehearsed=verified)


def _is_rehearsal(record: Record, phases: Sequence[str]) -> bool:
    """Whether *record* tells of the deployment of the day before, elsewhere than on production."""
    return "deploy" in phases and "deploy" in record.phases and not record.production and bool(record.target)


def _is_part(record: Record, phases: Sequence[str]) -> bool:
    """Whether *record* is about the phases that run, so that it fills up what this run leaves out."""
    return bool(record.phases) and set(record.phases) <= set(phases)
