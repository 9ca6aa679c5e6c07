"""Which release a service says it is, and whether that is the one that is going live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.attempts import follow
from pytest_golive.service.expecting import fault
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.refreshing import refresh_of
from pytest_golive.service.release_reading import Place, Release, Said, read_release

__all__ = ["Place", "Release", "Releases", "Said", "ask_for_release", "read_release"]


@dataclass(frozen=True, slots=True)
class Releases:
    """What all answers said.

    Attributes:
        answers: in the order they came.
        release: what is going live.
        source: what was asked.
    """

    answers: Sequence[Said]
    release: Release
    source: str

    @property
    def wrong(self) -> int:
        """How many answers came from another release."""
        return sum(not said.is_of(self.release) for said in self.answers)

    @property
    def others(self) -> tuple[Finding, ...]:
        """The answers of another release, one for each that answered, with how often it did."""
        others = [said for said in self.answers if not said.is_of(self.release)]
        kinds = {(str(said), said.instance): said for said in others}
        return tuple(self._other(said, others) for said in kinds.values())

    @property
    def instances(self) -> int:
        """How many told themselves apart; 1 if none did."""
        return len({said.instance for said in self.answers})

    def _other(self, said: Said, others: Sequence[Said]) -> Finding:
        count = sum(str(one) == str(said) and one.instance == said.instance for one in others)
        who = f" (instance {said.instance})" if said.instance else ""
        share = f"{count} of {len(self.answers)} answers"
        return fault("version", f"{share} came from {said}{who}, not from {self.release}; to repeat: {said.curl}")


def ask_for_release(service: Service, place: Place, release: Release, samples: int) -> Releases:
    """Ask *samples* times, over a new connection each.

    Raises:
        Unreachable: no usable answer came.
        CannotMeasure: an answer does not say which release it is, or nobody knows which is going live.
    """
    if not release.version and not release.commit:
        raise CannotMeasure(
            "nobody says which release is going live: there is no commit and no version",
            "commit the release, or name its version in pyproject.toml, [project] version",
        )
    answers = [read_release(_answer(service, place.path), place) for _ in range(samples)]
    if not release.commit and not all(said.version for said in answers):
        raise CannotMeasure(f"{place.path} names a commit only, and nothing is committed here", "commit the release")
    if not release.version and not all(said.commit for said in answers):
        raise CannotMeasure(
            f"{place.path} names a version only, and the project here names none",
            "name it in pyproject.toml, [project] version, or by a tag; or let the service say its commit",
        )
    return Releases(answers, release, f"GET {place.path}, {samples} times")


def _answer(service: Service, path: str) -> Answer:
    """What the target itself answers: another origin's release is none of its own.

    Raises:
        CannotMeasure: it sends its readers elsewhere.
    """
    seen = follow(service, path)
    away = seen.away or refresh_of(seen.last)
    if away:
        raise CannotMeasure(
            f"{seen.answers[0].place} answers {seen.last.status} and leads to {away}: what is said there is not said "
            f"by {service.target.name}",
            f"let the target itself say which release it is; to repeat: {seen.answers[0].curl}",
        )
    return seen.last
