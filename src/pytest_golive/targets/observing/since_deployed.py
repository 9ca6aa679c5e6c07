"""What was measured over a time that began before the deployment says nothing of the release yet."""

from __future__ import annotations

import time

from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.observability.signals.judging import Signal
from pytest_golive.observability.signals.readings import Early
from pytest_golive.observability.signals.seeing.early import early_of, early_signal
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import is_asked, table_of


def why_early(run: Run, live: Live, name: str, window: float) -> Early | None:
    """Why nothing follows of what the server of metrics says over *window* seconds; None if something does.

    What this run has scraped itself is of now, and where nobody says when the release was deployed, all counts.
    """
    moment = deployed(run)
    if moment is None or not is_asked(table_of(live)):
        return None
    return early_of(name, window, time.time() - moment.seconds)


def unless_early(signal: Signal, early: Early | None) -> Signal:
    """*signal*; one that judges nothing if it is early."""
    return early_signal(signal, early) if early else signal
