"""Options and plugins for unit tests, and a configuration that has them."""

from __future__ import annotations

import math
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.running.shielding import OPTIONS

GIVEN = {
    "forked": (True, False), "count": (3, 1), "flake_finder_enable": (True, False), "benchmark_only": (True, False),
    "splits": (4, None), "group": (2, None), "testmon": (True, False), "picked": ("first", False),
    "block_network": (True, False), "session_timeout": (9.0, math.inf),
}  # fmt: skip
PLUGINS = [f"{option.plugin}.plugin" for option in OPTIONS]


def config_of(plugins=(), ini=None, **options):
    loaded = [Fake(__name__=name) for name in ("other", *plugins)] + [object()]
    return Fake(
        stash=pytest.Stash(),
        option=Fake(**options),
        known_args_namespace=Fake(**options),
        pluginmanager=Fake(get_plugins=lambda: loaded),
        getini=lambda name: (ini or {}).get(name, ""),
    )
