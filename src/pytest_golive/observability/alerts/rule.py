"""A rule of Prometheus, as a server has loaded it, or as a file of the repository holds it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

SEVERITY: Final = "severity"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: of the alert, or of the series that it records.
        expression: PromQL, as written.
        records: whether it is a recording rule.
        wait: its ``for``, in seconds.
        keep: its ``keep_firing_for``, in seconds.
        labels: the labels that it adds; values may be templates.
        annotations: of an alerting rule; values may be templates.
        group: its group.
        file: the file that holds it: the server's own name of it, or a path of the repository.
        line: in a file of the repository, from 1; 0 for a rule of a server.
        interval: seconds between two evaluations; 0 if unknown.
        limit: of its group: with more alerts or series than this, it fails and has none; 0 for no limit.
        offset: seconds by which its group looks back (``query_offset``); None if the file does not say.
        health: of a server's rule: "ok", "err", "unknown"; "" in a file.
        error: the server's last error about it; "" without one.
        evaluated: of a server's rule, when it was last evaluated, in seconds since 1970; NaN for never, or in a file.
        source: where it was read, for evidence.
    """

    name: str
    expression: str
    records: bool = False
    wait: float = 0.0
    keep: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    file: str = ""
    line: int = 0
    interval: float = 0.0
    limit: float = 0.0
    offset: float | None = None
    health: str = ""
    error: str = ""
    evaluated: float = math.nan
    source: str = ""

    @property
    def severity(self) -> str:
        """Its label ``severity``; "" without one."""
        return self.labels.get(SEVERITY, "")

    @property
    def place(self) -> str:
        """Where it stands: "alerts.yml:12", or the group of a server's rule."""
        if self.line:
            return f"{self.file}:{self.line}"
        return f"group {self.group}" if self.group else self.source
