"""A probe that never rests between the steps of a deployment, while each step has observations of its own."""

from __future__ import annotations

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.probe import Probe, Watch


class Relay:
    """Watches one after the other: each begins before the one before it ends, so that nothing goes unseen in between.

    Args:
        probe: how to probe the service while something is deployed.
        resting: the same while nothing is, perhaps less often.
    """

    def __init__(self, probe: Probe, resting: Probe | None = None) -> None:
        self._probe, self._resting = probe, resting or probe
        self._next: Watch | None = None

    def take(self, *, rests: bool = False) -> Watch:
        """The watch of the next step, which runs already if there was a step before it.

        Args:
            rests: whether nothing is deployed in it.

        Raises:
            CannotMeasure: the service is not seen healthy.
        """
        watch, self._next = self._next, None
        return watch or self._begun(rests=rests)

    def pass_on(self, watch: Watch, *, rests: bool = False) -> Watch:
        """Begin the watch of the next step, and end *watch*, whose `result` is available then.

        If the service is not healthy at this moment, *watch* shows that, and whoever takes the next one is told.

        Args:
            watch: of the step that ends.
            rests: whether nothing is deployed in the next one.
        """
        try:
            self._next = self._begun(rests=rests)
        except CannotMeasure:
            self._next = None
        watch.end()
        return watch

    def drop(self, watch: Watch) -> None:
        """End *watch* at once, since its step came to no end, and begin none."""
        watch.end(at_once=True)

    def close(self) -> None:
        """Stop probing."""
        watch, self._next = self._next, None
        if watch is not None:
            watch.end(at_once=True)

    def _begun(self, *, rests: bool) -> Watch:
        watch = Watch(self._resting if rests else self._probe)
        try:
            watch.begin()
        except BaseException:
            watch.end(at_once=True)
            raise
        return watch
