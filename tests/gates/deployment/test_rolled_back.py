"""A deployment that does not hold is rolled back by itself where the target says so, and what came of it is told."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::deployed", "deployment::smoke_passed")
AUTOMATIC = "rollback = 'automatic'"
DEPLOY = """
import pathlib, sys, time

pathlib.Path("SERVES").write_text(sys.argv[1])
time.sleep(1.2)
sys.exit(int(sys.argv[2]))
"""


@pytest.fixture
def deploys(shop, live):
    """The second release of a service, which reports what the last command has brought there."""

    def version():
        file = shop.path / "SERVES"
        return 200, {"version": file.read_text() if file.exists() else "1.1.0"}

    def configure(
        *,
        brings="1.2.0",
        status=0,
        back=(sys.executable, "deploy.py", "{previous_version}", "0"),
        way=True,
        probe="100ms",
    ):
        live.answers["/version"] = version
        shop.write("deploy.py", DEPLOY)
        shop.write(".gitignore", "__pycache__/\n.coverage\nSERVES\n.golive/\n.pytest_cache/\n")
        table = shop.path / "pyproject.toml"
        table.write_text(table.read_text().replace('version = "1.2.0"', 'version = "1.1.0"'))
        shop.commit()
        subprocess.run(["git", "tag", "v1.1.0"], cwd=shop.path, check=True)
        table.write_text(table.read_text().replace('version = "1.1.0"', 'version = "1.2.0"'))
        shop.settings(
            f"{AUTOMATIC if way else ''}\nendpoints = [{{ path = '/products' }}]\n"
            f"[tool.golive.deployment]\ncommand = {[sys.executable, 'deploy.py', brings, str(status)]}\n"
            f"settle = '600ms'\nprobe_interval = '{probe}'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
            f"[tool.golive.rollback]\ncommand = {list(back)}\n"
        )

    return configure


def events(shop):
    return [(line["event"], line.get("result")) for line in journal(shop)]


def journal(shop):
    return [json.loads(line) for line in (shop.path / ".git/golive/journal/staging.jsonl").read_text().splitlines()]


def said(result):
    return " ".join(result.stdout.str().split())


def test_a_release_that_holds_stays(shop, deploys):
    deploys()
    result = shop.execute(*ROWS)
    assert result.ret == 0, result.stdout.str()
    assert (shop.path / "SERVES").read_text() == "1.2.0"


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"brings": "1.3.0"}, "because of deployment::deployed (failed)"),
        ({"status": 3}, "because of deployment::deployed (error)"),
    ],
    ids=["wrong version", "fails"],
)
def test_one_that_does_not_hold_is_rolled_back(shop, deploys, how, why):
    deploys(**how)
    result = shop.execute(*ROWS)
    assert result.ret == 1
    words = said(result)
    assert "rolled back to v1.1.0 in " in words
    assert f"the address answers with it; name instances in its table to have each asked; {why}" in words
    assert (shop.path / "SERVES").read_text() == "1.1.0"
    assert ("rollback started", "") in events(shop)
    assert ("rolled back", "passed") in events(shop)


@pytest.mark.parametrize("row", ["deployed_to_staging", "zero_downtime"])
def test_a_deployment_that_another_row_has_made(shop, deploys, row):
    deploys(status=3)
    words = said(shop.execute(f"deployment::{row}"))
    assert "rolled back to v1.1.0 in " in words
    assert f"because of deployment::{row} (error)" in words


def test_smoke_rows_that_do_not_hold(shop, live, deploys):
    deploys()
    live.answers["/products"] = (500, {"detail": "no shelf"})
    words = said(shop.execute(*ROWS))
    assert "rolled back to v1.1.0 in " in words
    assert "because of deployment::smoke_passed (failed)" in words
    fired = next(one for one in journal(shop) if one["event"] == "trigger fired")["evidence"]
    assert fired["deployment::smoke_passed"].startswith("failed: smoke rows that do not hold: 1")
    assert "GET /products: status 500, must be 200" in fired["deployment::smoke_passed"]


def test_a_release_that_was_rolled_back_is_due_again(shop, deploys):
    deploys(brings="1.3.0")
    shop.execute(*ROWS)
    shop.run("-m", "deploy", "--golive-execute")
    assert [event for event, _ in events(shop)].count("step started") == 2


def test_by_hand_nothing_is_rolled_back(shop, deploys):
    deploys(brings="1.3.0", way=False)
    assert "rolled back" not in said(shop.execute(*ROWS))
    assert (shop.path / "SERVES").read_text() == "1.3.0"


@pytest.mark.parametrize(
    ("back", "trouble"),
    [
        (["./nobody-there.sh"], "did not succeed: rollback: does not start"),
        ([sys.executable, "deploy.py", "0.9.0", "0"], "did not succeed: version: 3 of 3 answers came from 0.9.0"),
    ],
    ids=["no program", "another version"],
)
def test_a_rollback_that_fails_is_told_loudly(shop, deploys, back, trouble):
    deploys(brings="1.3.0", back=back)
    words = said(shop.execute(*ROWS))
    assert "the rollback to v1.1.0 (" in words
    assert trouble in words
    assert ("rolled back", "failed") in events(shop)


def test_migrations_without_a_way_back_freeze_it(shop, deploys):
    deploys(brings="1.3.0")
    shop.write(
        "shop/migrations/0001_initial.py",
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n",
    )
    shop.write(
        "shop/migrations/0002_names.py",
        "from django.db import migrations\n\n\ndef split(apps, editor):\n    pass\n\n\n"
        "class Migration(migrations.Migration):\n    dependencies = [('shop', '0001_initial')]\n"
        "    operations = [migrations.RunPython(split)]\n",
    )
    words = said(shop.execute(*ROWS, "rollback::migrations_reversible"))
    assert "NOT ROLLED BACK by itself, although deployment::deployed (failed)" in words
    assert "whether its database migrations can be undone is failed" in words
    assert (shop.path / "SERVES").read_text() == "1.3.0"


def test_a_probe_that_proves_nothing_rolls_nothing_back(shop, deploys):
    deploys(probe="2s")
    result = shop.execute(*ROWS, "deployment::zero_downtime")
    result.stdout.fnmatch_lines(
        ["*  PASS *Production deployed*", "*  *ERROR *Zero downtime achieved*", "*  PASS *Smoke rows hold*"]
    )
    assert "fewer than 10 prove nothing" in said(result)
    assert (shop.path / "SERVES").read_text() == "1.2.0"
    assert ("step ended", "passed") in events(shop)
    again = shop.run("-m", "deploy", "--golive-execute", "-v")
    assert "fewer than 10 prove nothing" in said(again), "what was not proven then is not proven by now"


def test_what_an_earlier_run_has_deployed(shop, live, deploys):
    deploys()
    assert shop.execute(*ROWS).ret == 0
    live.answers["/products"] = (500, {"detail": "no shelf"})
    words = said(shop.run("-m", "deploy", "--golive-execute", "-v"))
    assert "rolled back to v1.1.0 in " in words
    assert "because of deployment::smoke_passed (failed)" in words
    assert (shop.path / "SERVES").read_text() == "1.1.0"


def test_a_gap_hides_no_release_that_does_not_serve(shop, live, deploys):
    deploys()
    asked = []

    def health():
        asked.extend(["there"] * (shop.path / "SERVES").exists())
        return (503, {"status": "starting"}) if 0 < len(asked) < 6 else (200, {"status": "ok"})

    live.answers |= {"/healthz": health, "/products": (500, {"detail": "no shelf"})}
    result = shop.execute(*ROWS, "deployment::zero_downtime", "rollback::no_trigger_fired")
    # On a busy machine the probe may prove nothing, which is red as well.
    result.stdout.fnmatch_lines(["*  [FE]* *Zero downtime achieved*", "*  FAIL *Smoke rows hold*"])
    words = said(result)
    assert "because of deployment::smoke_passed (failed)" in words
    assert "no_trigger_fired: not watched, because the release is to be rolled back: deployment::smoke_passed" in words
    assert (shop.path / "SERVES").read_text() == "1.1.0"
