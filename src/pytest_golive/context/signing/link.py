"""A record of an earlier phase that opens a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Link:
    """A record that opens this run.

    Attributes:
        name: of its file.
        phases: that it is about.
        signer: who signed it; "" for nobody.
        rows: id, outcome and message of each, where it is about the phase that runs; see `running.merging`.
        rehearsed_on: the target before production that it is about, where this run deploys to production; "" for none.
        rehearsed: ids of the rows that were verified there, if it is about one.
    """

    name: str
    phases: tuple[str, ...]
    ended: str
    signer: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    rehearsed_on: str = ""
    rehearsed: frozenset[str] = frozenset()


def told(link: Link) -> str:
    """The link in words."""
    return f"{link.name}, of {link.ended}, {f'signed by {link.signer}' if link.signer else 'unsigned'}"


def anew(settings: Settings, phases: Sequence[str], target: str, *, needs_key: bool) -> str:
    """How to make a record of *phases* that opens what the one at hand, or none, does not."""
    named = " or ".join(phases) or "PHASE"
    words = ["pytest", "-m", f'"{named}"' if " " in named else named, *([f"--target={target}"] if target else [])]
    if "deploy" in phases and _is_executed(settings):  # a dry run is never a GO
        words.append("--golive-execute")
        if target in settings.targets and settings.targets[target].production:
            words += ["--golive-allow=deploy", "--golive-confirm=VERSION"]
    words += ["--golive-record=FILE", *(["--golive-key=KEY"] if needs_key else [])]
    return f"{' '.join(words)}, then --golive-after=FILE here"


def _is_executed(settings: Settings) -> bool:
    table = settings.of(Deployment)
    backup = table.backup.command if table.backup else ()
    return bool(table.command or table.steps or table.regression or backup)
