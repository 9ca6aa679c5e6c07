"""Several instances behind haproxy: each is reached, counted, and identified by its name."""

from __future__ import annotations

import pytest

from pytest_golive.service.health.checking import check_health
from pytest_golive.service.http.asking import Service
from pytest_golive.service.release.checking import Place, Release, ask_for_release, ask_once
from pytest_golive.service.release.sampling import Sampler
from pytest_golive.service.target import Target

pytestmark = pytest.mark.integration
RELEASE, PLACE = Release("1.2.0"), Place("/version")
STAGING = "golive/infrastructure::staging_deployed"
RUNS = 20


def sampler_of(pools, pool):
    """What takes samples as the gate does."""
    service = Service(Target("staging", pools.url(pool)))
    return Sampler(
        service,
        "/healthz",
        check=lambda: check_health(service, "/healthz"),
        ask=lambda: ask_once(service, PLACE, RELEASE),
        asks=4,
    )


def others(sample):
    """Its answers that were of another release."""
    return [said for said in sample[1] if not said.is_of(RELEASE)]


def sampled(pools, pool, samples=5):
    """The answers of as many samples as the gate takes: those that were of another release, and states of health."""
    sampler = sampler_of(pools, pool)
    taken = [sampler.take() for _ in range(samples)]
    return [said for one in taken for said in others(one)], {h.state for healths, _ in taken for h in healths}


def sees_another(pools, pool, samples=5):
    """Whether one of as many samples is of another release; what comes after the first of these does not matter."""
    sampler = sampler_of(pools, pool)
    return any(others(sampler.take()) for _ in range(samples))


@pytest.mark.parametrize("pool", ["two_mixed", "three_mixed", "three_random", "three_leastconn", "two_redirecting"])
def test_samples_see_an_old_instance_every_time(pools, pool):
    assert all(sees_another(pools, pool) for _ in range(RUNS))


@pytest.mark.parametrize("pool", ["two", "three"])
def test_samples_of_a_sound_deployment_are_all_good(pools, pool):
    assert sampled(pools, pool) == ([], {"healthy"})


def test_samples_see_an_ill_instance_every_time(pools):
    for _ in range(RUNS):
        wrong, states = sampled(pools, "two_ill", samples=2)
        assert not wrong
        assert states == {"healthy", "status 200, but components.db.status says 'DOWN'"}


@pytest.mark.parametrize("pool", ["two_mixed", "three_mixed", "three_random", "two_redirecting"])
def test_answers_see_an_old_instance_every_time(pools, pool):
    service = Service(Target("staging", pools.url(pool)))
    assert all(ask_for_release(service, PLACE, RELEASE, 20).wrong for _ in range(RUNS))


@pytest.mark.parametrize(
    "described",
    [
        {"version_path": "/version"},
        {"version_path": "/build", "version_json": "build.number", "instance_json": "pod.name"},
        {"version_path": "/build", "version_json": "build.number", "instance_header": "X-Instance"},
        {"version_header": "X-Version", "instance_cookie": "SRV"},
        {"version_path": "/text", "instance_pattern": r"from (\S+)"},
    ],
)
def test_instances_are_counted_by_any_marker(checklist, pools, described):
    checklist.aim(("version",), url=pools.url("three"), instances=3, **described)
    rows = checklist.run()
    assert not rows.red, rows.said
    assert "instances that answered: 3, must be at least 3" in rows.said
    assert "new_1 (" in rows.said
    checklist.aim(("version",), url=pools.url("two"), instances=3, **described)
    rows = checklist.run()
    assert rows.red == {"version": "failed"}, rows.said
    assert "instances that answered: 2, must be at least 3" in rows.messages["version"]


@pytest.mark.parametrize(("pool", "many"), [("two_mixed", 2), ("three_mixed", 3)])
def test_staging_is_not_deployed_while_one_instance_is_old(checklist, pools, pool, many):
    checklist.aim((), url=pools.url(pool), instances=many, stability={"samples": 3, "interval": "10ms"})
    rows = checklist.run(STAGING)
    assert rows.outcomes["staging_deployed"] == "failed", rows.said
    assert "came from 1.1.9 (instance old), not from 1.2.0" in rows.messages["staging_deployed"]
    assert f"instances that answered: {many}, must be at least {many}" in rows.said


def test_staging_is_deployed_on_all_instances(checklist, pools):
    checklist.aim((), url=pools.url("three"), instances=3, stability={"samples": 3, "interval": "10ms"})
    rows = checklist.run(STAGING)
    assert rows.outcomes["staging_deployed"] == "passed", rows.said
