"""The record and the attestation that a run was asked for: whoever asked relies on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Verdict
from pytest_golive.options import file_named
from pytest_golive.running.writing import DOCUMENTS, tell

if TYPE_CHECKING:
    from pytest_golive.checklist.binding.resolving import Check
    from pytest_golive.signing.record import Record


def check_key(config: pytest.Config) -> None:
    """Try the key of ``--golive-key``, if there is something to sign.

    Raises:
        pytest.UsageError: it is not there or cannot sign, or an attestation was asked for without one.
    """
    record, attestation, key = (config.getoption(f"golive_{name}", None) for name in ("record", "attest", "key"))
    if attestation and not key:
        raise pytest.UsageError("--golive-attest: an attestation is signed, and no key was given: --golive-key=FILE")
    if key and not (record or attestation):
        what = f"--golive-key={key}: there is nothing that it could sign: add --golive-record=FILE, or leave it out"
        raise pytest.UsageError(what)
    if not key:
        return
    path = file_named(config.invocation_params.dir, key)
    if not path.is_file():
        raise pytest.UsageError(f"--golive-key={key}: there is no such file; name the private key that signs")
    from pytest_golive.signing import attestation as attesting
    from pytest_golive.signing.proving.openssh import sign
    from pytest_golive.signing.record import NAMESPACE

    try:
        if record:
            sign(b"", path, NAMESPACE)
        if attestation:
            attesting.check_key(Path(path))
    except GoliveError as error:
        raise pytest.UsageError(f"--golive-key={key}: {error}") from None


def faults_of_signatures(run: Run, rows: Collection[str] | None) -> list[str]:
    """What speaks against a GO among the signatures; of all that nothing is loaded where nobody signs.

    Args:
        run: whose signatures they are.
        rows: ids of the rows that people sign; None where there are no documents.
    """
    table, asked = run.settings.signing, run.asked
    is_service = run.target_name in run.settings.targets  # where the release before may have named people
    if not (is_service or rows is not None or asked.after or table.people or (run.root / table.folder).is_dir()):
        return []
    from pytest_golive.context.signing.faults import signing_faults

    return list(signing_faults(run, rows or ()))


def fit_to_record(verdict: Verdict, run: Run, config: pytest.Config) -> Verdict:
    """*verdict* with what speaks against it because no record can be made, before anything else is written."""
    paths = _paths(config)
    return _against(verdict, [*_unfit(run)]) if _is_wanted(paths) else verdict


def recorded(verdict: Verdict, run: Run, config: pytest.Config) -> Verdict:
    """*verdict*, once its record is written; with a fault if that cannot be."""
    paths = _paths(config)
    if not _is_wanted(paths) or [*_unfit(run)]:
        return verdict
    from pytest_golive.context.signing.opening import documents_of, signatures_of
    from pytest_golive.reports.records import making, writing

    try:
        artefacts = writing.artefacts_in(run.root, run.settings.signing.artefacts) if "attest" in paths else ()
        wanted = writing.Wanted(paths.get("record"), paths.get("attest"), paths.get("key"), tuple(artefacts))
        made = making.record_of(verdict, run, signatures_of(run), documents_of(run), signed_rows(config) or {})
        made = writing.write(made, wanted)
    except GoliveError as error:
        return _against(verdict, [str(error)])
    except OSError as error:
        return _against(verdict, [f"the record cannot be written: {error.strerror or error}"])
    first = made.subject.commit
    of = f", of commit {first[:10]}, the first with this content" if first not in verdict.facts.commit else ""
    for name, what in (("record", "record"), ("attest", "attestation")):
        if name in paths:
            by = _signed(made, run, paths["key"].name) if "key" in paths else "unsigned"
            tell(config, verdict, verdict, f"{what}: {config.getoption(f'golive_{name}')}, {by}{of}")
    return verdict


def _signed(made: Record, run: Run, key: str) -> str:
    """By whom a record is signed; with a warning if that is nobody who may, so that it will open nothing."""
    from pytest_golive.context.signing.chaining import recorders_of, signer_of
    from pytest_golive.context.signing.opening import signatures_of

    signatures = signatures_of(run)
    if not made.signature:
        return f"signed by the key {key}"
    if who := signer_of(made, signatures):
        return f"signed by {who}"
    may = ", ".join(recorders_of(signatures))
    whose = f"none of those who sign records ({may})" if may else "nobody in [tool.golive.signing.people]"
    return f"signed, but by a key of {whose}: it opens no phase that needs a signed record"


def signed_rows(config: pytest.Config) -> dict[str, Check] | None:
    """The rows that people sign, by their ids; None where there are no documents."""
    ledger = getattr(config.pluginmanager.get_plugin(DOCUMENTS), "ledger", None)
    if ledger is None:
        return None
    lines = ledger.lines()[0]
    return {line.check.id: line.check for line in lines if line.check.needs_people}


def _paths(config: pytest.Config) -> dict[str, Path]:
    options = {name: config.getoption(f"golive_{name}", None) for name in ("record", "attest", "key")}
    return {name: file_named(config.invocation_params.dir, value) for name, value in options.items() if value}


def _is_wanted(paths: dict[str, Path]) -> bool:
    return bool({"record", "attest"} & paths.keys())


def _against(verdict: Verdict, faults: list[str]) -> Verdict:
    return replace(verdict, faults=(*verdict.faults, *faults)) if faults else verdict


def _unfit(run: Run) -> Iterator[str]:
    """Why there is no release that a record could be about."""
    from pytest_golive.context.signing.opening import signatures_of

    try:
        changed = signatures_of(run).checkout.uncommitted_in_words
    except GoliveError as error:
        yield f"there is no release to record: {error}"
        return
    if changed:
        yield f"a record is about a commit, and {changed} from it: commit what differs"
