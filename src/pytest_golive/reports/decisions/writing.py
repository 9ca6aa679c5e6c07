"""Write a decision: whole or not at all, and never over what is no decision."""

from __future__ import annotations

import errno
from pathlib import Path

from pytest_golive.files.writing import is_free_for, real, replace_file
from pytest_golive.reports.decisions.deciding import Decision


def write(path: Path, decision: Decision) -> None:
    """Replace the decision of an earlier run in *path*.

    Raises:
        OSError: it cannot be written, or holds something else.
        GoliveError: another program has changed it at the same time.
    """
    # A pipe without a reader would have us wait for ever, and one that is read keeps no decision.
    if path.exists() and not path.is_dir() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no regular file; name one")
    if not is_free_for(path, b'"decision"'):
        raise FileExistsError(errno.EEXIST, "it holds something else and stays as it is; name another file")
    real(path).parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, decision.text.encode())
