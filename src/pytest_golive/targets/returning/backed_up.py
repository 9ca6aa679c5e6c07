"""Where the backups of a run are, and with what they are proven, as the settings say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.context.run import Run
from pytest_golive.errors import PAGES, CannotMeasure, NotSetUp
from pytest_golive.settings.deployment.backup import Backup as BackupTable
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.triggers.way_back import filled, filled_glob

if TYPE_CHECKING:
    from pytest_golive.delivery.backups.climbing import How
    from pytest_golive.delivery.backups.measuring import Means, Where


def backup_table(golive: Run) -> BackupTable:
    """The settings about backups.

    Raises:
        NotSetUp: there are none.
    """
    table = golive.settings.of(Deployment).backup
    if table is None:
        raise NotSetUp(
            "the settings do not say where backups are, so none can be proven",
            f'name them: files = "/var/backups/shop/*.dump" in [tool.golive.deployment.backup]; see {PAGES}/backups.md',
        )
    return table


def where_of(golive: Run, table: BackupTable) -> Where:
    """Where the backups are, with the placeholders filled in.

    Raises:
        CannotMeasure: nobody can tell what one stands for.
    """
    from pytest_golive.delivery.backups.kinds.restic import filters_of
    from pytest_golive.delivery.backups.measuring import Where

    restic, stanza = table.restic, table.pgbackrest
    (repository,) = filled(golive, (restic.repository if restic else "",))
    chosen = [filled(golive, said) for said in (restic.tags, restic.hosts, restic.paths)] if restic else []
    return Where(
        filled_glob(golive, table.files) if table.files else "",
        repository,
        filters_of(*chosen) if chosen else (),
        stanza.stanza if stanza else "",
        (stanza.config or "") if stanza else "",
    )


def means_of(golive: Run, table: BackupTable) -> Means:
    """With what a backup is proven."""
    from pytest_golive.delivery.backups.ladder import Rung
    from pytest_golive.delivery.backups.measuring import Means
    from pytest_golive.delivery.backups.working.commands import environment_of
    from pytest_golive.observability.signals.units import bytes_of

    return Means(
        Rung[table.rung.upper()],
        _how(golive, table),
        environment_of(table.env),
        seconds(table.proof_timeout),
        int(bytes_of(table.largest)),
        golive.root / table.scratch if table.scratch else None,
        golive.progress,
    )


def _how(golive: Run, table: BackupTable) -> How:
    from pytest_golive.delivery.backups.climbing import How

    variable = table.scratch_url_env or ""
    url = os.environ.get(variable, "") if variable else ""
    if variable and not url:
        raise CannotMeasure(
            f"the environment variable {variable}, which names the scratch database, is not set",
            f"set {variable}, or leave scratch_url_env out: a server is then started for the backup",
        )
    (manifest,) = filled(golive, (table.manifest or "",))
    return How(table.open, Path(golive.root / manifest) if manifest else None, url, variable)
