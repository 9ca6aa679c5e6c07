"""The last word on how a run ends, without a run: status 0 only after a GO, and a last line that says which guard held."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from hooked import stash_of

from pytest_golive.running.door import leave, listing_fault, listing_option

pytestmark = pytest.mark.security
GO, NO_GO = Fake(go=True, line="GO  2 passed", word="GO"), Fake(go=False, line="NO-GO  1 failed", word="NO-GO")
LISTS = "NO-GO  nothing was verified: --markers only lists; see also addopts and PYTEST_ADDOPTS\n"


@pytest.fixture(autouse=True)
def _not_on_github(monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def config_of(verdict=None, *, written=True, **options):
    return Fake(stash=stash_of(verdict, written=written), getoption=options.get)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ""),
        ({"help": False, "version": 0, "cacheshow": None}, ""),
        ({"help": True}, "--help"),
        ({"version": 1}, "--version"),
        ({"version": 2, "markers": True}, "--version"),
        ({"markers": True}, "--markers"),
        ({"showfixtures": True}, "--fixtures"),
        ({"show_fixtures_per_test": True}, "--fixtures-per-test"),
        ({"collectonly": True}, "--collect-only"),
        ({"cacheshow": []}, "--cache-show"),
    ],
)
def test_options_that_only_list(options, found):
    assert listing_option(config_of(**options)) == found


def test_what_only_lists_verifies_nothing():
    assert f"NO-GO  {listing_fault('--markers')}\n" == LISTS


def left(config, status=0, error=None):
    """How the run is left if the hooks inside end with *status* or *error*."""
    hook = leave(config)
    next(hook)
    with pytest.raises(StopIteration) as end:
        hook.throw(error) if error else hook.send(status)
    return end.value.value


NEVER = (
    "NO-GO  the run ended with exit status 0 before there was a verdict: a hook called pytest.exit, or took it over\n"
)


@pytest.mark.parametrize(
    ("verdict", "status", "end", "said"),
    [
        (GO, 0, 0, ""),
        (GO, 1, 1, "NO-GO  the checklist was a GO, but the run ended with exit status 1\n"),
        (GO, 3, 3, "NO-GO  the checklist was a GO, but the run ended with exit status 3\n"),
        (NO_GO, 1, 1, ""),
        (NO_GO, 2, 2, ""),
        (NO_GO, 0, 1, "NO-GO  a hook made the exit status 0, and it was a NO-GO\n"),
        (None, 0, 1, NEVER),
        (None, 2, 2, "NO-GO  the run ended with exit status 2 before there was a verdict\n"),
        (None, 1, 1, "NO-GO  the run ended with exit status 1 before there was a verdict\n"),
    ],
)
def test_the_status_agrees_with_the_verdict(capsys, verdict, status, end, said):
    assert left(config_of(verdict), status) == end
    assert capsys.readouterr().out == said


@pytest.mark.parametrize(("verdict", "status", "end"), [(GO, 0, 1), (NO_GO, 0, 1), (None, 0, 1), (GO, 3, 3)])
def test_a_run_that_lists_is_no_go_whatever_the_verdict(capsys, verdict, status, end):
    assert left(config_of(verdict, markers=True), status) == end
    assert capsys.readouterr().out == LISTS


@pytest.mark.parametrize(
    ("code", "verdict", "end", "said"),
    [
        (0, GO, 1, "NO-GO  the checklist was a GO, but sys.exit(0) in a hook ended the run\n"),
        (None, NO_GO, 1, "NO-GO  sys.exit(0) in a hook ended the run, and it was a NO-GO\n"),
        (3, NO_GO, 3, "NO-GO  sys.exit(3) in a hook ended the run, and it was a NO-GO\n"),
        ("why", None, 1, "NO-GO  sys.exit(1) in a hook ended the run\n"),
        (0, None, 1, "NO-GO  sys.exit(0) in a hook ended the run\n"),
        (2, None, 2, "NO-GO  sys.exit(2) in a hook ended the run\n"),
    ],
)
def test_whoever_ends_the_process_is_named(capsys, code, verdict, end, said):
    assert left(config_of(verdict), error=SystemExit(code)) == end
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("error", [None, SystemExit(0)])
@pytest.mark.parametrize("verdict", [GO, NO_GO])
def test_a_verdict_that_nobody_has_written_is_written(capsys, verdict, error):
    left(config_of(verdict, written=False), int(not verdict.go), error)
    lines = capsys.readouterr().out.splitlines()
    assert lines[bool(error)] == verdict.line
    assert lines[: bool(error)] == [""] * bool(error)  # the progress of pytest may still be on the line
    assert len(lines) == 1 + 2 * bool(error)


@pytest.mark.parametrize(
    ("verdict", "written", "said"),
    [
        (GO, True, "and the checklist was a GO\n"),
        (NO_GO, True, "and the checklist was a NO-GO\n"),
        (None, True, "before there was a verdict\n"),
        (None, False, "before there was a verdict\n"),
    ],
)
def test_an_error_that_escapes_is_told_and_goes_on(capsys, verdict, written, said):
    hook = leave(config_of(verdict, written=written))
    next(hook)
    with pytest.raises(OSError, match="no"):
        hook.throw(OSError("no\n room"))
    begin = "" if written else "\n"
    line = f"NO-GO  a hook or plugin broke the end of the run with OSError: no room, {said}"
    assert capsys.readouterr().out == begin + line


def test_a_usage_error_is_told_by_pytest_alone(capsys):
    hook = leave(config_of())
    next(hook)
    with pytest.raises(pytest.UsageError):
        hook.throw(pytest.UsageError("no such option"))
    assert capsys.readouterr().out == ""


def test_the_annotation_goes_where_the_environment_of_the_run_says(capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for verdict, error in ((None, None), (GO, SystemExit(0))):
        left(config_of(verdict), error=error)
        assert "::error title=NO-GO::" in capsys.readouterr().out
    left(config_of(NO_GO), error=SystemExit(0))  # the verdict's own annotations stand there already
    assert "::error" not in capsys.readouterr().out
