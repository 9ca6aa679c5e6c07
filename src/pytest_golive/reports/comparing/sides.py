"""One of two runs that are compared, in words."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_golive.signing.record import Record


@dataclass(frozen=True, slots=True)
class Side:
    """A run.

    Attributes:
        commit: in full; version, target: "" if there was none.
        phases: in words, also if no phase ran whole.
    """

    verdict: str
    phases: str
    commit: str
    version: str
    target: str
    ended: str

    @property
    def words(self) -> str:
        """Such as "GO, pre_deploy of commit …"."""
        version = f", version {self.version}" if self.version else ""
        target = f", target {self.target}" if self.target else ""
        return f"{self.verdict}, {self.phases} of commit {self.commit[:10]}{version}{target}, ended {self.ended}"


def side_of(record: Record) -> Side:
    """What *record* is about."""
    subject, phases = record.subject, ", ".join(record.phases) or "no whole phase"
    return Side(record.verdict, phases, subject.commit, subject.version, record.target, record.ended)
