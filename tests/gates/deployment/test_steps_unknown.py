"""A step of which nobody knows what it did is an error, and the next run does not do it again."""

from __future__ import annotations

import threading

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
ROW = "deployment::reload"


@pytest.fixture
def hangs(shop, live):
    """A service that answers a step's request after the step's time; returns the requests that reached it."""
    seen, over = [], threading.Event()

    def reload():
        seen.append("reload")
        over.wait(120)
        return 200, {}

    def configure(more=""):
        live.answers["/reload"] = reload
        shop.write(".gitignore", "__pycache__/\n.coverage\n.golive/\n.pytest_cache/\n")
        shop.settings(
            "[tool.golive.deployment.steps.reload]\nafter = 'deployed'\ntimeout = '4s'\n"
            f"request = {{ method = 'POST', url = '/reload' }}\n{more}\n"
        )
        return seen

    yield configure
    over.set()


def said(result):
    return " ".join(result.stdout.str().split())


def test_a_request_without_a_response_is_an_error_and_not_sent_again(shop, hangs):
    seen = hangs()
    result = shop.execute(ROW)
    result.stdout.fnmatch_lines(["*  ERROR *reload*"])
    assert seen == ["reload"], said(result)
    result = shop.run("-m", "deploy", "--golive-execute", "-v")
    result.stdout.fnmatch_lines(["*  ERROR *reload*"])
    assert "deployment::reload was begun by " in said(result)
    assert "cut short, so nobody knows how far it came; it was not done again" in said(result)
    assert seen == ["reload"]


def test_one_that_is_declared_repeatable_is_sent_again(shop, hangs):
    seen = hangs("repeatable = true")
    shop.execute(ROW)
    result = shop.run("-m", "deploy", "--golive-execute", "-v")
    result.stdout.fnmatch_lines(["*  ERROR *reload*"])
    assert seen == ["reload", "reload"], said(result)
