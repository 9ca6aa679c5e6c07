"""Commands that rows of ours run: bounded and without secrets as those of steps, and what is known of their ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pytest_golive.delivery import regression as regressing
from pytest_golive.delivery.steps.output.bounding import HEAD, TAIL
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import HIDDEN, MASK

SECRET = "correct-horse-battery"
FLOOD = """\
import os
os.write(1, b"the beginning\\n" + os.environ["SHOP_TOKEN"].encode() + b"\\n")
for _ in range(20):
    os.write(1, (b"x" * 99 + b"\\n") * 10_000)
os.write(1, b"it is " + os.environ["SHOP_TOKEN"].encode() + b"\\n")
"""


@pytest.fixture
def regression(tmp_path):
    """Runs regression tests that are a Python program."""
    MASK.reset()

    def run(text, *, program=sys.executable, timeout=600.0):
        return regressing.tested(
            (program, "-c", text),
            root=tmp_path,
            environment={**os.environ, "SHOP_TOKEN": SECRET},
            log=tmp_path / "regression.log",
            timeout=timeout,
            tell=lambda _: None,
        )

    yield run
    MASK.reset()


def test_a_flood_with_secrets_is_kept_bounded_and_masked(regression):
    found = regression(FLOOD)
    log = Path(found.log).read_text(encoding="utf-8")
    assert not found.failed
    assert SECRET not in log
    assert log.startswith(f"the beginning\n{HIDDEN}\n")
    assert log.endswith(f"it is {HIDDEN}\n")
    assert "bytes are left out here" in log
    assert len(log) <= HEAD + TAIL + 100


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (f"print('lost {SECRET}'); exit(3)", 3, f"failed with exit status 3; it last said: lost {HIDDEN}"),
        ("import os; os.kill(os.getpid(), 9)", -9, "was ended by signal 9; it last said: nothing"),
    ],
    ids=["fails", "killed"],
)
def test_tests_that_do_not_pass_are_quoted(regression, text, status, said):
    found = regression(text)
    assert found.status == status
    assert [fault.message.partition("` ")[2] for fault in found.failed] == [said]


@pytest.mark.parametrize(
    ("given", "what", "cure"),
    [
        ({"program": "no-such-program"}, "does not start: ", "correct [tool.golive.deployment] regression"),
        ({"timeout": 1.5}, "did not end within 1.5 s and was stopped; it last said: ", "regression_timeout"),
    ],
    ids=["missing", "hangs"],
)
def test_tests_that_do_not_come_to_an_end_prove_nothing(regression, given, what, cure):
    with pytest.raises(CannotMeasure) as caught:
        regression("import time; time.sleep(600)", **given)
    assert what in caught.value.what
    assert cure in caught.value.cure
