"""The frames in which Grafana answers queries."""

from __future__ import annotations

import copy
import time


class Frame(dict):
    """A frame that knows when it was made, so that one of a whole module is as new in its last test as in its first."""

    made = 0

    def now(self):
        """The same frame, as if it were made now."""
        later = round(time.time() * 1000) - self.made
        found = copy.deepcopy(dict(self))
        found["data"]["values"][0] = [at + later for at in found["data"]["values"][0]]
        return found


def frame(*values, kind="number", labels=None, entities=None):
    """A frame with a time and a field of values, the last of which is of now."""
    now = round(time.time() * 1000)
    data = {"values": [[now - 15_000 * n for n in range(len(values))][::-1], list(values)]}
    fields = [{"name": "Time", "type": "time"}, {"name": "Value", "type": kind, "labels": labels or {}}]
    made = Frame(
        {"schema": {"refId": "A", "fields": fields}, "data": data | ({"entities": entities} if entities else {})}
    )
    made.made = now
    return made


def holds(found):
    """Whether frames hold a value."""
    frames = found if isinstance(found, list) else [found]
    return any(value is not None for one in frames for value in one["data"]["values"][1])
