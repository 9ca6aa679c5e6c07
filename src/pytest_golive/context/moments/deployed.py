"""When the release was deployed: watches, baselines before it and the rows of the days after it count from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.context.moments.given import APART
from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError, NotSetUp
from pytest_golive.settings.deployment.batches import shares
from pytest_golive.settings.deployment.table import Deployment

if TYPE_CHECKING:
    from pytest_golive.signing.record import Record

UTC = "%Y-%m-%d %H:%M:%S UTC"
SAID = "--golive-deployed"
WATCHED = "watched_deployment"  # the name under which a run shares the deployment that it watched
BATCH = "batch-"  # the beginning of the names under which it shares its batches


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, and how that is known.

    Attributes:
        at: in UTC.
        source: "--golive-deployed", "the deployment of this run" or "the record deploy.json".
        began: when the deployment began, in UTC; None if nothing tells.
    """

    at: dt.datetime
    source: str
    began: dt.datetime | None = None

    @property
    def before(self) -> float:
        """The last moment of the release before, in seconds since 1970."""
        return (self.began or self.at).timestamp()

    @property
    def seconds(self) -> float:
        """Since 1970."""
        return self.at.timestamp()

    @property
    def text(self) -> str:
        """ISO 8601, UTC, to the second."""
        return self.at.isoformat(timespec="seconds")


def deployed(run: Run) -> Moment | None:
    """When the release was deployed to the target of *run*; None if nothing says so.

    That is what ``--golive-deployed`` says, else the end of the deployment that this run has watched, or of its newest
    batch, else what the records of ``--golive-after`` say that are about this target. It changes when this run deploys:
    ask when needed.
    """
    if run.asked.deployed:
        return Moment(dt.datetime.fromisoformat(run.asked.deployed), SAID)
    watched = run.shared.known(WATCHED)
    began, ended = (getattr(watched, name, "") for name in ("began", "ended"))
    if began and ended:
        moments = map(dt.datetime.fromisoformat, (ended, began))
        return Moment(next(moments), "the deployment of this run", next(moments))
    if (batch := _newest_batch(run)) is not None:
        return batch
    return max(_recorded(run), key=lambda one: one.at, default=None)


def _newest_batch(run: Run) -> Moment | None:
    """The end of the newest batch of a deployment that is under way; it began with its first."""
    found = [
        (share, batch)
        for share in shares(run.settings.of(Deployment).batches)
        if (batch := run.shared.known(f"{BATCH}{share}")) is not None
    ]
    if not found:
        return None
    (_, first), (share, newest) = found[0], found[-1]
    ended, began = (getattr(*of) for of in ((newest, "ended"), (first, "began")))
    if not (ended and began):
        return None
    moments = map(dt.datetime.fromisoformat, (ended, began))
    return Moment(next(moments), f"the batch of {share} % of this run", next(moments))


def must_be_deployed(run: Run) -> Moment:
    """The same for what cannot do without.

    Raises:
        NotSetUp: nothing says when the release was deployed.
    """
    moment = deployed(run)
    if moment is None:
        raise NotSetUp(
            "nothing says when this release was deployed",
            "say it: --golive-deployed=2026-11-27T13:00:00Z (or now), or hand over the record of the phase deploy: "
            "--golive-after=FILE",
        )
    return moment


def moment_in(record: Record) -> dt.datetime | None:
    """When the release of *record* was deployed: as it says, else the end of a run of the phase deploy."""
    said = record.deployed or (record.ended if "deploy" in record.phases else "")
    return dt.datetime.fromisoformat(said) if said else None


def contradicting(run: Run, record: Record) -> str:
    """Why *record* contradicts what the command line says about the deployment; "" if it does not.

    Whoever says another moment in each run could put off for ever what is due some time after it.
    """
    if not (run.asked.deployed and record.deployed) or record.target not in {"", run.target_name}:
        return ""
    here, there = map(dt.datetime.fromisoformat, (run.asked.deployed, record.deployed))
    if abs(here - there) <= APART:
        return ""
    return f"it says that the release was deployed at {there:{UTC}}, and --golive-deployed says {here:{UTC}}"


def is_bound(run: Run, moment: Moment) -> bool:
    """Whether more than the command line says *moment*: whoever names another one next time is contradicted."""
    return moment.source != SAID or next(_recorded(run), None) is not None


def _recorded(run: Run) -> Iterator[Moment]:
    here = run.target_name if run.target_name in run.settings.targets else ""
    for file in run.asked.after:
        try:
            record = run.shelf.read(Path(file))
        except GoliveError:
            continue  # the row of earlier records tells it
        moment = moment_in(record)
        if moment is not None and record.target in {"", here}:
            yield Moment(moment, f"the record {Path(file).name}")
