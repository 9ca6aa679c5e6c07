"""The viewer of a run; what it needs is loaded when the first sample comes."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pytest_golive.reports.waiting.live import LiveLine

if TYPE_CHECKING:
    from pytest_golive.observability.watch.measured import Sample
    from pytest_golive.observability.watch.standing import Standing
    from pytest_golive.reports.watch.view import View


class WatchViewer:
    """A `Viewer` on pytest's terminal; once it has failed, it shows nothing any more.

    Args:
        config: pytest's, in the process that has the terminal.
        target: the name of the watched target.
        progress: the line of progress, which is drawn below and taken away first.
    """

    def __init__(self, config: pytest.Config, target: str, progress: LiveLine) -> None:
        self._config, self._target, self._progress = config, target, progress
        self._view: View | None = None
        self._is_lost = False

    def begin(self, standing: Standing, wait: float) -> None:
        """Say that the watch has begun; as `show`."""
        self._viewed(lambda view: view.begin(standing, wait))

    def show(self, sample: Sample, standing: Standing, left: float) -> None:
        """Show *sample*, unless there is nothing to show it on, or the user wants to see nothing.

        Raises:
            OSError: it cannot be shown; the watch goes on, and says so.
        """
        self._viewed(lambda view: view.show(sample, standing, left))

    def _viewed(self, show: Callable[[View], None]) -> None:
        if self._is_lost or self._config.get_verbosity() < -1:
            return
        if self._config.pluginmanager.get_plugin("terminalreporter") is None:
            return
        from pytest_golive.reports.watch.view import View

        try:
            self._view = self._view or View(self._config, self._target, self._progress.clear)
            show(self._view)
        except OSError:
            self._is_lost = True
            raise
        except Exception as error:  # a view costs nobody the watch
            self._is_lost = True
            raise OSError(errno.EIO, f"the view failed: {type(error).__name__}") from error

    def close(self) -> None:
        """Take the view away, and be ready for another watch."""
        view, self._view = self._view, None
        if view is None or self._is_lost:
            return
        try:
            view.close()
        except Exception:  # noqa: BLE001 -- nor a report of the gate that has ended
            self._is_lost = True
