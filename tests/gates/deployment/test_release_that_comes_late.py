"""A command that only asks for the deployment, as with GitOps: the probe looks until a controller has applied it."""

from __future__ import annotations

import sys
import time

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::deployed_to_staging", "deployment::deployed", "deployment::zero_downtime")
ASKS = "import time; open('REVISION', 'w').write('1.2.0'); time.sleep(1.2)"
BUSY = "could not keep its schedule"  # what is said where this machine stands still
LIMIT = 600  # seconds for a controller that is at work


@pytest.fixture
def gitops(shop, live):
    """The command writes down the revision, and something else has to apply it."""

    def configure(within):
        shop.write(".gitignore", "__pycache__/\n.coverage\nREVISION\n.golive/\n.pytest_cache/\n")
        shop.settings(
            f"[tool.golive.deployment]\ncommand = {[sys.executable, '-c', ASKS]}\nsettle = '600ms'\n"
            f"probe_interval = '250ms'\nprobe_timeout = '10s'\nappears_within = '{within}'\n"
        )
        live.answers["/version"] = (200, {"version": "1.1.0"})

    return configure


def said(result):
    return " ".join(result.stdout.str().split())


def test_what_a_controller_applies_after_the_run_was_watched_by_nobody(shop, live, gitops):
    gitops("1s")
    result = shop.execute(*ROWS)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*  FAIL *Staging runs this release*"])
    live.answers["/version"] = (200, {"version": "1.2.0"})
    result = shop.run("-m", "deploy", "--golive-execute", "-v")
    assert result.ret == 1, "whatever happened when it came, no probe was there"
    result.stdout.fnmatch_lines(["*  PASS *Production deployed*", "*  ERROR *Zero downtime achieved*"])
    late = "its command ended, and the release had not come 1s later, so nobody watched how it comes"
    assert late in said(result) or BUSY in said(result)


def test_the_probe_looks_until_it_has_been_applied(shop, live, gitops):
    gitops(f"{LIMIT}s")
    asked = []

    def version():
        asked.append(time.monotonic())
        return 200, {"version": "1.2.0" if is_over() else "1.1.0"}

    def is_over():
        return bool(asked) and time.monotonic() - asked[0] > 5

    def health():
        is_down = bool(asked) and 2 < time.monotonic() - asked[0] < 4
        return (502, {"detail": "the controller restarts it"}) if is_down else (200, {"status": "ok"})

    live.answers |= {"/version": version, "/healthz": health}
    result = shop.execute(*ROWS)
    assert result.ret == 1
    word = "ERROR" if BUSY in said(result) else "FAIL"
    result.stdout.fnmatch_lines(["*  PASS *Production deployed*", f"*  {word} *Zero downtime achieved*"])
    assert "gaps in service: 2, must be at most 0" in said(result) or word == "ERROR"
