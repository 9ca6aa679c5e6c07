"""How the controller decides and shows the verdict, without a run."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.judging.arranged import as_they_are
from pytest_golive.running.controlling import Controlling
from pytest_golive.running.door import VERDICT, WRITTEN, listing_fault

pytestmark = pytest.mark.security


def test_hooks_stand_around_those_of_others():
    for name in ("pytest_sessionfinish", "pytest_terminal_summary"):
        options = getattr(Controlling, name).pytest_impl
        assert options["wrapper"]
        assert options["tryfirst"]
    for name in ("pytest_configure_node", "pytest_testnodedown"):  # known only where xdist is
        assert getattr(Controlling, name).pytest_impl["optionalhook"]


@pytest.mark.parametrize(
    ("go", "status", "later", "end"),
    [
        (True, 0, None, 0),
        (True, 0, 3, 3),
        (True, 1, None, 1),
        (True, 5, None, 5),
        (False, 0, None, 1),
        (False, 1, None, 1),
        (False, 2, None, 2),
        (False, 3, None, 3),
        (False, 5, None, 5),
        (False, 0, 0, 1),
        (False, 1, 0, 1),
        (False, 2, 0, 1),
        (False, 1, 4, 4),
    ],
)
def test_status_0_is_for_a_go_whatever_other_hooks_do(controlled, go, status, later, end):
    made = controlled()
    made.tally.go = go
    assert made.finish(status, later) == end
    verdict = made.config.stash[VERDICT]
    assert verdict.go is go
    shown = [("add_suite_properties", verdict), ("add_rows", verdict), ("add_case", verdict)]
    assert [call for call in made.did if call[0] not in {"look", "choices"}] == [
        *shown,
        ("others", 1 if not go and status == 0 else status),
        ("write", verdict),
    ]


@pytest.mark.parametrize(("options", "given"), [(None, ()), (["a=b"], ["a=b"])])
def test_options_of_the_command_line_are_choices(controlled, options, given):
    made = controlled(options=options)
    made.finish(0)
    assert ("choices", given) in made.did


def test_a_run_that_only_lists_verifies_nothing_and_looks_at_nothing(controlled):
    made = controlled(listing="--fixtures")
    assert made.finish(0) == 1
    assert made.config.stash[VERDICT].line == listing_fault("--fixtures")
    assert made.tally.decided == ()
    assert not [call for call in made.did if call[0] in {"look", "write"}]
    assert WRITTEN not in made.config.stash


@pytest.mark.parametrize(
    ("stopped", "faults"),
    [
        ({}, []),
        ({"shouldfail": True, "shouldstop": True}, []),
        ({"shouldfail": "stopping after 1 failures"}, ["pytest stopped early: stopping after 1 failures"]),
        (
            {"shouldfail": "one", "shouldstop": "two"},
            ["pytest stopped early: one", "pytest stopped early: two"],
        ),
    ],
)
def test_the_verdict_knows_what_stopped_the_run_what_moved_and_who_signed(controlled, tmp_path, stopped, faults):
    made = controlled()
    made.finish(1, **stopped)
    assert [call for call in made.did if call[0] == "look"] == [("look", tmp_path)] * 2
    assert made.tally.seen == "seen 2"
    assert made.tally.faults == [*faults, "moved: ('seen 1', 'seen 2', ('out',))", "signed: False"]
    status, why_red, arrange = made.tally.decided
    assert (status, arrange) == (1, ("with records", as_they_are))
    assert "no row failed" in why_red()


def test_documents_add_what_people_sign_and_arrange_the_rows(controlled):
    ledger = Fake(
        people=lambda: ["a row", "another"], arrange="as the documents say", documents=["GO.md"], lines=lambda: ([], [])
    )
    made = controlled(ledger=ledger)
    made.finish(0)
    assert made.tally.due == ["a row", "another"]
    assert made.tally.faults[-1] == "signed: True"
    assert made.tally.decided[2] == ("with records", "as the documents say")


def summarize(made, result="others' result"):
    hook = made.hooks.pytest_terminal_summary(made.reporter, made.config)
    next(hook)
    made.did.append(("others",))
    with pytest.raises(StopIteration) as end:
        hook.send(result)
    return end.value.value


def test_without_a_verdict_the_summary_is_that_of_others(controlled):
    made = controlled()
    made.did.clear()
    assert summarize(made) == "others' result"
    assert made.did == [("others",)]


@pytest.mark.parametrize("foreign", [True, False])
def test_the_verdict_is_written_last_and_once(controlled, foreign):
    made = controlled()
    made.tally.has_foreign_failures = foreign
    made.config.stash[VERDICT] = verdict = Fake(go=True, line="the verdict")
    made.did.clear()
    assert summarize(made) is None
    assert made.did == [("shown once", foreign), ("others",), ("shown",), ("write", verdict)]
    assert made.config.stash[WRITTEN] is True
    made.finish(0)
    assert [call for call in made.did if call[0] == "write"] == [("write", verdict)]


@pytest.mark.parametrize("is_on_github", [True, False])
@pytest.mark.parametrize("has_reporter", [True, False])
@pytest.mark.parametrize("is_written", [True, False])
def test_whoever_can_be_told_is_told(controlled, is_on_github, has_reporter, is_written):
    made = controlled()
    made.is_on_github = is_on_github
    made.config.stash[VERDICT] = Fake(go=True, line="the verdict")
    if is_written:
        summarize(made)
    if not has_reporter:
        made.reporter = None
    made.did.clear()
    made.finish(0)
    told = [call for call in made.did if call[0] in {"write", "line"}]
    expected = ["write"] * (has_reporter and not is_written) + ["line", "line"] * (has_reporter and is_on_github)
    assert [call[0] for call in told] == expected
    assert [call[1] for call in told if call[0] == "line"] == ["::one", "::two"] * (has_reporter and is_on_github)


def test_the_header_says_what_is_judged(controlled):
    assert controlled().hooks.pytest_report_header() == ["what is judged", "by what"]
