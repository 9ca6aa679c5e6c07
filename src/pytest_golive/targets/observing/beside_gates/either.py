"""Which releases answer while a batch is watched, as a signal of the watch: this one, the one before, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.release.checking import Release, ask_once
from pytest_golive.service.release.mixing import Mixed, ask_mixed, requests_for
from pytest_golive.service.release.sampling import ask_evenly
from pytest_golive.service.release.terms import ReportedRelease
from pytest_golive.targets.live import Live
from pytest_golive.targets.triggers.way_back import reported_as
from pytest_golive.targets.watching import place_of

SIGNAL: Final = "releases"
LIMIT: Final = "this release and the one before"
CURE: Final = "see which instance that is, and who has deployed there; or roll back"
GONE: Final = "see whether the instances of the batch still run, and why the load balancer sends them nothing"


class EitherRelease:
    """The signal: it fails if another release answers, and if this one does not answer any more.

    Args:
        live: the target.
        release: the one that is deployed.
        before: the one that it takes the place of; None if there is none.
        share: percent of the service that has this release.
    """

    def __init__(self, live: Live, release: Release, before: Release | None, share: int) -> None:
        self._live, self._release, self._before, self._share = live, release, before, share
        self._service, self._place = Service(live.target), place_of(live.table)

    @property
    def signals(self) -> tuple[str, ...]:
        """Its name in the watch."""
        return (SIGNAL,)

    def ask(self, *, partly: bool = False) -> Mixed:
        """Which releases answer now: so many requests that this one is met if it serves its share.

        Args:
            partly: whether the release before must answer, too; then it is asked until that is met as well.

        Raises:
            Unreachable: there was no usable response.
            CannotMeasure: a response names no release.
        """
        table, before = self._live.table, self._before
        partly = partly and before is not None
        rarest = min(self._share, 100 - self._share) if partly else self._share
        wanted = (self._release, before) if partly and before is not None else (self._release,)
        answers = ask_mixed(self._once, wanted, max(table.version_samples, table.instances), requests_for(rarest))
        source = f"GET {self._place.path}, {len(answers)} times"
        return Mixed(answers, self._release, before, source, partly)

    def measure(self) -> Sequence[Measurement]:
        """One measurement."""
        try:
            found = self.ask()
        except Unreachable as error:
            phase = Phase.FAILED if error.is_of_service else Phase.ERROR
            return (Measurement(SIGNAL, phase, limit=LIMIT, said=error.what, cure=error.cure),)
        except CannotMeasure as error:
            return (Measurement(SIGNAL, Phase.ERROR, limit=LIMIT, said=error.what, cure=error.cure),)
        asked = len(found.answers)
        if found.wrong:
            said = "; ".join(finding.message for finding in found.strangers)
            return (Measurement(SIGNAL, Phase.FAILED, float(found.wrong), LIMIT, n=asked, said=said, cure=CURE),)
        if not found.new:
            said = f"none of {asked:,} answers came from {self._release}: {found.seen}"
            return (Measurement(SIGNAL, Phase.FAILED, 0.0, LIMIT, n=asked, said=said, cure=GONE),)
        return (Measurement(SIGNAL, Phase.GOOD, 0.0, LIMIT, n=asked, said=found.seen),)

    def _once(self) -> ReportedRelease:
        answer = ask_once(self._service, self._place, self._release)
        ask_evenly(self._service, self._place.path, answer.requests, self._live.table.instances)
        return answer


def release_before(run: Run) -> Release | None:
    """The release before this one, as the service reports it; None if there is none.

    Raises:
        CannotMeasure: nobody can tell which it is.
    """
    found = run.previous_release
    return reported_as(run, found) if found is not None else None
