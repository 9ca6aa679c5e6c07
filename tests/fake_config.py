"""A pytest config whose plugins a test names."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest


class Plugins:
    """A plugin manager with the plugins given by name."""

    def __init__(self, **plugins):
        self.plugins = plugins

    def get_plugins(self):
        return list(self.plugins.values())

    def get_plugin(self, name):
        return self.plugins.get(name.replace("-", "_"))


def config(capture="fd", tracer=None, **plugins):
    trace = Fake(root=tracer or Fake(_writer=None))
    options = {"getoption": lambda _name, default=None: capture, "stash": pytest.Stash()}
    return Fake(pluginmanager=Plugins(**plugins), trace=trace, **options)
