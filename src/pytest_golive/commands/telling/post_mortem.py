"""``golive post-mortem``: start the document about a rollback, from facts."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from pytest_golive.commands.actions import DONE


def add_post_mortem(commands: Any) -> None:
    """The arguments of the command."""
    made = commands.add_parser(
        "post-mortem",
        help="start the document about a rollback, from the journal, git and records",
        description="Write the document that rollback::post_mortem_written asks for: what happened when, the trigger, "
        "what was measured, the time to recover. Comments in it ask for what only people know. A file that is there "
        "is never overwritten.",
    )
    made.add_argument(
        "--target", default=None, metavar="NAME", help="target that was rolled back; else the one whose journal says so"
    )
    made.add_argument("--as", dest="version", default="", metavar="VERSION", help="this version, if none is declared")
    made.add_argument("--print", dest="only_print", action="store_true", help="write it to standard output instead")
    made.set_defaults(run=run_post_mortem)


def run_post_mortem(args: argparse.Namespace) -> int:
    """Write it."""
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.commands.telling.lessons import facts_in, hand_over
    from pytest_golive.context.moments.rolled_back import rolled_back
    from pytest_golive.delivery.rollback import facts as told
    from pytest_golive.documents.lessons.template import written
    from pytest_golive.fixtures.post_deploy.lessons_documented import place_of, version_here
    from pytest_golive.settings.rollback.table import Rollback

    with opened_run(args.target or _rolled_back(), ()) as run:
        table, version = run.settings.of(Rollback), args.version or version_here(run)
        facts, unread = facts_in(run, version)
        made = rolled_back(run)
        entries = made.entries if made else ()
        more = {
            "timeline": [*told.timeline(entries)],
            "trigger": [*told.triggers(entries), *facts.triggers()],
            "samples": [*told.samples(entries), *facts.breached()],
            "recovery": [*told.recovery(made.took if made else None)],
        }
        if made is None or not made.entries:
            unread = [*unread, f"the journal of {run.target_name}: it tells of no rollback of this release"]
        text = written(facts, table.post_mortem_sections, "Post-mortem of", more)
        for line in hand_over(run, text, place_of(table.post_mortem, version), unread, args, "golive post-mortem"):
            sys.stdout.write(line)
    return DONE


def _rolled_back() -> str | None:
    """The target whose journal tells of the newest rollback of this release; None for the default one."""
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.context.moments.rolled_back import newest

    with opened_run(None, ()) as run:
        found = newest(run)
    return found[0] if found else None
