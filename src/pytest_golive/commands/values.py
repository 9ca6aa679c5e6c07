"""Values on a command line, with the errors of usage about them."""

from __future__ import annotations

import argparse
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


def seconds(text: str) -> float:
    """A time in seconds: "50ms", "2m"."""
    from pytest_golive.settings.values.checks import seconds

    return seconds(text)


def duration(text: str) -> str:
    """A time as the settings have it: "30m"."""
    seconds(text)
    return text
