"""golive journal --settle: a person says how a step ended that was cut short, and of no other step."""

from __future__ import annotations

import json

import pytest
from journalled import BACKUP, DEPLOYED, NEW, OLD, SETTINGS, deploy, golive, path, shop

from pytest_golive.collecting.executing import journalling
from pytest_golive.delivery.journal.entries import Event, Result
from pytest_golive.delivery.journal.writing import Journal

__all__ = ["path", "shop"]
pytestmark = pytest.mark.security
SAW = "both instances say 1.4.2"
BY = ("--by", "bob", "--reason", SAW)
FINISHED = ("--settle", "deployed", "--finished", *BY)


@pytest.fixture(autouse=True)
def _checked_out(monkeypatch):
    """1.4.2 is checked out."""
    monkeypatch.setattr(journalling, "release_in", lambda _: NEW)


def last(path):
    return json.loads(path.read_text().splitlines()[-1])


@pytest.mark.parametrize("result", [None, Result.INTERRUPTED], ids=["killed", "Ctrl-C"])
def test_it_is_finished(path, capsys, result):
    deploy(path, NEW, Result.PASSED, result)
    before = path.read_text()
    status, out, err = golive(capsys, *FINISHED)
    assert (status, err) == (0, "")
    assert out == f"written down: {DEPLOYED} of 1.4.2 is finished; the next run goes on behind it\n"
    assert path.read_text().startswith(before), "it is one more line, and no run has begun"
    assert path.read_text().count("\n") == before.count("\n") + 1
    assert (last(path)["event"], last(path)["step"], last(path)["result"]) == ("looked into", DEPLOYED, "")
    assert last(path)["evidence"] == {"by": "bob", "found": "finished", "reason": SAW}
    _, shown, _ = golive(capsys)
    assert f"looked into: {DEPLOYED}, by bob, found finished, reason {SAW}" in shown
    assert f"1.4.2: {DEPLOYED} was cut short, and looked into by bob (" in shown
    assert f"who says that it is finished: {SAW}" in shown
    assert "stopped in" not in shown
    step = json.loads(golive(capsys, "--json")[1])["steps"][1]
    assert (step["standing"], step["holds"]) == ("finished", True)
    assert SAW in step["settled"]


def test_it_is_not_finished(path, capsys):
    deploy(path, NEW, Result.PASSED, None)
    status, out, _ = golive(capsys, "--settle", DEPLOYED, "--not-finished", *BY)
    assert status == 0
    assert out.endswith("is not finished; the next run does it again\n")
    _, shown, _ = golive(capsys)
    assert f"1.4.2 stopped in {DEPLOYED}, which is not finished, so that the next run does it again" in shown
    assert json.loads(golive(capsys, "--json")[1])["steps"][1]["holds"] is False


def test_the_journal_says_how_to_write_it_down(path, capsys):
    deploy(path, NEW, Result.PASSED, None)
    _, out, _ = golive(capsys)
    command = f"golive journal --target=prod --settle {DEPLOYED} --finished (or --not-finished) --by NAME --reason TEXT"
    assert command in out


def rolled_back(path):
    deploy(path, NEW, None)
    with Journal.opened(path, "prod", NEW) as journal:
        journal.begin(DEPLOYED)
        journal.tell(Event.ROLLED_BACK, result=Result.PASSED)


@pytest.mark.parametrize(
    ("happened", "args", "said"),
    [
        (
            lambda path: deploy(path, NEW, None),
            ("--settle", "xyzzy", "--finished", *BY),
            "deployment::xyzzy was never begun",
        ),
        (
            lambda path: deploy(path, NEW, Result.PASSED, Result.PASSED),
            FINISHED,
            "how deployment::deployed ended: finished",
        ),
        (
            lambda path: deploy(path, NEW, Result.PASSED, Result.FAILED),
            FINISHED,
            "how deployment::deployed ended: failed",
        ),
        (
            lambda path: deploy(path, NEW, Result.PASSED, Result.ERROR),
            FINISHED,
            "how deployment::deployed ended: failed",
        ),
        (
            lambda path: deploy(path, OLD, Result.PASSED, None),
            FINISHED,
            "was begun for 1.4.1, and what is checked out is 1.4.2",
        ),
        (rolled_back, FINISHED, "no longer holds: the release was rolled back"),
        (
            lambda path: deploy(path, NEW, None),
            ("--settle", BACKUP, "--finished", *BY),
            "is a proof, so that nobody's word",
        ),
        (
            lambda path: deploy(path, NEW, Result.PASSED, None),
            ("--settle", DEPLOYED, *BY),
            "nobody says how the step ended",
        ),
        (lambda path: deploy(path, NEW, Result.PASSED, None), (*FINISHED[:3], "--by", "bob"), "--reason is missing"),
        (lambda path: deploy(path, NEW, Result.PASSED, None), (*FINISHED, "--by", "  "), "--by is missing"),
        (
            lambda path: deploy(path, NEW, Result.PASSED, None),
            (*FINISHED, "--by", "b\x1b[1mob"),
            "--by must be one line",
        ),
        (lambda path: deploy(path, NEW, Result.PASSED, None), (*FINISHED, "--reason", "x" * 501), "at most 500"),
        (lambda path: deploy(path, NEW, Result.PASSED, None), (*FINISHED, "--json"), "leave FILE and --json out"),
        (lambda path: deploy(path, NEW, Result.PASSED, None), ("--finished", *BY), "say something of a step"),
    ],
)
def test_what_nobody_can_say_is_refused_and_not_written(path, capsys, happened, args, said):
    happened(path)
    before = path.read_bytes()
    status, out, err = golive(capsys, *args)
    assert (status, out) == (1, "")
    assert said in err
    assert path.read_bytes() == before


def test_a_copy_is_not_written(path, capsys, tmp_path):
    deploy(path, NEW, Result.PASSED, None)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(path.read_bytes())
    status, _, err = golive(capsys, copy, *FINISHED)
    assert status == 1
    assert "leave FILE and --json out" in err


def test_it_is_said_once(path, capsys):
    deploy(path, NEW, Result.PASSED, None)
    assert golive(capsys, *FINISHED)[0] == 0
    before = path.read_bytes()
    status, _, err = golive(capsys, "--settle", DEPLOYED, "--not-finished", *BY)
    assert status == 1
    assert "was looked into by bob" in err
    assert path.read_bytes() == before


def test_while_a_run_is_under_way_nobody_says_how_it_ended(path, capsys):
    with Journal.opened(path, "prod", NEW) as journal:
        journal.begin(DEPLOYED)
        before = path.read_bytes()
        status, _, err = golive(capsys, *FINISHED)
        assert path.read_bytes() == before
        journal.end(DEPLOYED, Result.PASSED)
    assert status == 1
    assert "another run is deploying to this target" in err


def test_without_a_journal_none_is_begun(path, capsys):
    status, _, err = golive(capsys, *FINISHED)
    assert status == 1
    assert "there is no journal" in err
    assert not path.exists()


def test_a_damaged_journal_is_not_written(path, capsys):
    deploy(path, NEW, Result.PASSED, None)
    path.write_bytes(path.read_bytes().replace(b"ann@", b"eve@", 1))
    before = path.read_bytes()
    status, _, err = golive(capsys, *FINISHED)
    assert status == 1
    assert "is damaged in line" in err
    assert path.read_bytes() == before


def test_a_step_that_is_repeated_anyway_needs_nobodys_word(shop, path, capsys):
    (shop / "pyproject.toml").write_text(f"{SETTINGS}\n[tool.golive.deployment]\nrepeatable = true\n")
    deploy(path, NEW, Result.PASSED, None)
    status, _, err = golive(capsys, *FINISHED)
    assert status == 1
    assert "is declared repeatable" in err
