"""A secret in what a command writes is hidden, also with colours in its midst; the command itself still gets it."""

from __future__ import annotations

import os
import sys

import pytest

from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.step import Step
from pytest_golive.masking.known import MASK

pytestmark = pytest.mark.security
SECRET = "s3cr3t-Value+9/xyz"  # pragma: allowlist secret
INTERRUPTED = {
    "colour": "\x1b[1;31m",
    "colour with colons": "\x1b[38:2::255:0:0m",
    "end of colours": "\x1b(B\x1b[m",
    "title": "\x1b]0;title\x07",
    "link": "\x1b]8;;http://shop\x1b\\",
    "cursor": "\x1b7",
    "eight bits": "\x9b31m",
    "backspace": "x\b",
    "soft hyphen": "\u00ad",
    "no width": "\u200b\ufeff\u200d",
}


@pytest.fixture
def write(tmp_path):
    """Run a command that gets *name* and prints *words*; its log and all that is told of it."""
    MASK.reset()

    def run(words, name="DEPLOY_TOKEN", value=SECRET):
        context = StepContext(tmp_path, tmp_path / "out", environment={**os.environ, name: value})
        code = f"import os; v = os.environ[{name!r}]; print({words})"
        result = run_step(Step("s", command=(sys.executable, "-c", code), environment=(name,)), context)
        assert result.outcome == "passed", result
        return (tmp_path / "out/s.log").read_text(encoding="utf-8") + str(result)

    yield run
    MASK.reset()


@pytest.mark.parametrize("how", INTERRUPTED)
def test_a_secret_that_something_invisible_interrupts(write, how):
    text = write(f"v[:7] + {INTERRUPTED[how]!r} + v[7:]")
    assert SECRET[:7] not in text
    assert SECRET[-7:] not in text


@pytest.mark.parametrize(
    "name", ["DB_PASS", "PGPASS", "SIGNING_KEY", "SENTRY_DSN", "NPM_AUTH", "HOOK_WEBHOOK_URL", "CI_JWT"]
)
def test_variables_that_hold_a_credential_by_other_names(write, name):
    assert "hunter2hunter" not in write("'it is', v", name, "hunter2hunter")


@pytest.mark.parametrize("name", ["GIT_AUTHOR_NAME", "AUTH_MODE", "MONKEY", "COMPASS"])
def test_variables_that_hold_none(write, name):
    assert "it is internal" in write("'it is', v", name, "internal")


def test_what_a_step_gets_the_next_command_gets_too(write):
    write("v")
    assert SECRET in MASK.without_credentials({"DEPLOY_TOKEN": SECRET, "URL": f"http://a:{SECRET}@b"})["URL"]
    MASK.watch(["DEPLOY_TOKEN"], {"DEPLOY_TOKEN": SECRET})
    assert MASK.without_credentials({"DEPLOY_TOKEN": SECRET, "URL": f"http://a:{SECRET}@b"}) == {}
