"""What a gate's body raises counts, whatever hooks of a conftest make of it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.security
GATES = """
import pytest

from pytest_golive import gate


@gate("Flags are set")
@pytest.mark.deploy
def test_judged(judge):
    judge("flags", 1, equals=2)


@gate("Orders add up")
@pytest.mark.deploy
def test_asserted():
    assert 1 == 2


@gate("Nobody looked")
@pytest.mark.deploy
def test_skipped():
    pytest.skip("no time")
"""
SWALLOWING = """
import pytest


@pytest.hookimpl(wrapper=True, {order})
def pytest_runtest_call(item):
    try:
        return (yield)
    except BaseException:
        return None
"""
REPORTING = """
import pytest


@pytest.hookimpl(wrapper=True, {order})
def pytest_runtest_makereport(item, call):
    {first}
    report = yield
    if report.when == "call":
        report.outcome, report.longrepr = "passed", None
    return report
"""
HOOKS = {
    "swallows first": SWALLOWING.format(order="tryfirst=True"),
    "swallows last": SWALLOWING.format(order="trylast=True"),
    "reports first": REPORTING.format(order="tryfirst=True", first="pass"),
    "reports last": REPORTING.format(order="trylast=True", first="pass"),
    "knows no error": REPORTING.format(order="tryfirst=True", first="call.excinfo = None"),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_cannot_make_a_red_row_green(shop, hook):
    shop.write("gates/checks.py", GATES)
    shop.write("conftest.py", HOOKS[hook])
    result = shop.execute(args=())
    words = " ".join(result.stdout.str().split())
    assert result.ret == 1, words
    assert "NO-GO" in words
    assert "flags: 1, must be 2" in words
    assert "assert 1 == 2" in words
    assert "18 not applicable, 2 failed, 1 skipped" in words
