"""Three cases of the gate that watches a deployment, and the probe in a team's own gate."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from pytest_golive.masking.known import HIDDEN

pytestmark = pytest.mark.usefixtures("quiet")
GATE = "deployment::zero_downtime"
UNHURRIED = "probe_interval = '250ms'"  # a schedule that a busy machine keeps, too
DEPLOY = """\
import http.client, os, sys, time

for word in sys.argv[2:]:
    if word.startswith("exit"):
        print("the registry is full")
        sys.exit(int(word[4:]))
    elif word.startswith("say:"):
        print(word[4:])
    elif word[0].isdigit():
        time.sleep(float(word))
    else:
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
        connection.request("PUT", f"/mode/{word}")
        connection.getresponse().read()
print("deployed to", os.environ["GOLIVE_TARGET"], sorted(name for name in os.environ if name.startswith("SHOP_")))
"""
OWN = """\
import http.client, pytest, time
from pytest_golive import gate

@pytest.mark.post_deploy
@gate("Nobody notices a rotation of keys")
def nobody_notices(probe, target, judge):
    with probe.watching(settle=1.2) as watch:
        for mode in ("{mode}", "ok"):
            connection = http.client.HTTPConnection(target.url.removeprefix("http://"))
            connection.request("PUT", f"/mode/{{mode}}")
            connection.getresponse().read()
            connection.close()
            time.sleep(1.2)
    judge("gaps", watch.result.gaps, at_most=0)
"""


@pytest.fixture
def deploys(shop, server):
    """Configure a deployment that does what its words say."""

    def configure(*words, more="", target=""):
        shop.write("deploy.py", DEPLOY)
        command = [sys.executable, "deploy.py", str(server.port), *words]
        shop.settings(
            f"[tool.golive.deployment]\ncommand = {command}\nsettle = '600ms'\n{more}\n"
            f"[tool.golive.targets.staging]\nurl = 'http://127.0.0.1:{server.port}'\n{target}\n"
        )

    return configure


def test_zero_downtime_passes_where_nobody_notices(shop, deploys, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "a-token-of-the-target")
    deploys(
        "2.6",
        "say:logged in with a-token-of-the-target",
        more=UNHURRIED,
        target='auth = {scheme = "bearer", token_env = "SHOP_TOKEN", protected = ["/orders"]}',
    )
    result = shop.execute(GATE)
    result.stdout.fnmatch_lines(
        [
            "*  PASS *Zero downtime achieved*",
            "*gaps in service: 0, must be at most 0 (n = *GET http://127.0.0.1:*/healthz every 250 ms*",
            "*timeline:*",
            "*fresh *····················*",
            "*kept-alive *···············*",
            "*deployed *^*",
            "*requests in * 0 failed, no gap*",
        ]
    )
    log = (shop.path / ".golive" / "deployment.log").read_text()
    assert log == f"logged in with {HIDDEN}\ndeployed to staging []\n"


def test_zero_downtime_is_breached_where_customers_notice(shop, deploys):
    deploys("1.5", "status+502", "2", "ok", "1", more=UNHURRIED)
    result = shop.execute(GATE)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*  FAIL *",
            "*gaps in service: 2, must be at most 0*",
            "*connections were not served for * UTC, * into the watch*status 502 x*",
            "*fresh *·*█████*·*",
            "*to fix: Start new instances*",
            "*see */.golive/zero-downtime.svg",
        ]
    )
    assert "status 502" in (shop.path / ".golive" / "zero-downtime.svg").read_text()


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        (
            ("0.3", "status+502", "0.2", "exit3"),
            "",
            ("*failed with exit status 3, so there is no release to judge; until then: *", "*the registry is full*"),
        ),
        (("60",), "timeout = '300ms'", ["*did not end within 0.3 s and was stopped*"]),
    ],
    ids=["fails", "hangs"],
)
def test_a_deployment_that_does_not_come_to_its_end(shop, deploys, words, more, said):
    deploys(*words, more=more)
    shop.execute(GATE).stdout.fnmatch_lines(["*  *ERROR *", *said])
    assert "fresh" in (shop.path / ".golive" / "zero-downtime.txt").read_text()


def test_zero_downtime_cannot_measure_with_too_few_requests(shop, deploys):
    deploys("0", more="probe_interval = '2s'")  # few, however long the deployment takes on a busy machine
    result = shop.execute(GATE)
    result.stdout.fnmatch_lines(["*  *ERROR *"])
    said = " ".join(result.stdout.str().split())
    assert "nobody saw how: only " in said
    assert "requests were sent over fresh connections" in said
    assert "fewer than 10 prove nothing" in said


def test_a_deployment_that_nobody_has_described(shop):
    shop.cannot_measure(GATE, "*the settings name no deployment command*", word="NOT SET UP")


def test_where_a_controller_deploys_the_page_about_it_says_what_to_write(shop):
    text = (Path(__file__).parents[3] / "docs/gitops.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(\[tool\.golive\.not_applicable\]\n.*?)```", text, re.DOTALL)
    shop.settings(f"\n{block}")
    shop.commit()
    for gate in (GATE, "rollback::rehearsed"):
        shop.judge(gate).stdout.fnmatch_lines(["*  N/A *the controller *"])


def test_nothing_is_deployed_unless_somebody_asks_for_it(shop, deploys, server):
    deploys("ok")
    result = shop.judge(GATE)
    result.stdout.fnmatch_lines(
        [
            "*  NOT RUN *Zero downtime achieved*",
            "*a dry run: staging was not touched; it would run * deploy.py *",
            "*to fix: execute it: pytest -m * --target=staging --golive-execute*",
            "NO-GO *",
        ]
    )
    assert "a dry run: one step was shown and checked, and nothing was executed" in result.stdout.str()
    assert not [request for request in server.requests if request.startswith(b"PUT")]


@pytest.mark.parametrize(("mode", "word"), [("ok", "PASS"), ("reset", "FAIL")])
def test_a_team_watches_what_it_likes(shop, deploys, mode, word):
    deploys(more=UNHURRIED)
    shop.write("gates/test_keys.py", OWN.format(mode=mode))
    shop.commit()
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", "-m", "post_deploy", "gates", "-v")
    result.stdout.fnmatch_lines([f"*  {word} *Nobody notices a rotation of keys*"])
    if word == "FAIL":
        result.stdout.fnmatch_lines(["*kept-alive connections were not served for *reset x*"])
