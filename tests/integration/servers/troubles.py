"""What goes wrong with a shop, its metrics, or the server that has them, while a watch looks at it."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from servers.held import Watch
from servers.troubled import USUAL, Troubled

STEP = 1.015  # 3 % a minute, of samples every 30 s
BEFORE_THE_LIMIT = 1.12  # how far below its limit the slow degradation begins
LIMIT = 0.5  # seconds: a bound of a bucket


@dataclass
class Scene:
    """The shop, the watch over it, and what ends with the watch."""

    shop: Troubled
    watch: Watch
    stack: ExitStack


Happens = Callable[[Scene], object]


def with_faults(*names: str) -> Happens:
    """The service of all instances has these faults."""
    return lambda scene: [one.shop.faults.update(names) for one in scene.shop.instances]


def in_one(*names: str) -> Happens:
    """That of one instance has."""
    return lambda scene: scene.shop.instances[1].shop.faults.update(names)


def slow(scene: Scene) -> None:
    """Answers take five times as long."""
    for one in scene.shop.instances:
        one.shop.slow_seconds = 5 * USUAL


def degrade(scene: Scene) -> None:
    """Answers take 3 % longer each minute; the fault begins when they are past the limit."""
    took, crossed = LIMIT / BEFORE_THE_LIMIT, False
    while not scene.watch.is_over() and took < 2 * LIMIT:
        for one in scene.shop.instances:
            one.shop.slow_seconds = took
        if took >= LIMIT and not crossed:
            crossed = True
            scene.watch.fault()
        time.sleep(scene.shop.interval / 10)
        took *= STEP**0.1


def ill_once(scene: Scene) -> None:
    """The service is ill until one sample has failed."""
    with_faults("unhealthy")(scene)
    while not scene.watch.is_over() and "failed" not in str(scene.watch.samples()):
        time.sleep(0.05)
    scene.shop.heal()


def restarted(*, pause: float, is_wiped: bool = False) -> Happens:
    """Prometheus is killed and comes back."""

    def happens(scene: Scene) -> None:
        scene.shop.prometheus.process.stop(signal.SIGKILL)
        if is_wiped:
            shutil.rmtree(scene.shop.prometheus.folder / "data")
        time.sleep(pause)
        scene.shop.prometheus.start()

    return happens


def dead(scene: Scene) -> None:
    """It comes back when the watch has ended."""
    scene.shop.prometheus.process.stop(signal.SIGKILL)
    scene.stack.callback(scene.shop.prometheus.start)


def added(scene: Scene) -> None:
    """Another instance is scraped."""
    scene.shop.scraped(*scene.shop.instances, scene.shop.another())


def removed(scene: Scene) -> None:
    """One is scraped no more."""
    scene.shop.scraped(scene.shop.instances[0])


def reset(scene: Scene) -> None:
    """The counters of one begin at zero."""
    scene.shop.instances[1].shop.metrics = type(scene.shop.instances[1].shop.metrics)()


def steal(scene: Scene) -> None:
    """Somebody tries tokens."""
    scene.stack.enter_context(scene.shop.thieves())


def nothing(scene: Scene) -> None:
    """Nothing more."""


def quiet(scene: Scene) -> None:
    """The customers go home."""
    scene.shop.has_customers.clear()


def unscraped(scene: Scene) -> None:
    """No instance is scraped any more."""
    scene.shop.scraped()
