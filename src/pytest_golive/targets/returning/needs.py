"""What a rollback of this run would need: the release before, the migrations between, the commands, the rehearsal."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.rollback.table import Rollback

if TYPE_CHECKING:
    from pytest_golive.delivery.migrations.result import Reversibility
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.delivery.rollback.rehearsed import Expected

KEY: Final = "[tool.golive.rollback]"


def before_or_first(run: Run) -> tuple[PastRelease | None, str]:
    """The release to go back to; without one, None and what the settings say about the first release.

    Raises:
        NotSetUp: there is none, and the settings say nothing.
        CannotMeasure: nobody can tell which it is.
    """
    release = run.previous_release if run.repository.head is not None else None
    if release is not None:
        return release, ""
    reason = run.settings.of(Rollback).first_release
    if reason is None:
        raise NotSetUp(
            "there is no release before this one, so there is nothing to go back to",
            f'say what happens if the first release fails: first_release = "…" in {KEY}; if there was one, name its '
            "tag in [tool.golive] previous_release",
        )
    return None, reason


def reversibility_of(run: Run) -> Reversibility:
    """Whether what migrates the database since the release before can be undone; a rollback must ask this.

    Raises:
        NotSetUp: no migration is recognised, and the settings say nothing; or there is no release before.
        CannotMeasure: a file cannot be read.
    """
    return run.shared.once("reversibility", lambda: _reversibility(run))


def _reversibility(run: Run) -> Reversibility:
    from pytest_golive.codebase.inventory.globs import matches_any
    from pytest_golive.codebase.inventory.taking import list_tracked
    from pytest_golive.delivery.git.comparing import compare
    from pytest_golive.delivery.migrations.reading import read_migrations
    from pytest_golive.delivery.migrations.result import Reversibility
    from pytest_golive.documents.tracked import Texts

    table = run.settings.of(Rollback).migrations
    if table.reversible != "measured":
        return Reversibility(declared=table.reversible, reason=table.reason or "")
    release, reason = before_or_first(run)
    if release is None:
        return Reversibility(declared="always", reason=f"first release: {reason}")
    texts = Texts.of(run.root, list_tracked(run.repository, run.settings.exclude))
    since = compare(run.repository, release.commit)
    found = read_migrations(texts.paths, texts.require, since.added | since.changed)

    def reason_of(path: str) -> str:
        return next((why for glob, why in table.exceptions.items() if matches_any(path, (glob,))), "")

    return found.excepting(reason_of)


def commands_of(run: Run) -> dict[str, str]:
    """Digests of the commands that a rehearsal is bound to, by their keys in the settings.

    Raises:
        NotSetUp: the settings do not say how a release is deployed, or how it is rolled back.
    """
    from pytest_golive.delivery.rollback.rehearsals import digest_of

    commands = {
        "deployment.command": _deploying(run.settings.of(Deployment)),
        "rollback.command": run.settings.of(Rollback).command,
    }
    for key, command in commands.items():
        if command is None:
            table, _, name = key.partition(".")
            raise NotSetUp(
                f"the settings have no {key}, so no rollback can be rehearsed",
                f'set {name} = ["./deploy.sh", "…"] in [tool.golive.{table}]; where others do that, say so in '
                "[tool.golive.not_applicable]",
            )
    given = {key: command for key, command in commands.items() if command is not None}
    return {key: digest_of((*command, *_untracked(run, command))) for key, command in given.items()}


def _untracked(run: Run, command: tuple[str, ...]) -> Iterator[str]:
    """What the files of the project that *command* names hold, where git does not track them.

    Those that it tracks are content of the release, to which a rehearsal is bound anyway.
    """
    tracked = {entry.path for entry in run.repository.tracked()}
    for word in command:
        path = (run.root / word).resolve()
        if not path.is_relative_to(run.root.resolve()) or not path.is_file():
            continue
        if path.relative_to(run.root.resolve()).as_posix() not in tracked:
            with path.open("rb") as file:
                yield f"{word}: {hashlib.file_digest(file, 'sha256').hexdigest()}"


def _deploying(rules: Deployment) -> tuple[str, ...] | None:
    """The command that deploys, with the batches in which it does."""
    return (*rules.command, *rules.batches) if rules.command is not None else None


def expected_of(run: Run, release: PastRelease) -> Expected:
    """What a rehearsal must have been about, to count for this run.

    Raises:
        NotSetUp: see `commands_of`.
    """
    from pytest_golive.context.signing.opening import checkout_of
    from pytest_golive.delivery.rollback.rehearsed import Expected

    commands = commands_of(run)
    return Expected(
        checkout_of(run).digest(),
        release.name,
        commands,
        tuple(name for name, table in run.settings.targets.items() if not table.production),
        dt.datetime.now(dt.UTC),
        dt.timedelta(days=run.settings.of(Rollback).rehearsal_days),
    )
