"""The rows about staging on the way to production, and the steps after the deployment: where others deploy, they look."""

from __future__ import annotations

import sys

import pytest

TRIED = [sys.executable, "-c", "open('TRIED', 'w').close()"]


@pytest.fixture
def looks(shop, live):
    """A service that others deploy, and one endpoint of it."""
    shop.write(".gitignore", "__pycache__/\n.coverage\nTRIED\n.golive/\n.pytest_cache/\n")
    shop.settings("stability = { samples = 2, interval = '1ms' }\nendpoints = [{ path = '/products' }]\n")
    shop.settings(f"[tool.golive.deployment]\nregression = {TRIED}\nappears_within = '1ms'\n")
    return live


def test_deployed_to_staging_passes(shop, looks):
    shop.passes("deployment::deployed_to_staging", "*answers of another release: 0, *")


def test_deployed_to_staging_is_breached_by_an_old_release(shop, looks):
    looks.answers["/version"] = (200, {"version": "1.1.0"})
    shop.breaches("deployment::deployed_to_staging", "*3 of 3 answers came from 1.1.0*")


def test_deployed_to_staging_cannot_measure_a_service_that_does_not_answer(shop, looks):
    looks.answers["/version"] = (500, b"\xff\xfe")
    shop.cannot_measure("deployment::deployed_to_staging")


def test_staging_stable_passes(shop, looks):
    shop.passes("deployment::staging_stable", "*samples healthy and of this release: 2, must be at least 2*")


def test_staging_stable_is_breached_by_one_ill_sample(shop, looks):
    looks.answers["/healthz"] = [(200, {"status": "ok"})] * 2 + [(503, {"status": "down"})]
    shop.breaches("deployment::staging_stable", "*samples that were not: *")


def test_staging_stable_is_breached_where_an_instance_no_longer_answers(shop, looks):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("version_samples = 3", "version_samples = 3\ninstances = 2"))
    looks.answers["/version"] = (200, {"version": "1.2.0", "instance": "left"})
    shop.breaches("deployment::staging_stable", "*instances that answered: 1, must be at least 2*")


def test_staging_stable_cannot_measure_where_nothing_listens(shop, looks):
    looks.server.close()
    shop.cannot_measure("deployment::staging_stable")


@pytest.mark.usefixtures("quiet")
def test_staging_regression_passes(shop, looks):
    result = shop.execute("deployment::staging_regression")
    assert result.ret == 0, result.stdout.str()
    assert (shop.path / "TRIED").exists()


@pytest.mark.usefixtures("quiet")
def test_staging_regression_is_breached(shop, looks):
    file = shop.path / "pyproject.toml"
    file.write_text(
        file.read_text().replace("open('TRIED', 'w').close()", "print('orders are lost'); raise SystemExit(1)")
    )
    result = shop.execute("deployment::staging_regression")
    result.stdout.fnmatch_lines(["*  FAIL *Full regression test on staging*"])
    assert "failed with exit status 1; it last said: orders are lost" in " ".join(result.stdout.str().split())


def test_staging_regression_is_not_set_up(shop, live):
    shop.cannot_measure("deployment::staging_regression", "*the settings name no regression tests*", word="NOT SET UP")


def test_staging_regression_cannot_measure_on_production_without_a_record(shop, looks):
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace("version_samples = 3", "version_samples = 3\nproduction = true"))
    shop.settings("[tool.golive.phases.deploy]\nneeds = 'nothing'\n")
    shop.cannot_measure(
        "deployment::staging_regression", "*no record says that this release passed the regression tests on staging*"
    )


def test_where_staging_is_deployed_to_both_rows_judge_one_measurement(shop, looks):
    first, second = "deployment::deployed_to_staging", "deployment::deployed"
    measured = "answers of another release: 0, must be at most 0 (n = 3, GET /version, 3 times on staging, after "
    result = shop.judge(first, f"golive/{second}")
    said = [line.strip() for line in result.stdout.str().splitlines() if measured in line]
    assert len(said) == 2, result.stdout.str()
    assert said[0] == said[1]
    asked = [request for request in looks.server.requests if request[1] == "/version"]
    assert len(asked) == 3, looks.server.requests


def test_deployed_passes(shop, looks):
    shop.passes("deployment::deployed", "*answers of another release: 0, *")


def test_smoke_passed_passes(shop, looks):
    shop.passes("deployment::smoke_passed", "*smoke rows that do not hold: 0, *(n = 3, *")
