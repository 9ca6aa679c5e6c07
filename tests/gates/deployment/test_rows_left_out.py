"""Rows that a run did not come to: the true reason, and what to do about it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("quiet")


def test_rows_of_a_run_that_was_refused_say_so(shop, live):
    shop.write("src/shop/pay.py", "def pay():\n    return 1\n")
    shop.commit()
    result = shop.run("-m", "deploy", "--target=staging", "--golive-execute", "-k", "merged")
    words = " ".join(f"{result.stdout.str()} {result.stderr.str()}".split())
    assert "nothing was executed" in words
    assert "run the whole checklist: a selection is never a GO" not in words


def test_rows_of_a_run_that_was_interrupted_say_so(shop):
    shop.write(
        "gates/test_stop.py",
        'import pytest\n\n@pytest.mark.pre_deploy\ndef test_stops():\n    pytest.exit("ended by hand")\n\n\n'
        "@pytest.mark.pre_deploy\ndef test_waits():\n    assert True\n",
    )
    shop.commit()
    result = shop.run("-m", "pre_deploy", "gates")
    words = " ".join(result.stdout.str().split())
    assert "test_waits: it did not run: the run was ended before its turn" in words
    assert "to fix: run the same command again, to its end" in words
    assert "a selection is never a GO" not in words
