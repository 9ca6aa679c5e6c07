"""``golive rehearse``: rehearses the rollback of this release on staging, and writes the record of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.values import a_file
from pytest_golive.errors import GoliveError

FAILED: Final = 1


def add_rehearse(commands: Any) -> None:
    """The arguments of the command."""
    rehearse = commands.add_parser(
        "rehearse",
        help="rehearse the rollback of this release on staging",
        description="Deploy this release to staging, write data, roll back, look for version and data, deploy again, "
        "and look once more, by the commands of the settings. The record in golive-records/rehearsals is what the row "
        "rollback::rehearsed reads; commit it.",
        epilog="Exit status: 0 all stages passed; 1 one did not, or nothing was done.",
    )
    rehearse.add_argument("--target", default=None, metavar="NAME", help="staging in the settings")
    rehearse.add_argument("--key", type=a_file, metavar="FILE", help="SSH key that signs the record, as --golive-key")
    rehearse.set_defaults(run=run_rehearse)


def run_rehearse(args: argparse.Namespace) -> int:
    """Rehearse, stage by stage, and write down what came of it."""
    from pytest_golive.collecting.executing.journalling import release_in
    from pytest_golive.collecting.executing.keeping_away import give_back, hold
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.commands.telling.rollback import before
    from pytest_golive.context.guarding.guards import journal_path
    from pytest_golive.context.signing.opening import signatures_of
    from pytest_golive.delivery.journal.writing import Journal
    from pytest_golive.delivery.rollback.recorded import NAMESPACE, write_rehearsal
    from pytest_golive.service.release.checking import Release
    from pytest_golive.signing.proving.openssh import sign
    from pytest_golive.targets.opening import opened
    from pytest_golive.targets.returning.rehearsing import Rehearsing

    key: Path | None = args.key
    with opened_run(args.target, ()) as run:
        if key is not None:
            sign(b"", key, NAMESPACE)  # before anything is deployed: it may be of no use
        live, stash = opened(run, run.target_name), pytest.Stash()
        if live.target.production:
            raise GoliveError(
                f"{live.target.name} is production, and a rehearsal is for staging", "name --target=staging"
            )
        if changed := signatures_of(run).checkout.uncommitted_in_words:
            what = f"{changed} from the commit, so the rehearsal would not be one of this release; nothing was done"
            raise GoliveError(what, "commit it, or put it back, and rehearse then")
        here, release = release_in(run), before(run)
        path = journal_path(run.settings, run.repository, live.target.name)
        hold(run, stash, f"rehearsal of {here.name}")
        try:
            with Journal.opened(path, live.target.name, here) as journal:
                rehearsal = Rehearsing(run, live, release, Release(here.version, here.commit)).hold(journal, here)
        finally:
            left = give_back(stash)
        written = write_rehearsal(run.root, rehearsal, (lambda words: sign(words, key, NAMESPACE)) if key else None)
        for stage in rehearsal.stages:
            _say(f"{stage.result:11} {stage.name:15} {stage.took:6.1f} s  {stage.evidence}")
        if rehearsal.recovery is not None:
            _say(f"from the rollback to a verified {release.name}: {rehearsal.recovery:.1f} s")
        signed = f"signed by the key {key.name}" if key else "unsigned"
        kept = f"; the lock was not given back: {left}" if left else ""
        _say(f"record: {written.relative_to(run.root)}, {signed}{kept}")
    return DONE if all(stage.result == "passed" for stage in rehearsal.stages) else FAILED


def _say(line: str) -> None:
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import printable

    sys.stdout.write(f"{printable(MASK.hide(line))}\n")
