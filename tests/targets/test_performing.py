"""From the settings to a load test: what is rejected before anything is sent."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.load.baselines.baseline import Baseline, place_of, write_baseline
from pytest_golive.load.baselines.machine import machine_class
from pytest_golive.load.results.result import Measured
from pytest_golive.load.results.samples import Samples
from pytest_golive.masking.known import MASK
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import settings_in
from pytest_golive.targets.live import Live
from pytest_golive.targets.performing import _baseline, environment
from pytest_golive.targets.planning import plan_of

ONE = '[targets.staging]\nurl = "http://127.0.0.1:9"\nendpoints = [{ path = "/a", weight = 3 }, { path = "/b" }]\n'
PROD = '[targets.staging]\nurl = "https://example.org"\nproduction = true\nallow = ["load"]\n'


@pytest.fixture
def planned(tmp_path):
    """The plan that settings lead to."""

    def plan(text, *permitted):
        run, live = opened(text, *permitted)
        return plan_of(run, live)

    def opened(text, *permitted):
        settings = settings_in(text, "golive.toml").settings
        table = settings.targets["staging"]
        allowed = frozenset(permitted)
        target = Target("staging", table.url, table.production, by_settings=allowed, by_option=allowed)
        return SimpleNamespace(settings=settings, root=tmp_path), Live(target, table, {}, tmp_path)

    plan.opened = opened
    return plan


def test_settings_become_a_plan(planned):
    plan = planned(f'{ONE}[performance]\nrate = 5\nduration = "1m"\nramp_up = "10s"\nworkers = 2\n')
    assert (plan.rate, plan.users, plan.duration, plan.total, plan.workers) == (5.0, 0, 60.0, 72.0, 2)
    assert [(e.name, e.weight, e.status) for e in plan.endpoints] == [("GET /a", 3, (200,)), ("GET /b", 1, (200,))]
    users = planned(f'{ONE}[performance]\nusers = 7\npause = "500ms"\n')
    assert (users.rate, users.users, users.pause) == (0.0, 7, 0.5)


def test_production_needs_permission_and_is_only_read(planned):
    read = f'{PROD}endpoints = [{{ path = "/a" }}]\n'
    with pytest.raises(CannotMeasure, match="no load was sent to staging: it is production"):
        planned(read)
    assert planned(read, "load").endpoints
    with pytest.raises(CannotMeasure, match="POST /a would change production"):
        planned(f'{PROD}endpoints = [{{ path = "/a", method = "POST" }}]\n', "load")


def test_a_scenario_of_the_teams_goes_to_production_only_if_that_may_be_changed(planned, tmp_path):
    (tmp_path / "shop.py").touch()
    own = f'{PROD}[performance]\nlocustfile = "shop.py"\n'
    with pytest.raises(CannotMeasure, match=r"it is unknown what shop\.py changes there") as caught:
        planned(own, "load")
    lacks = "allow = ['write'] in [tool.golive.targets.staging], and --golive-allow=write"
    assert caught.value.cure == f"name endpoints instead; to permit it: {lacks}"
    assert planned(own, "load", "write").locustfile == str(tmp_path / "shop.py")


def test_what_is_missing_is_named(planned):
    with pytest.raises(NotSetUp, match="no endpoint of staging is named"):
        planned('[targets.staging]\nurl = "http://127.0.0.1:9"\n')
    with pytest.raises(CannotMeasure, match=r"nowhere\.py is not there"):
        planned(f'{ONE}[performance]\nlocustfile = "nowhere.py"\n')
    with pytest.raises(CannotMeasure, match="two endpoints are called x"):
        planned(
            '[targets.staging]\nurl = "http://127.0.0.1:9"\n'
            'endpoints = [{ path = "/a", name = "x" }, { path = "/b", name = "x" }]\n'
        )


def test_a_baseline_must_be_of_the_same_load_machine_and_target(planned, tmp_path):
    run, live = planned.opened(ONE)
    plan, kind = plan_of(run, live), machine_class()
    assert "has no baseline on" in _baseline(run, live, plan)[1].message
    runs = {"": [Measured(1.0, Samples([1.0] * 60))]}
    same = Baseline("staging", kind, "2026-01-01T00:00:00+00:00", "", plan.scenario, runs)
    write_baseline(place_of(tmp_path / "golive-baselines", "staging", kind), same)
    assert _baseline(run, live, plan)[0].times("")[0].percentile(50) == 1.0
    other = planned(f"{ONE}[performance]\nrate = 6\n")
    assert "recorded under another load" in _baseline(run, live, other)[1].message
    run.settings = settings_in(f'{ONE}[performance]\nmachine = "ci"\n', "golive.toml").settings
    missing = _baseline(run, live, plan)[1]
    assert f"no baseline on ci (there is one for {kind})" in missing.message
    assert missing.cure.startswith("golive baseline record --target staging")
    place_of(tmp_path / "golive-baselines", "staging", "ci").write_bytes(same.as_bytes())
    with pytest.raises(CannotMeasure, match=f"is that of staging on {kind}"):
        _baseline(run, live, plan)


@pytest.mark.security
def test_credentials_stay_out_of_the_environment_unless_they_are_passed(monkeypatch):
    monkeypatch.setenv("STAGING_TOKEN", "a-token-nobody-may-see")
    MASK.watch(["STAGING_TOKEN"], {"STAGING_TOKEN": "a-token-nobody-may-see"})
    try:
        assert "a-token-nobody-may-see" not in environment(()).values()
        assert environment(("STAGING_TOKEN", "NOT_SET"))["STAGING_TOKEN"] == "a-token-nobody-may-see"
    finally:
        MASK.reset()
