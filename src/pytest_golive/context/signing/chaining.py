"""Which records of earlier phases a run needs, and whether those that were given open it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.context.run import Run
from pytest_golive.context.signing.opening import is_production, signatures_of
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.context.signing.trusted import Trusted
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.model import Settings
from pytest_golive.signing.openssh import holds

if TYPE_CHECKING:
    from pytest_golive.signing.chain import Now
    from pytest_golive.signing.record import Record

ON_PRODUCTION: Mapping[str, str] = {"deploy": "pre_deploy", "post_deploy": "deploy"}
Due = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Link:
    """A record that opens this run.

    Attributes:
        name: of its file.
        phases: that it is about.
        signer: who signed it; "" for nobody.
        rows: id, outcome and message of each, where it is about the phase that runs; see `running.merging`.
    """

    name: str
    phases: tuple[str, ...]
    ended: str
    signer: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()


def needed(settings: Settings, phases: Sequence[str], *, production: bool) -> tuple[str, ...]:
    """The phases whose records *phases* need, as the settings say."""
    found = []
    for phase in phases:
        said = settings.phases[phase].needs if phase in settings.phases else None
        found.append(said or (ON_PRODUCTION.get(phase, "") if production else ""))
    return tuple(dict.fromkeys(one for one in found if one not in {"", "nothing", *phases}))


def links(run: Run, phases: Sequence[str], due: Due, documents: Mapping[str, str]) -> tuple[Link, ...]:
    """The records that open *phases*; nothing where none is needed or given.

    Args:
        run: with the files of ``--golive-after``.
        phases: that are about to run.
        due: ids of the rows that a phase has, by its name.
        documents: digests of the checklist's documents, by path.

    Raises:
        CannotMeasure: a record is needed and none was given, or one does not hold.
    """
    production = is_production(run.settings, run.target_name)
    wanted = needed(run.settings, phases, production=production)
    if not wanted and not run.asked.after:
        return ()
    from pytest_golive.signing.record import read_record

    records = [(Path(name).name, read_record(Path(name))) for name in run.asked.after]
    covered = {phase for _, record in records if not _is_part(record, phases) for phase in record.phases}
    if lacking := [phase for phase in wanted if phase not in covered]:
        what = f"{' and '.join(phases)} needs the record of {lacking[0]}, and none was given"
        raise CannotMeasure(what, f"pytest -m {lacking[0]} --golive-record FILE, then --golive-after FILE here")
    said = run.settings.signing.signed_records
    needs = production if said is None else said
    found = []
    for name, record in records:
        part = _is_part(record, phases)
        found.append(_opened(run, name, record, due, documents, needs_signature=needs, part=part))
    return tuple(found)


def signer_of(record: Record, trusted: Trusted) -> str:
    """Who signed *record*, of those who may; "" for nobody."""
    if not record.signature:
        return ""
    from pytest_golive.signing.record import NAMESPACE

    may = trusted.signing.recorders
    people = (one for one in trusted.people if one.ssh_keys and (not may or one.key in may))
    words = record.digest.encode()
    return next((one.key for one in people if holds(words, record.signature, one.ssh_keys, NAMESPACE)), "")


def now_of(run_settings: str, signatures: Signatures, documents: Mapping[str, str]) -> Now:
    """What goes live now, of whose rows nothing is known yet.

    Raises:
        CannotMeasure: what is checked out differs from its commit.
    """
    from pytest_golive.signing.chain import Now

    checkout = signatures.checkout
    if changed := checkout.uncommitted_in_words:
        what = f"{changed} differ from the commit, so no record is about what is here"
        raise CannotMeasure(what, "commit the change, or take it back")
    return Now(checkout.digest(), checkout.roots, run_settings, dict(documents), (), needs_signature=False)


def _opened(  # noqa: PLR0913 -- all that a record is held against
    run: Run, name: str, record: Record, due: Due, documents: Mapping[str, str], *, needs_signature: bool, part: bool
) -> Link:
    from pytest_golive.signing.chain import NO_GO, reasons_against

    signatures = signatures_of(run)
    now = now_of(f"sha256:{run.loaded.digest}", signatures, documents)
    signer = signer_of(record, signatures.trusted)
    has_keys = any(one.ssh_keys for one in signatures.trusted.people)
    # An unsigned part would come into a whole that is signed.
    fills_up = part and run.settings.signing.signed_records is not False
    must_hold = needs_signature or (has_keys and (fills_up or bool(record.signature)))
    reasons: list[str] = []
    for phase in record.phases or ("any phase",):
        held = replace(now, due=() if part else due(phase), needs_signature=must_hold)
        reasons += reasons_against(record, phase, held, is_signed=bool(signer))
    if part:  # that rows are left is no reason; what else it says is one
        reasons = [*(one for one in reasons if one != NO_GO), *record.faults]
    if reasons:
        what = f"the record {name} opens nothing here: {'; '.join(dict.fromkeys(reasons))}"
        raise CannotMeasure(what, f"run {' and '.join(record.phases) or 'the phase'} again, and give its record")
    rows = tuple((row.id, str(row.outcome), row.message) for row in record.rows) if part else ()
    return Link(name, record.phases, record.ended, signer, rows)


def _is_part(record: Record, phases: Sequence[str]) -> bool:
    """Whether *record* is about the phases that run, so that it fills up what this run leaves out."""
    return bool(record.phases) and set(record.phases) <= set(phases)


def told(link: Link) -> str:
    """The link in words."""
    return f"{link.name}, of {link.ended}, {f'signed by {link.signer}' if link.signer else 'unsigned'}"
