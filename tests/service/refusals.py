"""Whether a guard of requests refuses, and why; and targets on which something is permitted."""

from __future__ import annotations

from pytest_golive.service.http.unreachable import Unreachable


def refused(call, *args):
    """In which words it is refused; "" if it is not."""
    try:
        call(*args)
    except Unreachable as error:
        return str(error)
    return ""


def permitting(*what):
    """Of a target's values those that permit *what*: settings and command line say the same."""
    return {"by_settings": frozenset(what), "by_option": frozenset(what)}
