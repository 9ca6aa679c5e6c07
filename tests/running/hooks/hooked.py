"""Of items, collectors and stashes what the hooks ask for."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.running.door import VERDICT, WRITTEN


class Item:
    """Of an item what the hooks ask for."""

    def __init__(self, nodeid="golive/smoke::version", *, gate=True, own=False, phases=("pre_deploy",), kind=""):
        self.nodeid, self.gate, self.own, self.phases, self.kind = nodeid, gate, own, phases, kind
        self.stash, self.funcargs, self.added = pytest.Stash(), {}, []
        self.config = Fake(stash=pytest.Stash())

    def get_closest_marker(self, _name):
        return None

    def add_marker(self, name):
        self.added.append(name)
        self.phases = (*self.phases, name)


def bare(cls, **values):
    node = object.__new__(cls)
    for name, value in values.items():
        setattr(node, name, value)
    return node


def stash_of(verdict=None, *, written=False):
    """The stash of a run, with its verdict, and whether that is written."""
    stash = pytest.Stash()
    if verdict is not None:
        stash[VERDICT] = verdict
    if written:
        stash[WRITTEN] = True
    return stash
