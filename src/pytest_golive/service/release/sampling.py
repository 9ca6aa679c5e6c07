"""Questions that meet every instance behind a load balancer, however many requests each of them takes.

A balancer that takes its instances in turn gives every second request to the same one of two. Whoever asks two things
in turn would meet the same instance by the same question for ever. So each sample takes a number of requests that has
no divisor in common with any likely number of instances: each of its questions meets one instance after the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from pytest_golive.service.health.checking import Health
from pytest_golive.service.http.asking import Service
from pytest_golive.service.release.terms import Said

# 2 * 3 * 5 * 7: what has no divisor in common with it suits up to ten instances. For a question that takes more than
# one request because it is redirected, 2 * 3 * 5 has to do: it is asked often, and suits up to six.
USUAL, REDIRECTED = 210, 30


def is_even_handed(requests: int, instances: int = 1, usual: int = USUAL) -> bool:
    """Whether questions that are so many *requests* apart meet all of the usual or of the known number of instances."""
    return math.gcd(requests, usual * instances) == 1


def ask_evenly(service: Service, path: str, requests: int, instances: int = 1, usual: int = REDIRECTED) -> None:
    """Ask for *path* as often as it takes beyond the *requests* of one question.

    Raises:
        Unreachable: no usable answer came.
    """
    while not is_even_handed(requests, instances, usual):
        service.ask(path)
        requests += 1


def check_often(service: Service, path: str, check: Callable[[], Health], times: int, instances: int = 1) -> Health:
    """Check *times* times, so that every instance is met; the first answer that speaks against its health, or the last.

    Args:
        service: whom to ask.
        path: of the health check.
        check: asks once.
        times: answers that count.
        instances: that are known to be there; 1 if nobody said.

    Raises:
        Unreachable: no usable answer came.
        CannotMeasure: an answer is not understood.
    """
    seen = []
    for _ in range(times):
        seen.append(check())
        ask_evenly(service, path, seen[-1].requests, instances)
    ill = [health for health in seen if not health.is_good]
    share = f"{len(ill)} of {times} times " if 0 < len(ill) < times else ""
    notes = tuple(dict.fromkeys(note for health in seen for note in health.notes))
    return replace(ill[0] if ill else seen[-1], share=share, notes=notes)


@dataclass(frozen=True)
class Sampler:
    """Takes samples of health and release.

    Attributes:
        service: whom to ask.
        path: of the health check.
        check: asks for health.
        ask: asks for the release.
        asks: times that the release is asked for in each sample, at least.
        instances: that are known to be there; 1 if nobody said.
    """

    service: Service
    path: str
    check: Callable[[], Health]
    ask: Callable[[], Said]
    asks: int
    instances: int = 1

    def take(self) -> tuple[list[Health], list[Said]]:
        """One sample: all answers of one moment.

        Raises:
            Unreachable: no usable answer came.
            CannotMeasure: an answer is not understood.
        """
        healths, said = [self.check()], [self.ask() for _ in range(self.asks)]
        while not is_even_handed(spent := _requests(healths, said), self.instances):
            if healths[0].requests > 1 or said[0].requests > 1:  # each redirect takes one more, and may never fit
                ask_evenly(self.service, self.path, spent, self.instances, USUAL)
                break
            if spent % 2:
                said.append(self.ask())
            else:
                healths.append(self.check())
        return healths, said


def _requests(healths: list[Health], said: list[Said]) -> int:
    return sum(health.requests for health in healths) + sum(one.requests for one in said)
