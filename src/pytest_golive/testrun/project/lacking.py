"""Modules that the Python for the tests cannot import: often because it is that of another virtualenv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pytest_golive.processes.running import last_lines

MISSING: Final = re.compile(r"\bNo module named '?([\w.]+)")
LINES: Final = 60  # a traceback with its cause
SHOWN: Final = 6


def cure_in(log: Path, otherwise: str) -> str:
    """What to do about a command without a result: *otherwise*, unless its *log* ends with a missing module."""
    found = MISSING.findall("\n".join(last_lines(log, LINES)))
    if not found:
        return otherwise
    return (
        f"see {log}; the Python that ran them has no module {found[-1]!r}: install it there, or name the project's "
        "virtualenv in [tool.golive.tests] python"
    )


def lacking(messages: Iterable[str]) -> str:
    """The modules that are missing in *messages* of tests, with the fix; "" if there are none."""
    names = list(dict.fromkeys(match[1] for text in messages if (match := MISSING.search(text))))
    if not names:
        return ""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}; [tool.golive.tests] python names the project's virtualenv"
