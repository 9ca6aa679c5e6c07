"""A view that fails costs nobody the watch, and says once that it is gone."""

from __future__ import annotations

import fake_config
import pytest
from watched import sample, standing

from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.watching import Watching
from pytest_golive.reports.waiting.live import LiveLine
from pytest_golive.reports.watch import view
from pytest_golive.reports.watch.viewer import WatchViewer


class Broken:
    def __init__(self, *given):
        pass

    def show(self, *given):
        raise FAULTS[0]

    close = show


FAULTS = []


@pytest.fixture(
    params=[OSError(5, "the terminal is closed"), ValueError("I/O on closed file"), KeyError("signal")], ids=repr
)
def viewer(request, monkeypatch):
    FAULTS[:] = [request.param]
    monkeypatch.setattr(view, "View", Broken)
    config = fake_config.config(terminalreporter=object())
    config.get_verbosity = lambda: 0
    return WatchViewer(config, "prod", LiveLine(config))


def test_it_is_told_once_and_never_again(viewer):
    with pytest.raises(OSError, match=r"the terminal is closed|the view failed: (ValueError|KeyError)"):
        viewer.show(sample(1), standing(), 30.0)
    viewer.show(sample(2), standing(), 0.0)
    viewer.close()
    viewer.close()


def test_the_watch_goes_on_and_notes_it(viewer):
    watched = Watching(Policy(0.5, 3), ("smoke::healthy",), lambda: sample(1).measurements[2:], viewer=viewer).hold()
    assert watched.is_proven
    assert [name for name, _ in watched.notes] == ["view"]


def test_without_a_terminal_reporter_or_very_quiet_nothing_is_shown():
    for config, verbosity in ((fake_config.config(), 0), (fake_config.config(terminalreporter=object()), -2)):
        config.get_verbosity = lambda verbosity=verbosity: verbosity
        viewer = WatchViewer(config, "prod", LiveLine(config))
        viewer.show(sample(1), standing(), 30.0)
        viewer.close()
