"""``golive backup manifest``: what a backup must hold, written when it is made."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.values import file_name, seconds
from pytest_golive.errors import CannotMeasure, GoliveError

if TYPE_CHECKING:
    from pytest_golive.delivery.backups.ladder import Content
    from pytest_golive.delivery.backups.working.commands import Runner

SNAPSHOT: Final = "{snapshot}"
LARGEST: Final = 1 << 50  # nothing is opened here


def add_backup(commands: Any) -> None:
    """The arguments of the command."""
    backup = commands.add_parser("backup", help="write the manifest of a backup", description="About backups.")
    kinds = backup.add_subparsers(title="commands", metavar="COMMAND", required=True)
    manifest = kinds.add_parser(
        "manifest",
        usage="golive backup manifest [options] [-- COMMAND ...]",
        help="write what a backup must hold, when it is made",
        description="Count the rows of a database, or the files of a folder, with checksums, and write them beside the "
        "backup. deployment::backup_created compares them with what it restores. The database is only read. With "
        "COMMAND, which makes the backup, both see a PostgreSQL database at the same moment: pg_dump "
        "--snapshot={snapshot}.",
    )
    what = manifest.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--database-env", default="", metavar="NAME", help="environment variable that holds postgresql://… or mysql://…"
    )
    what.add_argument("--sqlite", type=file_name, default="", metavar="FILE", help="an SQLite database")
    what.add_argument("--files", type=file_name, default="", metavar="FOLDER", help="a folder that is backed up")
    manifest.add_argument("--prefix", default="", help="what stands before the paths of these files in the backup")
    manifest.add_argument(
        "--backup", type=file_name, default="", metavar="FILE", help="the backup, whose SHA-256 is taken as well"
    )
    manifest.add_argument(
        "--output", type=file_name, default="", metavar="FILE", help="the manifest; BACKUP.manifest.json if not given"
    )
    manifest.add_argument("--timeout", default="1h", type=seconds, metavar="TIME", help="timeout of all of it; 1h")
    manifest.add_argument("command", nargs="*", metavar="COMMAND", help="program and arguments that make the backup")
    manifest.set_defaults(run=run_manifest)


def run_manifest(args: argparse.Namespace) -> int:
    """Write it."""
    from pytest_golive.delivery.backups import manifests
    from pytest_golive.delivery.backups.kinds.archives import digest_of
    from pytest_golive.delivery.backups.locating import SUFFIX
    from pytest_golive.delivery.backups.working.commands import Runner, environment_of
    from pytest_golive.delivery.backups.working.folder import scratch_folder
    from pytest_golive.files.writing import cannot, replace_file

    if not args.output and not args.backup:
        raise GoliveError("nothing says where the manifest goes", "name the backup with --backup, or --output FILE")
    backup = Path(args.backup)
    path = Path(args.output) if args.output else backup.with_name(backup.name + SUFFIX)
    with scratch_folder(None) as folder:
        runner = Runner(folder, environment_of(()), time.monotonic() + args.timeout, LARGEST)
        content = _content(args, runner)
        if not content.rows and not content.files:
            raise CannotMeasure("there is no row and no file to be backed up", "name what the backup holds")
        if args.backup and not backup.exists():
            raise GoliveError(f"{backup} does not exist, so its SHA-256 cannot be taken", "make the backup first")
        digest = digest_of(backup, runner) if backup.is_file() and args.backup else ""
    try:
        replace_file(path, manifests.written(content, digest).encode())
    except OSError as error:
        raise cannot(path, error) from None
    sys.stdout.write(f"{path}: {content.words}{', and the SHA-256 of the backup' if digest else ''}\n")
    return DONE


def _content(args: argparse.Namespace, runner: Runner) -> Content:
    from pytest_golive.delivery.backups import taking

    here, environment = Path.cwd(), dict(os.environ)

    def _dump(snapshot: str) -> None:
        command = [word.replace(SNAPSHOT, snapshot) for word in args.command]
        taking.run_backup(command, runner, here, environment)

    url = os.environ.get(args.database_env, "") if args.database_env else ""
    if args.database_env and not url:
        raise GoliveError(f"the environment variable {args.database_env} is not set", "set it to the database's URL")
    if url.startswith("postgres"):
        return taking.of_postgres(url, args.database_env, runner, _dump if args.command else None)
    if args.command:
        taking.run_backup(args.command, runner, here, environment)
    if url:
        return taking.of_mysql(url, args.database_env, runner)
    if args.sqlite:
        return taking.of_sqlite(Path(args.sqlite))
    return taking.of_files(Path(args.files), args.prefix, runner)
