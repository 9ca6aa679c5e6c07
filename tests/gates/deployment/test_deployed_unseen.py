"""A deployment that ended well, but that the probe could not watch, is deployed: the journal says so, and it stays so."""

from __future__ import annotations

import json
import sys

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::deployed", "deployment::zero_downtime")


@pytest.fixture
def too_few(shop, live):
    """A deployment that is over before the probe has sent enough requests."""
    command = [sys.executable, "-c", "open('STEPS', 'a').write('deployed ')"]
    shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\n.golive/\n.pytest_cache/\n")
    shop.settings(
        f"[tool.golive.deployment]\ncommand = {command}\n"
        "settle = '10ms'\nprobe_interval = '1s'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
    )


def said(result):
    return " ".join(result.stdout.str().split())


def test_it_is_deployed_and_nobody_knows_whether_customers_noticed(shop, too_few):
    result = shop.execute(*ROWS)
    result.stdout.fnmatch_lines(["*  PASS *Production deployed*", "*  ERROR *Zero downtime achieved*"])
    assert "it was deployed, but nobody saw how: only " in said(result)
    assert "it is not deployed once more by itself: roll back and deploy again, or waive the row" in said(result)
    assert (shop.path / "STEPS").read_text() == "deployed "
    lines = map(json.loads, (shop.path / ".git/golive/journal/staging.jsonl").read_text().splitlines())
    ended = [one for one in lines if one["event"] == "step ended"]
    assert [one["result"] for one in ended] == ["passed"]
    assert "prove nothing" in ended[0]["evidence"]["unseen"][0]
    again = said(shop.run("-m", "deploy", "--golive-execute", "-v"))
    assert "it was deployed by " in again
    assert (shop.path / "STEPS").read_text() == "deployed ", "it is not made again"
