"""The moment of the deployment, as the command line gives it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("tomorrow", "*--golive-deployed: 'tomorrow' is no moment; write it as 2026-11-27T13:00:00Z, or now*"),
        ("2999-01-01T00:00:00Z", "*--golive-deployed: 2999-01-01T00:00:00Z is in the future, by the clock of this*"),
        (
            "2001-01-01T00:00:00Z",
            "*--golive-deployed: 2001-01-01T00:00:00Z is before this release existed: the release's*",
        ),
        ("", "*--golive-deployed: '' is no moment; write it as 2026-11-27T13:00:00Z, or now*"),
        (" ", "*--golive-deployed: ' ' is no moment; write it as 2026-11-27T13:00:00Z, or now*"),
    ],
)
def test_no_run_counts_from_a_moment_that_never_was(project, given, said):
    result = project.phase(f"--golive-deployed={given}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([said])


def test_a_row_that_is_due_at_no_known_time_after_a_deployment_is_refused(project):
    own = "from pytest_golive import gate\n\n\n@gate('Invoices sent', after='fortnight')\ndef test_invoices(judge):\n    pass\n"
    project.write("gates/test_own.py", own)
    result = project.phase()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    said = " ".join((result.stdout.str() + result.stderr.str()).split())
    assert "gates/test_own.py::test_invoices (gates/test_own.py:4): @gate(after='fortnight'): must be 'day' or " in said
