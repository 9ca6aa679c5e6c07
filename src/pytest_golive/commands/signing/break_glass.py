"""``golive break-glass``: writes what an emergency may pass, and has somebody else approve it."""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.commands.actions import DONE
from pytest_golive.commands.values import a_file
from pytest_golive.errors import PAGES, GoliveError

if TYPE_CHECKING:
    from pytest_golive.signing.glass.glass import Glass

WORDS: Final = ("reason", "by", "approver")
FIRST: Final = b"target ="


def add_break_glass(commands: Any) -> None:
    """The arguments of the command."""
    glass = commands.add_parser(
        "break-glass",
        help="let an emergency deployment pass named rows",
        description="Write FILE, which says which rows a deployment of the commit that is checked out may pass without "
        "proof, why, by whom and for how long (24 hours at most). Somebody else approves it: with --approve and --key "
        f"the file is shown and signed. Then: pytest -m deploy --golive-break-glass=FILE. See {PAGES}/break-glass.md.",
        epilog="Exit status: 0 written or signed; 1 it would not hold, so nothing was written; 4 faults in settings.",
    )
    glass.add_argument("file", type=a_file, metavar="FILE", help="the file")
    glass.add_argument("--row", action="append", default=[], metavar="ROW", help="section::gate, or freeze; repeat it")
    glass.add_argument(
        "--target", default=None, metavar="NAME", help="target in the settings; the default one if not given"
    )
    for name, words in (
        ("reason", "why it cannot wait"),
        ("by", "who breaks the glass"),
        ("approver", "who else agrees"),
    ):
        glass.add_argument(f"--{name}", default="", metavar="TEXT", help=words)
    glass.add_argument(
        "--hours", type=float, default=2.0, metavar="N", help="how long it holds, from now; 2 if not given"
    )
    glass.add_argument("--approve", action="store_true", help="sign the file, as its approver (needs --key)")
    glass.add_argument("--key", type=a_file, default=None, metavar="KEY", help="private SSH key of the approver")
    glass.set_defaults(run=break_glass)


def break_glass(args: argparse.Namespace) -> int:
    """Write the file, or sign it.

    Raises:
        GoliveError: it would not hold.
    """
    if args.approve != (args.key is not None):
        raise GoliveError("--approve signs with a key, and --key is for that alone", "give both, or none")
    made, command = _approved(args) if args.approve else _written(args)
    what = "signed" if args.approve else "written; let the approver sign it: --approve --key KEY"
    _say(f"{args.file}: {made.sentence}")
    _say(f"passes without proof on {made.target}, for commit {made.commit[:10]}: {', '.join(made.rows)}")
    _say(f"{what}; then: {command} --golive-break-glass={shlex.quote(str(args.file))}")
    return DONE


def _written(args: argparse.Namespace) -> tuple[Glass, str]:
    """The file that was written, and what to type next: at night nobody knows all that production asks for."""
    from pytest_golive.collecting.executing.selection import command_for
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.context.exceptions.given import deploying_itself
    from pytest_golive.context.hiding import refuse_secrets
    from pytest_golive.signing.glass.glass import Glass
    from pytest_golive.signing.glass.reading import text_of

    if lacking := [f"--{name}" for name in WORDS if not getattr(args, name).strip()]:
        raise GoliveError(f"{' and '.join(lacking)} must be said", "golive break-glass --help")
    if not 0 < args.hours <= 24:  # noqa: PLR2004 -- hours of a day
        raise GoliveError(f"--hours {args.hours:g}: a broken glass holds for 24 hours at most", "name fewer")
    said = {name: getattr(args, name).strip() for name in WORDS}
    refuse_secrets("the broken glass", said)
    with opened_run(args.target, ()) as run:
        head = run.repository.head
        if head is None:
            raise GoliveError("nothing is committed yet, so nothing can be deployed", "commit it first")
        opened = dt.datetime.now(dt.UTC).replace(microsecond=0)
        expires = opened + dt.timedelta(hours=args.hours)
        glass = Glass(run.target_name, head.sha, tuple(args.row), **said, opened=opened, expires=expires)
        more = deploying_itself(run, glass)
        table = run.settings.targets.get(run.target_name)
        command = command_for(run, run.target_name, is_production=table is not None and table.production)
    _check(glass, args.file, more)
    _write(args.file, text_of(glass))
    return glass, command


def _approved(args: argparse.Namespace) -> tuple[Glass, str]:
    """The file that was signed, and what to type next; the approver may have nothing but the file."""
    from pytest_golive.signing.glass.glass import NAMESPACE
    from pytest_golive.signing.glass.reading import read_glass, text_of
    from pytest_golive.signing.proving.openssh import sign

    glass = read_glass(args.file, dt.datetime.now(dt.UTC))
    signed = replace(glass, signature=sign(glass.words, args.key, NAMESPACE))
    _write(args.file, text_of(signed))
    return signed, "the command of the deployment, with"


def _check(glass: Glass, file: Path, more: list[str]) -> None:
    from pytest_golive.signing.glass.reading import faults_of

    if faults := [*faults_of(glass, dt.datetime.now(dt.UTC)), *more]:
        raise GoliveError(f"{file.name} was not written: {'; '.join(faults)}", f"see {PAGES}/break-glass.md")


def _write(path: Path, text: str) -> None:
    from pytest_golive.files.writing import cannot, is_free_for, replace_file

    try:
        if not is_free_for(path, FIRST):
            raise GoliveError(f"{path} holds something else and stays as it is", "name another file")
        replace_file(path, text.encode())
    except OSError as error:
        raise cannot(path, error) from None


def _say(line: str) -> None:
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import printable

    sys.stdout.write(f"{printable(MASK.hide(line))}\n")
