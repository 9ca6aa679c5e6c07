"""``golive watch``: watches a release after its deployment, without running anything else."""

from __future__ import annotations

import argparse
import contextlib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.commands.actions import DONE, REFUSED
from pytest_golive.commands.values import a_file, duration, file_name
from pytest_golive.errors import GoliveError

if TYPE_CHECKING:
    from pytest_golive.collecting.evaluating.asking import WatchAsked
    from pytest_golive.reports.decisions.deciding import Decision

GATE: Final = "deployment::stable_after_deploy"
STABLE: Final = "stable (exit status 0); the verdict above is about the whole checklist, of which this is one row"
UNSTABLE: Final = "not stable, or not proven (exit status 1): see the reasons above"
STOPPED: Final = "stopped without a verdict (exit status 1); the same command with --resume goes on, if that is soon"
HOLDING: Final = frozenset({"passed", "waived", "known"})


def add_watch(commands: Any) -> None:
    """The arguments of the command."""
    watch = commands.add_parser(
        "watch",
        help="watch the service after a deployment, and say whether it is stable",
        description=f"Run the row {GATE} alone: samples of all signals at an interval, for as long as "
        "[tool.golive.watch] says. Ctrl-C ends it without a verdict; --resume goes on from its samples.",
        epilog="Exit status: 0 stable, 1 not stable or not proven, 4 faults in the settings.",
    )
    watch.add_argument("--target", default="", metavar="NAME", help="target in the settings; the default one otherwise")
    watch.add_argument("--resume", action="store_true", help="go on with the watch that was stopped just now")
    watch.add_argument("--duration", type=duration, metavar="TIME", help="instead of watch.duration")
    watch.add_argument("--interval", type=duration, metavar="TIME", help="instead of watch.interval")
    watch.add_argument(
        *("--decision", "--golive-decision"),
        type=file_name,
        metavar="FILE",
        help="write what a pipeline does next, as JSON: continue (exit status 0), hold or roll back",
    )
    watch.add_argument("--show", type=a_file, metavar="FILE", help="show the watch whose samples are in FILE, and end")
    watch.add_argument("--svg", type=a_file, metavar="FILE", help="with --show: also draw it into a file")
    watch.set_defaults(run=run_watch)


def run_watch(args: argparse.Namespace) -> int:
    """Watch, and return the exit status."""
    if args.show or args.svg:
        return show_watch(args.show, args.svg)
    from pytest_golive.collecting.evaluating.asking import WatchAsked
    from pytest_golive.options import file_named
    from pytest_golive.settings.loading import find_project, load_settings

    root = find_project(Path.cwd())
    load_settings(root)  # faults are told before pytest starts
    asked = WatchAsked(args.resume, args.duration or "", args.interval or "")
    decision = args.decision
    if decision:  # it is named from here, and pytest runs in the project's folder
        decision = str(file_named(Path.cwd(), decision))
    return watch(root, args.target, asked, decision)


def show_watch(file: Path | None, picture: Path | None) -> int:
    """Show a stored watch, and return the exit status.

    Raises:
        GoliveError: it cannot be read or drawn.
    """
    from pytest_golive.reports.watch.showing import show

    if file is None:
        raise GoliveError("--svg draws a stored watch, and none is named", "name the file of its samples with --show")
    sys.stdout.write(show(file, picture))
    return DONE


def watch(root: Path, target: str, asked: WatchAsked, decision: str | None = None) -> int:
    """Run the row, and return the exit status; *decision* is the file of what a pipeline does next, None for none.

    Raises:
        GoliveError: pytest did not run it.
    """
    outcome = _Outcome(asked)
    chosen = [f"--golive-target={target}"] if target else []
    chosen += [f"--golive-decision={decision}"] if decision is not None else []
    with contextlib.chdir(root):
        status = pytest.main(["--rootdir", str(root), "-v", "--golive", f"{ROOT}/{GATE}", *chosen], plugins=[outcome])
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}:
        raise GoliveError(f"the watch did not run: pytest ended with exit status {int(status)}", "see what it printed")
    is_stable = bool(outcome.words) and set(outcome.words) <= HOLDING
    if is_stable and decision and outcome.allowed:
        _allow(Path(decision), outcome.allowed)
    ended = STOPPED if status == pytest.ExitCode.INTERRUPTED else STABLE if is_stable else UNSTABLE
    sys.stdout.write(f"golive watch: {ended}\n")
    return DONE if is_stable else REFUSED


def _allow(file: Path, decision: Decision) -> None:
    """Write that a pipeline may continue.

    Raises:
        GoliveError: it cannot be written, so that "hold" stays there.
    """
    from pytest_golive.reports.decisions.writing import write

    try:
        write(file, decision)
    except OSError as error:
        what = f"the service was stable, but the decision {file} cannot be written: {error.strerror}"
        raise GoliveError(what, "see its folder and its permissions, or name another file") from None


@dataclass(eq=False)
class _Outcome:
    """Hands what is asked for to the row, and takes its outcome."""

    asked: WatchAsked
    words: list[str] = field(default_factory=list)
    allowed: Decision | None = None

    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
        """Say what is asked for before the run reads its settings."""
        from pytest_golive.collecting.evaluating.asking import WATCH_ASKED

        early_config.stash[WATCH_ASKED] = self.asked

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Remember the decision to continue, which nobody writes before all has ended well."""
        from pytest_golive.running.asked.deciding import ALLOWED

        self.allowed = config.stash.get(ALLOWED, None)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Remember how the row ended."""
        record = getattr(report, "golive", None)
        if record and (report.when == "call" or record["outcome"] not in HOLDING):
            self.words.append(record["outcome"])
