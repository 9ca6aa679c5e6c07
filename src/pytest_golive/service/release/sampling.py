"""Requests that reach every instance behind a load balancer, however many requests one check takes.

A round-robin balancer sends every second request to the same one of two instances. Two alternating checks would each
reach the same instance for ever. So each sample takes a number of requests that has no common divisor with any likely
number of instances: then each check reaches one instance after the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from pytest_golive.service.health.checking import Health
from pytest_golive.service.http.asking import Service
from pytest_golive.service.release.terms import ReportedRelease

# 2 * 3 * 5 * 7: a number without a common divisor with it suits up to ten instances. For a check that takes several
# requests because of redirects, 2 * 3 * 5 must do: it runs often, and suits up to six.
USUAL, REDIRECTED = 210, 30


def is_even_handed(requests: int, instances: int = 1, usual: int = USUAL) -> bool:
    """Whether checks with this number of *requests* in between reach all of the usual or known number of instances."""
    return math.gcd(requests, usual * instances) == 1


def ask_evenly(service: Service, path: str, requests: int, instances: int = 1, usual: int = REDIRECTED) -> None:
    """Send as many further requests to *path* as needed after the *requests* of one check.

    Raises:
        Unreachable: there was no usable response.
    """
    while not is_even_handed(requests, instances, usual):
        service.ask(path)
        requests += 1


def check_often(service: Service, path: str, check: Callable[[], Health], times: int, instances: int = 1) -> Health:
    """Check *times* times, so that every instance is reached; return the first unhealthy response, or the last one.

    Args:
        service: the service.
        path: of the health check.
        check: checks once.
        times: responses that count.
        instances: the known number of instances; 1 if unknown.

    Raises:
        Unreachable: there was no usable response.
        CannotMeasure: a response is not understood.
    """
    healths = []
    for _ in range(times):
        healths.append(check())
        ask_evenly(service, path, healths[-1].requests, instances)
    ill = [health for health in healths if not health.is_good]
    share = f"{len(ill)} of {times} times " if 0 < len(ill) < times else ""
    notes = tuple(dict.fromkeys(note for health in healths for note in health.notes))
    return replace(ill[0] if ill else healths[-1], share=share, notes=notes)


@dataclass(frozen=True)
class Sampler:
    """Takes samples of health and release.

    Attributes:
        service: the service.
        path: of the health check.
        check: checks the health once.
        ask: requests the release once.
        asks: requests for the release in each sample, at least.
        instances: the known number of instances; 1 if unknown.
    """

    service: Service
    path: str
    check: Callable[[], Health]
    ask: Callable[[], ReportedRelease]
    asks: int
    instances: int = 1

    def take(self) -> tuple[list[Health], list[ReportedRelease]]:
        """One sample: the responses of one moment.

        Raises:
            Unreachable: there was no usable response.
            CannotMeasure: a response is not understood.
        """
        healths, releases = [self.check()], [self.ask() for _ in range(self.asks)]
        while not is_even_handed(spent := _requests(healths, releases), self.instances):
            # Each redirect takes one more request, and the number may never fit.
            if healths[0].requests > 1 or releases[0].requests > 1:
                ask_evenly(self.service, self.path, spent, self.instances, USUAL)
                break
            if spent % 2:
                releases.append(self.ask())
            else:
                healths.append(self.check())
        return healths, releases


def _requests(healths: list[Health], releases: list[ReportedRelease]) -> int:
    return sum(health.requests for health in healths) + sum(release.requests for release in releases)
