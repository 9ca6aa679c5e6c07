"""Why a row did not run, and what to do: rows were selected, or the run was refused or ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

ALONE: Final = (
    "run the whole checklist, without options that select rows: -k, --deselect, --lf, -x, or a plugin that selects "
    "tests"
)
# Why a row did not run that pytest left out by itself, by the exit status, and what to do.
ENDED: Final[Mapping[int, tuple[str, str]]] = {
    pytest.ExitCode.USAGE_ERROR: (
        "it did not run: the run was refused before its first row",
        "mend what the run was refused for, and run the same command again",
    ),
    pytest.ExitCode.INTERRUPTED: (
        "it did not run: the run was ended before its turn",
        "run the same command again, to its end; where steps were executed, golive journal says how to go on",
    ),
    pytest.ExitCode.INTERNAL_ERROR: (
        "it did not run: pytest itself has failed",
        "mend the error that pytest shows, and run the same command again",
    ),
}
