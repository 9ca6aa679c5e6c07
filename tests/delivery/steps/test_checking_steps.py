"""What a dry run tells of a step: all that can be known without running it."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.steps.checking import check_step
from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.showing import shown
from pytest_golive.delivery.steps.step import Request, Retries, Step
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import HIDDEN
from pytest_golive.service.target import Target

SECRET = "correct-horse-battery"
STAGING = Target("staging", "http://127.0.0.1:1/shop")


def step(**options):
    return Step("roll_out", after=("deployed",), **options)


def found(shop, given=None, target=STAGING, **options):
    return [finding.message for finding in check_step(step(**options), shop.context(target=target, **(given or {})))]


def test_nothing_is_wrong_with_what_can_run(shop):
    (shop.root / "deploy.sh").write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    (shop.root / "deploy.sh").chmod(0o755)
    assert found(shop, command=("./deploy.sh", "{version}"), done_if=("sh", "deploy.sh")) == []
    assert found(shop, command=("sh", "-c", "./x y")) == found(shop, command=("python3", "-X", "utf8", "x.py")) == []
    assert found(shop, shell="touch ran; ./deploy.sh {version}") == []  # nosec B604 -- a step, not subprocess
    assert found(shop, request=Request("/admin/{version}")) == []
    assert found(shop, gate="smoke::healthy") == found(shop, signed="deployment::go") == []
    assert not (shop.root / "ran").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"command": ("no-such-program",)}, "no program no-such-program is on the PATH that the step gets"),
        ({"command": ("./deploy.sh",)}, "./deploy.sh does not exist"),
        ({"command": ("./shop.py",)}, "./shop.py is not executable"),
        ({"command": ("sh", "-e", "deploy.sh")}, "deploy.sh, which command names, does not exist"),
        ({"command": ("python3", "-u", "deploy.py", "x")}, "deploy.py, which command names, does not exist"),
        ({"command": ("make", "-f", "build.mk", "all")}, "build.mk, which command names, does not exist"),
        ({"command": ("make", "--file=build.mk")}, "build.mk, which command names, does not exist"),
        ({"command": ("true",), "done_if": ("./done.sh",)}, "./done.sh does not exist"),
        ({"shell": "if true; then"}, "/bin/sh does not understand shell: "),
        ({"command": ("true",), "environment": ("DEPLOY_KEY",)}, "the variable DEPLOY_KEY is not set"),
        ({"command": ("true",), "environment": ("AWS_*",)}, "no variable AWS_* is set"),
        ({"command": ("true",), "timeout": 0.1}, "a timeout of 0.1 s ends most programs"),
        ({"command": ("true",), "timeout": 3e4, "retries": Retries(5, "flaky", 60)}, "it may take 50 hours"),
        ({"request": Request("/x", headers={"X-Key": "DEPLOY_KEY"})}, "the variable DEPLOY_KEY, whose value X-Key"),
        ({"request": Request("http://shop.example/x")}, "is plain http, and shop.example is not this machine"),
    ],
)
def test_what_would_fail_is_told(shop, options, said):
    messages = found(shop, **options)
    assert len(messages) == 1
    assert said in messages[0]


def test_a_value_that_is_missing_is_told(shop):
    context = shop.context(values={"version": "1.2.0"})
    (finding,) = check_step(step(command=("echo", "{version}", "{previous}")), context)
    assert "{previous} stands for nothing here" in finding.message
    assert finding.cure
    assert shown(step(command=("echo", "{version}", "{previous}")), context).startswith("echo 1.2.0 '{previous}' in ")
    with pytest.raises(CannotMeasure, match="stands for nothing"):
        run_step(step(command=("echo", "{previous}")), context)


def test_production_is_written_to_only_where_that_is_permitted(shop):
    production = Target("prod", "https://shop.example", production=True)
    permitted = Target(
        "prod", "https://shop.example", True, by_settings=frozenset({"deploy"}), by_option=frozenset({"deploy"})
    )
    request = Request("/admin/reload")
    (message,) = found(shop, target=production, request=request)
    assert "was not sent: prod is production" in message
    (message,) = found(shop, target=production, request=Request("https://shop.example:443/admin"))
    assert "was not sent: prod is production" in message
    assert found(shop, target=permitted, request=request) == []
    (message,) = found(shop, target=None, request=request)
    assert "there is no target" in message


def test_what_is_shown_holds_no_secret(shop):
    context = shop.context(target=STAGING, DEPLOY_TOKEN=SECRET)
    for options in (
        {"command": ("deploy", SECRET, "--api-token", "abc def")},
        {"shell": f"deploy {SECRET} password=hunter22"},  # pragma: allowlist secret
        {"request": Request(f"/x?a={SECRET}", headers={"Authorization": "DEPLOY_TOKEN"})},
    ):
        text = shown(step(**options), context)
        assert HIDDEN in text
        assert not [secret for secret in (SECRET, "abc def", "hunter22") if secret in text]
    assert "Authorization from $DEPLOY_TOKEN" in text
    assert text.startswith("POST http://127.0.0.1:1/shop/x")


def test_rows_are_shown_and_not_run(shop):
    assert shown(step(gate="smoke::healthy"), shop.context()) == "the gate smoke::healthy must hold"
    assert shown(step(signed="briefed"), shop.context()) == "people sign briefed"
    with pytest.raises(CannotMeasure, match="is judged and not run"):
        run_step(step(gate="smoke::healthy"), shop.context())
