"""A watch that is held by a process of its own: ``python held_watch.py FILE COUNT [resume]``; prints what it found."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.watching import Watching


def main() -> None:
    """Hold it."""
    file, count, *how = sys.argv[1:]
    policy = Policy(0.25, int(count), tolerance=Tolerance(consecutive_error_limit=1_000_000))
    about = About("1.0.0", "", "here", policy, ("a",))
    journal = (resume if how else start)(Path(file), about)
    watching = Watching(policy, ("a",), lambda: [Measurement("a", Phase.GOOD, 1.0)], journal)
    try:
        watched = watching.hold()
    except KeyboardInterrupt as error:
        partial = watching.partial(str(error))
        print(json.dumps([type(error).__name__, partial.ending, partial.is_proven, partial.total > 0]))  # noqa: T201 -- for the test
        return
    print(json.dumps([watched.ending, watched.why, list(watched.gaps), [list(note) for note in watched.notes]]))  # noqa: T201


main()
