"""``golive announce``: tell each audience once that a release is out."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_golive.commands.actions import DONE, REFUSED
from pytest_golive.errors import CannotMeasure, GoliveError

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.delivery.announcing.mail import Mailbox
    from pytest_golive.delivery.announcing.message import Message
    from pytest_golive.delivery.announcing.webhooks import Delivery
    from pytest_golive.settings.release import AnnouncementsTable, Audience

SMTP = 25
NO_REASON = "The cause is being looked for."


def add_announce(commands: Any) -> None:
    """The arguments of the command."""
    announce = commands.add_parser(
        "announce",
        help="announce a release to the audiences of the settings",
        description="Show the announcement for each audience of [tool.golive.announcements]. With --send, notify each "
        "audience once per release, and write a receipt, which the row deployment::announced reads.",
        epilog="Exit status: 0 shown, or all were notified; 1 an audience was not notified.",
    )
    announce.add_argument(
        "audiences", nargs="*", default=[], metavar="AUDIENCE", help="default: all audiences of the settings"
    )
    announce.add_argument("--send", action="store_true", help="send it; without this option it is only shown")
    announce.add_argument(
        "--again", action="store_true", help="also notify those who were already notified of this release"
    )
    announce.add_argument(
        "--as", dest="version", default="", metavar="VERSION", help="the version, if no file declares it"
    )
    announce.add_argument(
        "--rolled-back",
        default="",
        metavar="REASON",
        nargs="?",
        const=NO_REASON,
        help="announce that this release was rolled back, and why, to the audiences of rollback.notify",
    )
    announce.set_defaults(run=run_announce)


def run_announce(args: argparse.Namespace) -> int:
    """Show the messages, or send them."""
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.settings.release import AnnouncementsTable

    with opened_run(None, ()) as run:
        table = run.settings.of(AnnouncementsTable)
        if args.rolled_back in table.audiences:
            what = f"--rolled-back {args.rolled_back}: that is an audience and no reason, which everybody would read"
            raise GoliveError(what, f'golive announce {args.rolled_back} --send --rolled-back "REASON"')
        failed = False
        for line, is_failure in _each(run, table, _chosen(table, args.audiences or _usual(run, args)), args):
            (sys.stderr if is_failure else sys.stdout).write(f"{line}\n")
            failed = failed or is_failure
    return REFUSED if failed else DONE


def _usual(run: Run, args: argparse.Namespace) -> list[str]:
    """The audiences of a rollback, if it is about one; else (): all of them."""
    from pytest_golive.settings.release import AnnouncementsTable
    from pytest_golive.settings.rollback.table import Rollback

    known = run.settings.of(AnnouncementsTable).audiences
    named = [name for name in run.settings.of(Rollback).notify if name in known] if args.rolled_back else []
    if args.rolled_back and not named:
        raise GoliveError(
            "the settings name no audience that is told of a rollback",
            "name those of announcements.audiences: [tool.golive.rollback] notify",
        )
    return named


def _chosen(table: AnnouncementsTable, named: Sequence[str]) -> list[str]:
    known = ", ".join(table.audiences) or "none"
    if wrong := [name for name in named if name not in table.audiences]:
        raise GoliveError(f"there is no audience {wrong[0]!r}", f"the settings have: {known}")
    if not table.audiences:
        raise GoliveError("the settings have no audience", "add one: [tool.golive.announcements.audiences.team]")
    return [*(named or table.audiences)]


def _each(
    run: Run, table: AnnouncementsTable, names: Sequence[str], args: argparse.Namespace
) -> Iterator[tuple[str, bool]]:
    """The result for each audience, and whether it is a failure."""
    from pytest_golive.context.signing.opening import checkout_of
    from pytest_golive.context.signing.tagging import ROLLED_BACK
    from pytest_golive.delivery.announcing.message import hidden
    from pytest_golive.delivery.announcing.receipts import Receipt, announced, keep, receipts_in
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import printable

    place = ROLLED_BACK if args.rolled_back else table.folder
    folder, checkout = run.root / place, checkout_of(run)
    kinds = {name: table.audiences[name].kind for name in names}
    version = args.version or run.naming.version
    notified = dict(announced(kinds, [*receipts_in(folder)], checkout.commits, place, version).told)
    announcement = _of_rollback(run, args) if args.rolled_back else _message(run, args.version)
    for name in names:
        audience = table.audiences[name]
        message = hidden(replace(announcement, links=audience.links))
        if name in notified and not args.again:
            yield f"{name}: already notified ({notified[name]}); --again notifies it again", False
        elif not args.send:
            yield f"{name} ({audience.kind}) would get:\n\n{message.text}\n", False
        else:
            try:
                done = _send(name, audience, message)
            except CannotMeasure as error:
                yield f"golive: {printable(MASK.hide(str(error)))}", True
                continue
            sent = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            receipt = Receipt(
                name, audience.kind, message.version, checkout.commit, sent, MASK.hide(done.how), done.is_accepted
            )
            try:
                path = keep(folder, receipt)
            except OSError as error:
                why = f"its receipt cannot be written: {error.strerror}"
                yield f"golive: {name} was notified ({receipt.how}), but {why}; see the folder {place}", True
                continue
            yield f"{name}: {receipt.how}; commit {path.relative_to(run.root).as_posix()}", False


def _of_rollback(run: Run, args: argparse.Namespace) -> Message:
    """The message that this release was rolled back, without links."""
    from pytest_golive.commands.telling.notes import facts_in
    from pytest_golive.commands.telling.rollback import before
    from pytest_golive.context.moments.rolled_back import newest
    from pytest_golive.delivery.announcing.message import Message

    found = newest(run)  # what was written since then, such as the post-mortem, needs no other version
    facts = facts_in(run, args.version or (run.naming.version if found else ""))
    to = (found[1].to if found else "") or before(run).name
    return Message(facts.project, facts.version, "", args.rolled_back, back_to=to)


def _message(run: Run, version: str) -> Message:
    """The announcement for all audiences, without links."""
    from pytest_golive.commands.telling.notes import facts_in
    from pytest_golive.context.signing.chaining import signer_of
    from pytest_golive.context.signing.opening import checkout_of, signatures_of
    from pytest_golive.delivery.announcing.message import Message
    from pytest_golive.documents.notes.quality import furthest, verdict_in
    from pytest_golive.documents.notes.writing import summary
    from pytest_golive.fixtures.release import records_of

    facts = facts_in(run, version)
    signatures = signatures_of(run)
    record = furthest(records_of(run), checkout_of(run).commits, lambda one: signer_of(one, signatures))
    verdict = verdict_in(record, signer_of(record, signatures)) if record else ""
    return Message(facts.project, facts.version, verdict, summary(facts), tuple(one.words for one in facts.breaks))


def _send(name: str, audience: Audience, message: Message) -> Delivery:
    from pytest_golive.delivery.announcing import mail, webhooks
    from pytest_golive.delivery.announcing.message import payload

    if audience.kind == "email":
        return mail.send(message, _mailbox(audience), name=name)
    variable = audience.url_env or ""
    return webhooks.post(
        audience.kind, _value(variable, name), payload(audience.kind, message), name=name, variable=variable
    )


def _mailbox(audience: Audience) -> Mailbox:
    from pytest_golive.delivery.announcing.mail import Mailbox

    host, _, port = audience.smtp.rpartition(":")
    if not host or not port.isdecimal():
        host, port = audience.smtp, str(SMTP)
    user = _value(audience.user_env, "mail") if audience.user_env else ""
    password = _value(audience.password_env, "mail") if audience.password_env else ""
    return Mailbox(host.strip("[]"), int(port), audience.tls, user, password, audience.sender or "", audience.to)


def _value(variable: str, name: str) -> str:
    value = os.environ.get(variable, "")
    if not value:
        raise CannotMeasure(f"{name} was not notified: {variable} is not set", f"export {variable}, from a CI secret")
    return value
