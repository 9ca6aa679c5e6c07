"""Values on a command line, with the errors of usage about them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def day(text: str) -> dt.date:
    """A day: "2027-01-31"."""
    import datetime as dt

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write one such as 2027-01-31") from None


def a_file(text: str) -> Path:
    """A file, also behind "=", where a shell leaves the ``~`` as it is: ``--key=~/robot``."""
    return Path(file_name(text))


def file_name(text: str) -> str:
    """The name of a file or folder, which may be empty."""
    return os.path.expanduser(text)  # noqa: PTH111 -- Path's raises an error without a home


def seconds(text: str) -> float:
    """A time in seconds: "50ms", "2m"."""
    from pytest_golive.settings.values.checks import seconds

    return seconds(text)


def duration(text: str) -> str:
    """A time as the settings have it: "30m"."""
    seconds(text)
    return text
