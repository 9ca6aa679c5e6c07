"""The day before on staging, the day on production: the record of the one opens the other."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.collecting.entries import built_in_entries

pytestmark = [pytest.mark.usefixtures("quiet"), pytest.mark.security]
ROWS = ("deployment::deployed_to_staging", "deployment::staging_regression", "deployment::deployed")
ON_THE_DAY = ("--target=prod", "--golive-execute", "--golive-allow=deploy", "--golive-confirm=1.2.0")
WRITE = "import os, time; open('STEPS', 'a').write(os.environ['GOLIVE_TARGET'] + '{word} '); time.sleep(1.2)"


@pytest.fixture
def two(shop, serve):
    """Staging and production, each of which reports the release, and rows of the deployment that are due on both."""
    json = {"Content-Type": "application/json"}
    answers = {"/version": b'{"version": "1.2.0"}', "/healthz": b'{"status": "ok"}'}

    def answer(request):
        return (200, json, answers[request[1]]) if request[1] in answers else (404, {}, b"")

    staging, prod = serve(answer), serve(answer)

    def configure(more="", regression=""):
        due = [one.id.removeprefix("golive/") for one in built_in_entries() if "deploy" in one.phases]
        away = "".join(f'"{name}" = "not tried in this test"\n' for name in due if name not in ROWS)
        shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\n*.json\n.golive/\n.pytest_cache/\n")
        shop.settings(
            f"[tool.golive.targets.staging]\nurl = '{staging.url}'\nversion_samples = 2\nwait = '1ms'\n"
            f"[tool.golive.targets.prod]\nurl = '{prod.url}'\nversion_samples = 2\nwait = '1ms'\n"
            "production = true\nallow = ['deploy']\n"
            f"[tool.golive.deployment]\ncommand = {[sys.executable, '-c', WRITE.format(word='')]}\n"
            f"regression = {[sys.executable, '-c', WRITE.format(word=' tried') + regression]}\n"
            "settle = '600ms'\nprobe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
            "[tool.golive.phases.deploy]\nneeds = 'nothing'\n[tool.golive.signing]\nsigned_records = false\n"
            f"{more}\n[tool.golive.not_applicable]\n{away}"
        )
        shop.commit()

    return configure


def done(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


def deploy(shop, *args):
    return shop.run("-m", "deploy", "-v", *args)


def said(result):
    return " ".join(result.stdout.str().split())


def test_what_passed_on_staging_goes_to_production(shop, two):
    two()
    result = deploy(shop, "--target=staging", "--golive-execute", "--golive-record=staging.json")
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["staging", "staging", "tried"]
    result = deploy(shop, "--golive-after=staging.json", *ON_THE_DAY)
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["staging", "staging", "tried", "prod"]
    assert "regression tests that did not pass: 0, must be at most 0 (staging.json, of " in said(result)


def test_without_the_record_of_staging_nothing_goes_to_production(shop, two):
    two()
    words = said(deploy(shop, *ON_THE_DAY))
    assert "no record says that this release passed the regression tests on staging" in words
    assert "prod was not deployed to, because not all else in this run holds: deployment::staging_regression" in words
    assert done(shop) == []


def test_a_record_of_other_content_opens_nothing(shop, two):
    two()
    deploy(shop, "--target=staging", "--golive-execute", "--golive-record=staging.json")
    shop.write("src/shop/pay.py", (shop.path / "src/shop/pay.py").read_text() + "\n# changed since\n")
    shop.commit()
    words = said(deploy(shop, "--golive-after=staging.json", *ON_THE_DAY))
    assert "the record staging.json opens nothing here: it covers other content" in words
    assert "prod" not in done(shop)


def test_a_dry_run_makes_no_record_that_opens_production(shop, two):
    two()
    deploy(shop, "--target=staging", "--golive-record=staging.json")
    words = said(deploy(shop, "--golive-after=staging.json", *ON_THE_DAY))
    assert "the record staging.json opens nothing here: it says NO-GO" in words
    assert done(shop) == []


def test_regression_tests_that_were_only_waived(shop, two):
    two(
        "[[tool.golive.waivers]]\ngate = 'deployment::staging_regression'\nreason = 'the data of staging are being mended'\n"
        "owner = 'ann'\napprover = 'bob'\nexpires = 2999-01-01\n",
        regression="; raise SystemExit(1)",
    )
    result = deploy(shop, "--target=staging", "--golive-execute", "--golive-record=staging.json")
    assert result.ret == 0, result.stdout.str()
    words = said(deploy(shop, "--golive-after=staging.json", *ON_THE_DAY))
    assert "is a GO in which the regression tests on staging did not pass" in words


def test_the_steps_are_shown_before_the_phase_is_open(shop, two):
    two()
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace("needs = 'nothing'", "needs = 'pre_deploy'"))
    shop.commit()
    words = said(deploy(shop, "--target=prod"))
    assert "deployment::deployed: a dry run: prod was not touched; it would run " in words
    assert "deploy needs the record of pre_deploy, and none was given" in words
    words = said(deploy(shop, *ON_THE_DAY))
    assert "not tried, because the phase is not open" in words
    assert done(shop) == []


def test_a_command_that_is_not_there_is_told_with_its_place(shop, two):
    two()
    file = shop.path / "pyproject.toml"
    text = file.read_text()
    start = text.index("command = [")
    file.write_text(f"{text[:start]}command = ['./nowhere.sh']\n{text[text.index('regression = ') :]}")
    shop.commit()
    words = said(deploy(shop, "--target=staging"))
    assert "./nowhere.sh does not exist (install it, or correct [tool.golive.deployment] command)" in words
