"""Shows a stored watch to a reader at a terminal, and draws it where that is asked for."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from pytest_golive.reports.watch.replay import replay
from pytest_golive.targets.observing.picturing import drawn


def show(file: Path, picture: Path | None = None) -> str:
    """What standard output should say of the watch in *file*.

    Args:
        file: the samples of a watch, which may still go on.
        picture: where its SVG is written; None for nowhere.

    Raises:
        CannotMeasure: the file cannot be read, is not that of a watch, or contradicts itself; or the picture cannot be
            written.
    """
    columns = shutil.get_terminal_size((80, 24)).columns
    text = replay(file, columns, getattr(sys.stdout, "encoding", None))
    return text if picture is None else f"{text}see {drawn(file, picture)}\n"
