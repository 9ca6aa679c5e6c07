"""The file of ``--golive-decision`` from the first moment of a run: "hold"."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_golive.errors import GoliveError
from pytest_golive.options import file_named
from pytest_golive.reports.decisions.deciding import begun
from pytest_golive.reports.decisions.writing import write

OPTION = "--golive-decision"


def begin(name: str, folder: Path) -> None:
    """Write that nothing is decided yet, over whatever an earlier run has decided.

    Raises:
        pytest.UsageError: it cannot be written.
    """
    if not name.strip():  # such as a variable of a pipeline that is not set
        raise pytest.UsageError(f"{OPTION} names no file, so a decision of an earlier run could stay: name one")
    try:
        write(file_named(folder, name), begun())
    except (OSError, GoliveError) as error:
        raise pytest.UsageError(f"{OPTION}={name}: {why_not(error)}") from None


def why_not(error: OSError | GoliveError) -> str:
    """Why it cannot be written, in words."""
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
