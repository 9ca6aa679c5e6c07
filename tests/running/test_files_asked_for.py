"""Files that the command line requests: an incomplete run never overwrites an old one."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.judging.verdict import Verdict
from pytest_golive.options import VALUED
from pytest_golive.running.writing import DOCUMENTS, written


@pytest.fixture
def asked(tmp_path):
    def run(status, *, has_documents=True, out="done.md"):
        seen = []
        ledger = Fake(tick=lambda verdict, path: seen.append(path) or verdict)
        plugin = Fake(ledger=ledger) if has_documents else None
        options = {"golive_checklist_out": out, "golive_sarif": None}
        manager = Fake(get_plugin=lambda name: plugin if name == DOCUMENTS else None)
        params = Fake(dir=tmp_path)
        config = Fake(getoption=options.get, pluginmanager=manager, invocation_params=params, stash={})
        return written(Verdict(()), config, status), seen

    return run


@pytest.mark.parametrize("status", pytest.ExitCode)
def test_a_run_that_was_ended_leaves_the_old_document(asked, tmp_path, status):
    is_over = status not in {pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR}
    assert asked(status) == (Verdict(()), [tmp_path / "done.md"] if is_over else [])


def test_without_a_document_there_is_nothing_to_tick(asked):
    verdict, _ = asked(pytest.ExitCode.OK, has_documents=False)
    assert verdict.faults == ("--golive-checklist-out: there is no document to tick",)
    assert asked(pytest.ExitCode.OK, has_documents=False, out=None)[0].faults == ()


@pytest.mark.parametrize("name", [name for name, (what, _) in VALUED.items() if what == "FILE"])
@pytest.mark.parametrize("value", ["", " "])
def test_an_option_that_names_no_file_ends_the_run_before_anything_is_measured(project, name, value):
    result = project.phase(f"--golive-{name}={value}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"--golive-{name}" in result.stderr.str() + result.stdout.str()
