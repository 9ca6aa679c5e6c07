"""A check of another run with the name of this run's own job is judged; the own job excuses nothing else."""

from __future__ import annotations

import pytest
from faked_forges import SHA, FakeGitHub

from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.pipeline.judging import Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.own import Own

pytestmark = pytest.mark.security
ACTIONS = 15368


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    opened = Forge(Located("github", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))

    def outcome(own):
        found = measure(opened, [SHA], (), "", Rules(), own, Wait())
        return "; ".join(one.message.partition(" (http")[0] for one in found.not_green) or f"{found.total} green"

    return forge, outcome


OWN = Own("GitHub Actions", run=5, names=frozenset({"build", "deploy"}))
HERE = {"html_url": "https://git.example/shop/shop/actions/runs/5/job/1", "check_suite": None}


@pytest.mark.parametrize("name", ["build", "build (3.12)", "deploy"])
def test_a_required_check_with_the_name_of_this_runs_job_is_judged_where_it_is_of_another_run(github, name):
    forge, outcome = github
    forge.requires(name, "test", app=ACTIONS)
    own = ("build", "in_progress", HERE)
    forge.has(SHA, ("test", "success"))
    assert outcome(OWN) == f"{name}: required, but never ran on this commit"
    forge.has(SHA, ("test", "success"), (name, "failure"))
    assert outcome(OWN) == f"{name}: failure"
    forge.has(SHA, ("test", "success"), (name, "failure"), own)
    assert outcome(OWN) == f"{name}: failure"
    forge.has(SHA, ("test", "success"), own)
    never = f"{name}: required, but never ran on this commit"
    assert outcome(OWN) == (never if "(" in name else "1 green")
