"""The reference service as the staging of a project."""

from __future__ import annotations

import pytest
from serving import Demo, demo, target_table


@pytest.fixture(scope="module")
def demo_():
    with demo() as running:
        yield running


@pytest.fixture
def described(demo_: Demo, shop, monkeypatch):
    """A project whose staging target is the reference service; what is given changes its table."""
    for name, value in demo_.environment.items():
        monkeypatch.setenv(name, value)

    def describe(**changes):
        shop.settings("\n" + target_table("staging", demo_.table | changes))
        return shop

    return describe
