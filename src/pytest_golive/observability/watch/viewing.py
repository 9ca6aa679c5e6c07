"""How a watch is seen while it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:  # every run loads this, and few hold a watch
    from pytest_golive.observability.watch.measured import Sample
    from pytest_golive.observability.watch.standing import Standing


class Viewer(Protocol):
    """Told of each sample as it is taken; the receiver decides what to draw, and where."""

    def begin(self, standing: Standing, wait: float) -> None:
        """The watch has begun, or goes on: the next sample is due in *wait* seconds.

        Raises:
            OSError: it cannot be shown; the watch goes on without a view.
        """

    def show(self, sample: Sample, standing: Standing, left: float) -> None:
        """Show *sample* and where the watch stands with it; *left* is the seconds until it ends if all goes well.

        Raises:
            OSError: it cannot be shown; the watch goes on without a view.
        """

    def close(self) -> None:
        """The watch has ended, however it did: leave the terminal as it was."""


class Silent:
    """A viewer that shows nothing."""

    def begin(self, standing: Standing, wait: float) -> None:
        """Show nothing."""

    def show(self, sample: Sample, standing: Standing, left: float) -> None:
        """Show nothing."""

    def close(self) -> None:
        """There is nothing to take away."""


silent: Final = Silent()
