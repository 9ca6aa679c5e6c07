"""What the gate about backups measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "backup_created": Explanation(
        "The newest backup: its age, its size, how much smaller it is than the one before, and how far it is proven, "
        "on a ladder: present, recognised by its first bytes, read to its end with all its checksums, restored into a "
        "scratch folder or database, and compared with a manifest from the time of the backup. The evidence names the "
        "rung; below the demanded one (restored, if the settings say nothing) the row is red, or an error where "
        "something here is missing. Dumps of PostgreSQL are restored into a server that is started for it and reached "
        "only by a private socket, those of MySQL and MariaDB likewise; SQLite, tar and zip into a private folder; "
        "repositories of restic and pgBackRest by their own programs. pg_restore --list, restic check without "
        "--read-data and the exit status of pgbackrest verify stay silent about damage, so they count as nothing. An "
        "encrypted backup is opened by the team's command. Nothing is written to a live database; what was restored is "
        "removed.",
        (
            "deployment.backup.command",
            "deployment.backup.timeout",
            "deployment.backup.files",
            "deployment.backup.restic.repository",
            "deployment.backup.restic.tags",
            "deployment.backup.restic.hosts",
            "deployment.backup.restic.paths",
            "deployment.backup.pgbackrest.stanza",
            "deployment.backup.pgbackrest.config",
            "deployment.backup.max_age",
            "deployment.backup.least_size",
            "deployment.backup.shrinks",
            "deployment.backup.rung",
            "deployment.backup.open",
            "deployment.backup.manifest",
            "deployment.backup.env",
            "deployment.backup.scratch_url_env",
            "deployment.backup.scratch",
            "deployment.backup.largest",
            "deployment.backup.proof_timeout",
        ),
        "Make a backup now, and restore it once: what cannot be restored before the deployment cannot be restored "
        "after it either. Keep the last good one until the new one is proven.",
        said=(
            "create production backup",
            "production backup created",
            "backup of the production database taken",
            "database backup completed",
            "backup taken before the deployment",
        ),
    ),
}
