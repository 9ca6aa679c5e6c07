"""Which release a service reports, and whether that is the one that is going live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.answers.attempts import follow
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.answers.refreshing import refresh_of
from pytest_golive.service.http.asking import Service
from pytest_golive.service.release.reading import read_release
from pytest_golive.service.release.sampling import ask_evenly
from pytest_golive.service.release.terms import Place, Release, ReportedRelease

UNNAMED = "unnamed"
MOST_SHOWN = 8
MORE_CURE = "take the instances that do not answer out of the load balancer, or allow more version_samples"
MARKER_CURE = (
    "name what tells instances apart in the target's instance_header, instance_json, instance_cookie or "
    "instance_pattern"
)
__all__ = ["Place", "Release", "Releases", "ReportedRelease", "ask_for_release", "ask_once", "read_release"]


@dataclass(frozen=True, slots=True)
class Releases:
    """What all responses report.

    Attributes:
        answers: in order.
        release: the release that is going live.
        source: the request.
    """

    answers: Sequence[ReportedRelease]
    release: Release
    source: str

    @property
    def wrong(self) -> int:
        """How many responses came from another release."""
        return sum(not answer.is_of(self.release) for answer in self.answers)

    @property
    def others(self) -> tuple[Finding, ...]:
        """The responses of other releases, one finding for each instance, with their number."""
        other_answers = [answer for answer in self.answers if not answer.is_of(self.release)]
        kinds = {(str(answer), answer.instance): answer for answer in other_answers}
        return tuple(self._finding_about(answer, other_answers) for answer in kinds.values())

    @property
    def instances(self) -> int:
        """How many instances identified themselves; 1 if none did."""
        return max(1, len({answer.instance for answer in self.answers} - {""}))

    @property
    def seen(self) -> str:
        """The instances and how often each responded, for the evidence."""
        counts = Counter(answer.instance or UNNAMED for answer in self.answers)
        if not counts.keys() - {UNNAMED}:
            return f"none of {len(self.answers)} answers says which instance it is from"
        names = [f"{name} ({count})" for name, count in sorted(counts.items())]
        more = [f"{len(names) - MOST_SHOWN} more"] if len(names) > MOST_SHOWN else []
        return ", ".join(names[:MOST_SHOWN] + more)

    def missing(self, wanted: int) -> tuple[Finding, ...]:
        """A finding if fewer than *wanted* instances responded."""
        if self.instances >= wanted:
            return ()
        summary = f"{self.seen}; {wanted} must answer"
        if all(answer.instance for answer in self.answers):
            return (fault("instances", summary, MORE_CURE),)
        return (fault("instances", summary, MARKER_CURE),)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What looks like the name of a release in some response, but is not."""
        return tuple(dict.fromkeys(doubt for answer in self.answers for doubt in answer.doubts))

    def _finding_about(self, reported: ReportedRelease, other_answers: Sequence[ReportedRelease]) -> Finding:
        count = sum(str(answer) == str(reported) and answer.instance == reported.instance for answer in other_answers)
        who = f" (instance {reported.instance})" if reported.instance else ""
        share = f"{count} of {len(self.answers)} answers"
        return fault(
            "version", f"{share} came from {reported}{who}, not from {self.release}; to repeat: {reported.curl}"
        )


def ask_for_release(service: Service, place: Place, release: Release, samples: int, instances: int = 1) -> Releases:
    """Send *samples* requests, each over a new connection.

    Args:
        service: the service.
        place: where it reports its release.
        release: the release that is going live.
        samples: responses that count.
        instances: the known number of instances; 1 if unknown.

    Raises:
        Unreachable: there was no usable response.
        CannotMeasure: a response does not name a release, or the release that is going live is unknown.
    """
    answers = []
    for _ in range(samples):
        answers.append(ask_once(service, place, release))
        ask_evenly(service, place.path, answers[-1].requests, instances)
    return Releases(answers, release, f"GET {place.path}, {samples} times")


def ask_once(service: Service, place: Place, release: Release) -> ReportedRelease:
    """Request the release once.

    Raises:
        Unreachable: there was no usable response.
        CannotMeasure: the response does not name a release, or the release that is going live is unknown.
    """
    if not release.version and not release.commit:
        raise CannotMeasure(
            "it is unknown which release is going live: there is no commit and no version",
            "commit the release, or name its version in pyproject.toml, [project] version",
        )
    reported = _reported(service, place)
    if not release.commit and not reported.version:
        raise CannotMeasure(f"{place.path} names a commit only, and nothing is committed here", "commit the release")
    if not release.version and not reported.commit:
        raise CannotMeasure(
            f"{place.path} names a version only, and the project here names none",
            "name it in pyproject.toml, [project] version, or by a tag; or let the service say its commit",
        )
    return reported


def _reported(service: Service, place: Place) -> ReportedRelease:
    """What the target itself reports; a release of another origin does not count.

    Raises:
        CannotMeasure: it redirects elsewhere.
    """
    visited = follow(service, place.path)
    away = visited.away or refresh_of(visited.last)
    if away:
        raise CannotMeasure(
            f"{visited.answers[0].place} answers {visited.last.status} and leads to {away}: what is said there is not "
            f"said by {service.target.name}",
            f"let the target itself say which release it is; to repeat: {visited.answers[0].curl}",
        )
    return replace(read_release(visited.last, place), requests=len(visited.answers))
