"""No exception stops a rollback, or lets a run go on as if what was deployed served."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::deployed", "deployment::smoke_passed")
WAIVER = """
[[tool.golive.waivers]]
gate = '{row}'
{match}
reason = 'it is known'
owner = 'ann'
approver = 'bob'
expires = 2099-01-01
"""
DEPLOY = (
    "import pathlib, sys, time; pathlib.Path('SERVES').write_text(sys.argv[1]); time.sleep(1.2); sys.exit({status})"
)


@pytest.fixture
def deploys(shop, live):
    """A service that rolls back by itself, and a command that brings a release which it does not name."""

    def configure(*, brings="1.3.0", status=0):
        live.answers["/version"] = lambda: (200, {"version": served(shop) or "1.1.0"})
        shop.write(".gitignore", "__pycache__/\n.coverage\nSERVES\n.golive/\n.pytest_cache/\n")
        table = shop.path / "pyproject.toml"
        table.write_text(table.read_text().replace('version = "1.2.0"', 'version = "1.1.0"'))
        shop.commit()
        subprocess.run(["git", "tag", "v1.1.0"], cwd=shop.path, check=True)
        table.write_text(table.read_text().replace('version = "1.1.0"', 'version = "1.2.0"'))
        deploy, back = ([sys.executable, "-c", DEPLOY.format(status=end)] for end in (status, 0))
        shop.settings(
            "rollback = 'automatic'\nendpoints = [{ path = '/products' }]\n"
            f"[tool.golive.deployment]\ncommand = {[*deploy, brings]}\n"
            "settle = '600ms'\nprobe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
            f"[tool.golive.rollback]\ncommand = {[*back, '{previous_version}']}\n"
        )

    return configure


def served(shop):
    file = shop.path / "SERVES"
    return file.read_text() if file.exists() else ""


def said(result):
    return " ".join([*result.stdout.str().split(), *result.stderr.str().split()])


@pytest.mark.parametrize("match", ["", "match = '**'"], ids=["the row", "its findings"])
@pytest.mark.parametrize(
    "row",
    [*ROWS, "deployment::deployed_to_staging", "deployment::stable_after_deploy", "rollback::no_trigger_fired"],
)
def test_what_has_a_release_rolled_back_is_waived_by_nobody(shop, deploys, row, match):
    deploys()
    shop.settings(WAIVER.format(row=row, match=match))
    result = shop.execute(*ROWS)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"the waiver of {row} (pyproject.toml" in said(result)
    assert "nothing was executed. Remove it" in said(result)
    assert not served(shop)


def test_nor_is_it_a_known_finding(shop, deploys):
    deploys()
    shop.write("golive-ratchet.txt", "deployment::smoke_passed\tshop.py\tendpoint\tproducts\t0\n")
    result = shop.execute(*ROWS)
    assert result.ret == pytest.ExitCode.USAGE_ERROR, said(result)
    assert "the known finding of deployment::smoke_passed in golive-ratchet.txt" in said(result)
    assert not served(shop)


def test_a_dry_run_may_have_such_a_waiver(shop, deploys):
    deploys()
    shop.settings(WAIVER.format(row="deployment::smoke_passed", match=""))
    shop.execute(*ROWS)
    result = shop.run("-m", "deploy")
    assert "nothing was executed. Remove it" not in said(result)


def test_a_deployment_that_was_cut_off_is_rolled_back_in_spite_of_a_waiver(shop, deploys):
    deploys(brings="1.2.0", status=3)
    shop.settings(WAIVER.format(row="deployment::zero_downtime", match=""))
    words = said(shop.execute("deployment::zero_downtime"))
    assert "rolled back to v1.1.0 in " in words
    assert "because of deployment::zero_downtime (error)" in words
    assert "its waiver does not count: the deployment did not end" in words
    assert served(shop) == "1.1.0"
