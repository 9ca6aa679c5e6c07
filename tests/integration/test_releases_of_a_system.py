"""Releases of a small real system, while customers buy: good ones arrive, bad ones are stopped or rolled back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from servers.components import python_packages
from system.described import ALONE, BY_ANSIBLE, OF_STAGING
from system.good import released
from system.troubles import named, tried
from system.whole import running

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def production():
    """Production alone, with version 1.0.0, as each test leaves it."""
    with running(ALONE, targets=("prod",)) as system:
        yield system


def test_a_good_release_goes_from_staging_to_production():
    with running() as system:
        came = released(system)
    assert not came.faults, came.said


# A health check that lies is tried below, with steps of Ansible; by scripts, as all others, by benchmarks/releases.py.
@pytest.mark.parametrize("name", ["crashes at start", "migration fails half-way", "backup that cannot be restored"])
def test_a_bad_release_leaves_the_old_version_serving(production, name):
    came = tried(production, named(name))
    assert not came.faults, came.said


def test_steps_that_are_an_ansible_playbook():
    python_packages("ansible")
    with running(replace(BY_ANSIBLE, away=OF_STAGING), targets=("prod",)) as system:
        came = tried(system, named("health check that lies"))
    assert not came.faults, came.said
