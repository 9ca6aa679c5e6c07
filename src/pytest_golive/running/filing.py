"""The record and the attestation that a run was asked for: whoever asked relies on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Verdict
from pytest_golive.running.writing import DOCUMENTS

if TYPE_CHECKING:
    from pytest_golive.checklist.binding.resolving import Check


def faults_of_signatures(run: Run, *, has_documents: bool) -> list[str]:
    """What speaks against a GO among the signatures; of all that nothing is loaded where nobody signs."""
    table, asked = run.settings.signing, run.asked
    if not (has_documents or asked.after or table.people or (run.root / table.folder).is_dir()):
        return []
    from pytest_golive.context.signing.faults import signing_faults

    return list(signing_faults(run))


def fit_to_record(verdict: Verdict, run: Run, config: pytest.Config) -> Verdict:
    """*verdict* with what speaks against it because no record can be made, before anything else is written."""
    paths = _paths(config)
    return _against(verdict, [*_unfit(run, paths)]) if _is_wanted(paths) else verdict


def recorded(verdict: Verdict, run: Run, config: pytest.Config) -> Verdict:
    """*verdict*, once its record is written; with a fault if that cannot be."""
    paths = _paths(config)
    if not _is_wanted(paths) or [*_unfit(run, paths)]:
        return verdict
    from pytest_golive.context.signing.opening import documents_of, signatures_of
    from pytest_golive.reports.records import making, writing

    try:
        artefacts = writing.artefacts_in(run.root, run.settings.signing.artefacts) if "attest" in paths else ()
        wanted = writing.Wanted(paths.get("record"), paths.get("attest"), paths.get("key"), tuple(artefacts))
        made = making.record_of(verdict, run, signatures_of(run), documents_of(run), _signed_rows(config))
        writing.write(made, wanted)
    except GoliveError as error:
        return _against(verdict, [str(error)])
    except OSError as error:
        return _against(verdict, [f"the record cannot be written: {error.strerror or error}"])
    return verdict


def _signed_rows(config: pytest.Config) -> dict[str, Check]:
    """The rows that people sign, by their ids."""
    ledger = getattr(config.pluginmanager.get_plugin(DOCUMENTS), "ledger", None)
    lines = ledger.lines()[0] if ledger else ()
    return {line.check.id: line.check for line in lines if line.check.needs_people}


def _paths(config: pytest.Config) -> dict[str, Path]:
    options = {name: config.getoption(f"golive_{name}", None) for name in ("record", "attest", "key")}
    return {name: config.invocation_params.dir / value for name, value in options.items() if value}


def _is_wanted(paths: dict[str, Path]) -> bool:
    return bool({"record", "attest"} & paths.keys())


def _against(verdict: Verdict, faults: list[str]) -> Verdict:
    return replace(verdict, faults=(*verdict.faults, *faults)) if faults else verdict


def _unfit(run: Run, paths: dict[str, Path]) -> Iterator[str]:
    """Why there is no release that a record could be about."""
    from pytest_golive.context.signing.opening import signatures_of

    if "attest" in paths and "key" not in paths:
        yield "an attestation is signed, and no key was given: --golive-key FILE"
    try:
        changed = signatures_of(run).checkout.uncommitted_in_words
    except GoliveError as error:
        yield f"there is no release to record: {error}"
        return
    if changed:
        yield f"a record is about a commit, and {changed} differ from it: commit them"
