"""The batches of a deployment as rows of its section, each followed by the row of a short watch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from pytest_golive import Judge, gate
from pytest_golive.judging.doubting import tell
from pytest_golive.settings.deployment.batches import row_of, shares, watch_row_of
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.deployment.watch import in_words
from pytest_golive.settings.values.checks import seconds

if TYPE_CHECKING:
    from pytest_golive.delivery.deploying import WatchedDeployment
    from pytest_golive.observability.watch.result import Watched
    from pytest_golive.service.release.appearing import Appeared
    from pytest_golive.service.release.mixing import Mixed

Row = Callable[..., Any]


@dataclass(frozen=True)
class Batch:
    """A batch that was deployed.

    Attributes:
        deployed: its command, and what the probe saw.
        found: which releases answer since; of the last batch, what every instance reports.
    """

    deployed: WatchedDeployment
    found: Mixed | Appeared


@dataclass(frozen=True)
class WatchedBatch:
    """The short watch after a batch.

    Attributes:
        seen: what the probe saw meanwhile.
        watched: the watch; None if an earlier run held it.
        picture: absolute path of its picture; "" if there is none.
        earlier: who held it, and when; "" for this run.
    """

    seen: WatchedDeployment
    watched: Watched | None
    picture: str = ""
    earlier: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether the service was stable, now or in the earlier run: only such a watch is not held again."""
        return self.watched is None or self.watched.is_proven


def titles_of(rules: Deployment) -> dict[str, str]:
    """The titles of all rows of batches, by name, in order."""
    length, found = in_words(seconds(rules.batch_watch.duration)), {}
    for share in shares(rules.batches):
        found[row_of(share)] = f"Batch of {share} % deployed"
        found[watch_row_of(share)] = f"Stable for {length} with {share} %"
    return found


def batch_rows(rules: Deployment) -> dict[str, Row]:
    """The gates of all batches, by name."""
    titles, found = titles_of(rules), {}
    for share in shares(rules.batches):
        for name, row in ((row_of(share), _deployed()), (watch_row_of(share), _watched())):
            marked = gate(titles[name], kind="", targets=rules.batch_targets)(pytest.mark.deploy(row))
            marked.__name__ = marked.__qualname__ = name
            marked.__doc__ = f"{titles[name]}: what breaks there breaks for few."
            found[name] = marked
    return found


def _deployed() -> Row:
    def row(deployed_batch: Batch, judge: Judge) -> None:
        from pytest_golive.service.release.mixing import Mixed

        batch, found = deployed_batch, deployed_batch.found
        if isinstance(found, Mixed):
            asked = len(found.answers)
            judge("answers of neither release", found.wrong, at_most=0, n=asked, source=found.source,
                  where=found.strangers)  # fmt: skip
            judge("releases that should answer, and do not", found.absent, at_most=0, n=asked)
            judge.note("releases seen", found.seen)
        else:
            others, asked = found.releases.others, len(found.releases.answers)
            judge("answers of another release", found.releases.wrong, at_most=0, n=asked, source=found.source,
                  where=others)  # fmt: skip
            missing = found.releases.missing(found.instances)
            judge("instances that answered", found.releases.instances, at_least=found.instances, where=missing)
        if batch.deployed.earlier:
            judge.note("deployed", batch.deployed.earlier)
        judge.attach(batch.deployed.log)
        judge.attach(batch.deployed.picture)

    return row


def _watched() -> Row:
    def row(watched_batch: WatchedBatch, judge: Judge) -> None:
        from pytest_golive.observability.watch.telling import doubt, failed, notes

        watched = watched_batch.watched
        if watched is None:
            judge("signals that failed", 0, at_most=0, source=f"watched {watched_batch.earlier}")
            return
        for name, value in notes(watched):
            judge.note(name, value)
        judge.attach(watched.file)
        judge.attach(watched_batch.picture)
        judge("signals that failed", failed(watched), at_most=0, n=watched.total, source=watched.source)
        tell(doubt(watched), judge)

    return row
