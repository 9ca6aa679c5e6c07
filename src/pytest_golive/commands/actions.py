"""The actions of the ``golive`` commands: from the arguments to the output."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pytest_golive.errors import GoliveError, SettingsError

if TYPE_CHECKING:
    from pytest_golive.commands.reference.catalogue import Gate
    from pytest_golive.settings.loading import Loaded

DONE, REFUSED, USAGE, SETTINGS = 0, 1, 2, 4
WIDEST = 100


def init(args: argparse.Namespace) -> int:
    """Write a table of settings."""
    from pytest_golive.commands.init.command import init as write

    written = write(Path(args.path), force=args.force, dry=args.dry)
    if args.dry:
        sys.stdout.write(written.table)
    else:
        print(written.report)
    return DONE


def explain(args: argparse.Namespace) -> int:
    """Explain gates, or print a reference page."""
    from pytest_golive.commands.explain import listed
    from pytest_golive.commands.reference import api, catalogue, pages

    if args.json_schema:
        from pytest_golive.commands.reference.schema import schema_text

        sys.stdout.write(schema_text())
        return DONE
    gates = catalogue.all_gates()
    if args.list:
        sys.stdout.write(listed(gates, _settings_here()[0]))
    elif args.markdown == "gates":
        sys.stdout.write(pages.gates_page(gates))
    elif args.markdown == "settings":
        sys.stdout.write(pages.settings_page())
    elif args.markdown == "api":
        sys.stdout.write(api.api_page())
    else:
        try:
            chosen = [gate for name in args.gates for gate in catalogue.choose(gates, name)]
        except catalogue.UnknownGate as error:
            return complain(error, USAGE)
        return _explain_each(chosen)
    return DONE


def _explain_each(chosen: Sequence[Gate]) -> int:
    import datetime as dt

    from pytest_golive.commands.explain import explained

    loaded, fault = _settings_here()
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    heading = "\033[1m{}\033[0m" if _takes_colour(sys.stdout) else "{}"
    today = dt.datetime.now(dt.UTC).date()
    texts = [explained(gate, loaded, width=width, today=today, heading=heading) for gate in chosen]
    sys.stdout.write("\n".join(texts))
    return complain(fault, SETTINGS) if fault else DONE


def _settings_here() -> tuple[Loaded | None, SettingsError | None]:
    """The settings, or their error: help is available also with broken settings."""
    from pytest_golive.settings.loading import find_project, load_settings

    try:
        return load_settings(find_project(Path.cwd())), None
    except SettingsError as error:
        return None, error


def _takes_colour(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def ratchet(args: argparse.Namespace) -> int:
    """Record today's findings."""
    from pytest_golive.commands.ratchet import ratchet as turn
    from pytest_golive.settings.loading import find_project

    turned = turn(find_project(Path.cwd()), [gate_named(gate) for gate in args.gates], accept=args.accept)
    print(turned.report)
    return REFUSED if turned.refused else DONE


def waive(args: argparse.Namespace) -> int:
    """Write a waiver."""
    import datetime as dt

    from pytest_golive.commands.waive import Request, doubt
    from pytest_golive.commands.waive import waive as write
    from pytest_golive.settings.loading import find_project

    request = Request(gate_named(args.gate), args.match, args.reason, args.owner, args.approver, args.expires)
    root = find_project(Path.cwd())
    place = write(root, request, dt.datetime.now(dt.UTC).date())
    print(f"{place}: {request.gate} is waived until {request.expires} UTC; commit it")
    if warning := doubt(root, request.match):
        print(f"warning: {warning}", file=sys.stderr)
    return DONE


def probe(args: argparse.Namespace) -> int:
    """Run a command and probe a service meanwhile."""
    from pytest_golive.commands.probe import ProbeOptions, probe_command

    options = ProbeOptions(
        tuple(args.command), args.url, args.target, args.path, args.interval, args.timeout, args.settle, args.svg
    )
    probed = probe_command(options, Path.cwd())
    # Standard output carries only COMMAND's own output.
    print(probed.report, file=sys.stderr)
    return probed.status


def record_baseline(args: argparse.Namespace) -> int:
    """Record a baseline."""
    from pytest_golive.commands.load.baseline import record

    print(record(args.target, args.allow))
    return DONE


def show_baselines(_: argparse.Namespace) -> int:
    """Show the recorded baselines."""
    from pytest_golive.commands.load.baseline import show

    print(show())
    return DONE


def worker(args: argparse.Namespace) -> int:
    """Send load for a master on another machine."""
    from pytest_golive.commands.load.worker import work

    print(work(args.master, args.target, args.allow, args.runs))
    return DONE


def gate_named(name: str) -> str:
    """The id of a gate; the id of a team's own gate stays as it is."""
    from pytest_golive.commands.reference import catalogue

    gates = catalogue.all_gates()
    if "::" in name and name.partition("::")[0] not in {gate.section for gate in gates}:
        return name
    chosen = catalogue.choose(gates, name)
    if len(chosen) > 1:
        raise GoliveError(f"{name!r} is a section of {len(chosen)} gates", "name one of them: section::gate")
    return chosen[0].key


def complain(error: GoliveError, status: int) -> int:
    """Print *error* and return *status*."""
    from pytest_golive.masking.known import MASK
    from pytest_golive.masking.printing import printable

    print(f"golive: {printable(MASK.hide(str(error)))}", file=sys.stderr)
    return status


def complain_of_fault() -> int:
    """Print the traceback of the current exception, without credentials."""
    import traceback

    from pytest_golive.masking.known import MASK

    text = MASK.hide(traceback.format_exc())
    print(f"{text}golive: this is a fault of pytest-golive; please report it", file=sys.stderr)
    return REFUSED
