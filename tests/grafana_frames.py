"""The frames in which Grafana answers queries."""

from __future__ import annotations

import time


def frame(*values, kind="number", labels=None, entities=None):
    """A frame with a time and a field of values, the last of which is of now."""
    now = round(time.time() * 1000)
    data = {"values": [[now - 15_000 * n for n in range(len(values))][::-1], list(values)]}
    fields = [{"name": "Time", "type": "time"}, {"name": "Value", "type": kind, "labels": labels or {}}]
    return {"schema": {"refId": "A", "fields": fields}, "data": data | ({"entities": entities} if entities else {})}


def holds(found):
    """Whether frames hold a value."""
    frames = found if isinstance(found, list) else [found]
    return any(value is not None for one in frames for value in one["data"]["values"][1])
