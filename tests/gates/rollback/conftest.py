"""A service whose rollback is set up: every trigger is watched, and none has fired."""

from __future__ import annotations

import subprocess

import pytest
from faked_managers import Faked
from firing_alerts import MANAGER, ROLLBACK


@pytest.fixture
def manager(serve):
    """An Alertmanager that has no alerts."""
    return Faked(serve)


@pytest.fixture
def watched(measured, manager, shop):
    """Describe staging and its rollback, and release 1.1.0: ``watched(baseline="400ms")``; metrics as in `measured`."""

    def describe(more="", baseline="10s", **metrics):
        said = f'baseline = "{baseline}"\n' if baseline else ""
        measured(MANAGER.replace("URL", manager.url) + ROLLBACK + said + more, **metrics)
        shop.commit()
        subprocess.run(["git", "tag", "v1.1.0"], cwd=shop.path, check=True)
        shop.write("src/shop/tea.py", '"""Tea."""\n')

    return describe


@pytest.fixture
def alone(live, manager, shop):
    """A rollback of which nobody watches the metrics: ``alone(CRITICAL)``."""

    def describe(more=""):
        shop.settings(
            f'[[tool.golive.targets.staging.endpoints]]\npath = "/products"\n{MANAGER.replace("URL", manager.url)}'
            f"{ROLLBACK.replace('{previous}', '{version}')}{more}"
            '[tool.golive.rollback.not_watched]\nerror_rate = "nobody has metrics yet"\n'
            'latency = "nobody has metrics yet"\n'
        )

    return describe
