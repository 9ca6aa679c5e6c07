"""The arguments of ``golive sign`` and ``golive record``: from there to the screen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.signing.break_glass import add_break_glass
from pytest_golive.commands.values import a_file, day
from pytest_golive.errors import PAGES, GoliveError

if TYPE_CHECKING:
    from pytest_golive.context.signing.signatures import Signatures
    from pytest_golive.settings.loading import Loaded


def add_signing(commands: Any) -> None:
    """The commands by which people answer for something."""
    add_sign(commands)
    add_record(commands)
    add_break_glass(commands)


def add_sign(commands: Any) -> None:
    """``golive sign``."""
    sign = commands.add_parser(
        "sign",
        help="sign what only people can decide",
        usage="golive sign ROW… --by NAME [options] | --revoke ID [--by NAME] | --list",
        description="Write what somebody decided about a row into a small file, which a pull request brings. It is "
        f"bound to what the release consists of: see {PAGES}/signing.md.",
    )
    what = sign.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "rows",
        nargs="*",
        default=[],
        metavar="ROW",
        help="ids of the rows, or the end of one each; all or none is signed",
    )
    what.add_argument("--revoke", default="", metavar="ID", help="take a signature back")
    what.add_argument("--list", action="store_true", help="list what is signed, what is missing, and who may sign")
    sign.add_argument("--by", default="", metavar="NAME", help="who signs: a name of [tool.golive.signing.people]")
    sign.add_argument("--role", default="", metavar="ROLE", help="what they sign as")
    sign.add_argument("--evidence", default="", metavar="URL", help="where to read more")
    sign.add_argument("--note", default="", metavar="TEXT", help="what should be known about it")
    sign.add_argument("--reject", action="store_true", help="say no: then nobody's yes counts")
    sign.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="the last day it counts, UTC")
    sign.add_argument(
        "--covers", action="append", default=[], metavar="GLOB", help="bind it to these files alone; repeatable"
    )
    sign.add_argument(
        "--key", type=a_file, metavar="FILE", help="SSH key that proves who signs; see ssh-keygen -Y sign"
    )
    sign.add_argument("--target", metavar="NAME", help="what it goes live on; the default target if not given")
    sign.set_defaults(run=run_sign)


def add_record(commands: Any) -> None:
    """``golive record``."""
    record = commands.add_parser(
        "record",
        help="see what a record of a run says, and whether to believe it",
        description=f"What --golive-record writes: see {PAGES}/signing.md.",
    )
    parts = record.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = parts.add_parser(
        "verify",
        help="say whether a record is whole, whose it is, and what it is about",
        epilog="Exit status: 0 it is whole and signed by somebody who may sign records, 1 it is not.",
    )
    verify.add_argument("file", type=a_file, metavar="FILE", help="the record")
    verify.set_defaults(run=run_verify)
    parts.add_parser("schema", help="print the JSON Schema of records").set_defaults(run=run_schema)


def run_schema(_: argparse.Namespace) -> int:
    """Print the schema."""
    from pytest_golive.commands.signing.schema import schema_text

    sys.stdout.write(schema_text())
    return DONE


def run_verify(args: argparse.Namespace) -> int:
    """Verify a record."""
    from pytest_golive.commands.signing.verify import check_signer, verified
    from pytest_golive.signing.record import read_record

    signatures, _ = opened(None)
    record = read_record(args.file)
    _say(verified(record, signatures))
    sys.stdout.flush()
    return _say(f"  {check_signer(record, args.file.name, signatures)}")


def run_sign(args: argparse.Namespace) -> int:
    """Sign, take back, or list."""
    from pytest_golive.commands.signing import refusing, rows, sign, telling

    signatures, loaded = opened(args.target)
    if args.revoke:
        return _say(sign.revoke(signatures, args.revoke, args.by, args.note, args.key))
    known = rows.manual_rows(signatures.repository.root, loaded, signatures)
    if args.list:
        return _say(telling.listed(signatures, known, rows.faults_of(signatures.repository.root, loaded)))
    if not args.by:
        raise GoliveError("nobody is named who signs", "--by NAME, of [tool.golive.signing.people]")
    request = refusing.Request(
        args.by, args.role, args.evidence, args.note, args.reject, args.until, tuple(args.covers), args.key
    )
    return _say(sign.sign_rows(signatures, rows.choose_all(known, args.rows), request))


def _say(words: str) -> int:
    sys.stdout.write(f"{words}\n")
    return DONE


def opened(target: str | None) -> tuple[Signatures, Loaded]:
    """The signatures of the project around the current folder, and its settings.

    Raises:
        GoliveError: there is no commit to sign, or no such target.
    """
    from pytest_golive.context.signing.opening import signatures_in
    from pytest_golive.settings.loading import find_project, load_settings

    root = find_project(Path.cwd())
    loaded = load_settings(root)
    settings = loaded.settings
    if target is not None and target not in settings.targets:
        raise GoliveError(f"there is no target {target!r}", f"known are: {', '.join(settings.targets) or 'none'}")
    return signatures_in(root, loaded, target or settings.default_target), loaded
