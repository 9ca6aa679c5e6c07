"""An emergency on production while staging runs another release: passed by name, loud, and settled afterwards."""

from __future__ import annotations

import json

import pytest
from broken_glass import BROKEN, WHY, Emergency, said

from pytest_golive.cli import main

pytestmark = [pytest.mark.usefixtures("quiet"), pytest.mark.security]
ON_STAGING = "deployment::deployed_to_staging"
SETTLED = "deployment::emergency_settled"
CHAIN = "[tool.golive.signing]\nsigned_records = false\n"
PRODUCTION = (
    "rollback = 'automatic'\nproduction = true\nallow = ['deploy']\nversion_samples = 2\nwait = '1ms'\n"
    "[tool.golive.rollback]\ncommand = ['touch', 'STEPS.back']\n"
)


@pytest.fixture
def busy(shop, git, serve):
    """Staging runs another release, production this one."""
    json_ = {"Content-Type": "application/json"}

    def answering(version):
        answers = {"/version": b'{"version": "%s"}' % version, "/healthz": b'{"status": "ok"}'}
        return lambda request: (200, json_, answers[request[1]]) if request[1] in answers else (404, {}, b"")

    staging, prod = serve(answering(b"1.3.0")), serve(answering(b"1.2.0"))
    emergency = Emergency(shop, git)
    emergency.set_up(
        f"{CHAIN}[tool.golive.targets.staging]\nurl = '{staging.url}'\nversion_samples = 2\nwait = '1ms'\n"
        f"[tool.golive.targets.prod]\nurl = '{prod.url}'\n{PRODUCTION}"
    )
    return emergency


def deploy(emergency, *args):
    return emergency.deploy("--target=prod", "--golive-allow=deploy", "--golive-confirm=1.2.0", *args)


def test_a_busy_staging_is_passed_by_name_and_settled_afterwards(shop, busy):
    (shop.path / "MENDED").touch()
    busy.glass(ON_STAGING, "deployment::staging_regression", target="prod")
    result = deploy(busy)
    words = said(result)
    assert result.ret == BROKEN, result.stdout.str()
    assert "NOT PROVEN Staging runs this release: BREAK-GLASS, broken by ann" in words
    assert (shop.path / "STEPS").read_text().split() == ["deployed"]
    lines = (shop.path / ".git/golive/journal/prod.jsonl").read_text().splitlines()
    assert any(json.loads(line)["event"] == "break glass" for line in lines)


def test_a_later_run_rolls_production_back_for_nothing_that_staging_runs(shop, busy):
    """It finds the release deployed, and staging that runs the next one already."""
    busy.glass(ON_STAGING, "deployment::staging_regression", target="prod")
    deploy(busy)
    args = ("--target=prod", "--golive-execute", "--golive-allow=deploy", "--golive-confirm=1.2.0")
    later = shop.run("-m", "deploy", "-v", *args)
    assert later.ret == 1
    assert "rolled back" not in said(later)
    assert not (shop.path / "STEPS.back").exists()


def test_the_row_that_deploys_is_not_passed_on_staging_itself(shop, busy):
    busy.glass(ON_STAGING)
    result = busy.deploy("--target=staging")
    assert "deployed_to_staging deploys to staging itself, so that nobody may pass it there" in said(result)
    assert not (shop.path / "STEPS").exists()


@pytest.mark.parametrize("target", ["staging", "prod"])
@pytest.mark.usefixtures("busy")
def test_no_glass_is_written_that_passes_over_the_deployment_itself(shop, monkeypatch, capsys, target):
    status = int(target == "staging")
    monkeypatch.chdir(shop.path)
    people = ("--reason", WHY, "--by", "ann", "--approver", "bob")
    assert main(["break-glass", "new.toml.glass", f"--target={target}", "--row", ON_STAGING, *people]) == status
    assert (shop.path / "new.toml.glass").exists() is (status == 0)
    refused = f"{ON_STAGING} deploys to staging itself, so that nobody may pass it there" in capsys.readouterr().err
    assert refused is (status == 1)
