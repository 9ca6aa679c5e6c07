"""The gates about a rollback that happened: they are not due before; each passes, is breached, cannot measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from released_shops import NOTIFIED, PLACE, REVERTED, SERVING, TEAM, TODAY, WRITTEN, journalled, released

from pytest_golive.cli import main

__all__ = ["released"]


@pytest.mark.parametrize("gate", [NOTIFIED, REVERTED, SERVING, WRITTEN])
def test_before_a_rollback_none_of_them_is_due(shop, released, gate):
    released(occasion=False)
    result = shop.judge(gate)
    result.stdout.fnmatch_lines(["*NOT DUE*no rollback recorded*"])
    assert result.ret == 1


def test_a_rollback_in_the_journal_makes_them_due(shop, released, monkeypatch):
    released(occasion=False)
    monkeypatch.chdir(shop.path)
    path = journalled(shop)
    shop.breaches(WRITTEN, f"*{PLACE} is not tracked*", "*golive post-mortem writes*")
    path.write_bytes(path.read_bytes().replace(b"6 %", b"1 %"))
    shop.cannot_measure(WRITTEN)


def test_team_notified_passes_once_everybody_was_told(shop, released, serve, monkeypatch, capsys):
    hook = serve()
    monkeypatch.setenv("TEAM_HOOK", f"{hook.url}/the-teams-own-hook")
    monkeypatch.chdir(shop.path)
    released(f'{TEAM}notify = ["team"]\n')
    assert main(["announce", "--rolled-back", "6 % of all orders fail"]) == 0
    assert "shop 1.2.0 is rolled back to v1.1.0\n\n6 % of all orders fail" in capsys.readouterr().out
    assert main(["announce", "--rolled-back", "6 % of all orders fail", "--send"]) == 0
    sent = json.loads(hook.requests[0][3])
    assert (sent["event"], sent["summary"]) == ("rollback", "6 % of all orders fail")
    shop.passes(
        NOTIFIED, "*audiences that were not told: 0, must be at most 0 (golive-records/rolled-back)*", "*team: json*"
    )
    receipt = next(Path("golive-records/rolled-back").iterdir())
    receipt.write_text(receipt.read_text().replace(str(TODAY.year), "2001"))
    journalled(shop)
    shop.breaches(NOTIFIED, "*team was not notified of this release*")


def test_team_notified_is_breached_by_whoever_was_not_told(shop, released):
    released(f'{TEAM}notify = ["team"]\n')
    shop.breaches(NOTIFIED, "*team was not notified of this release*", "*golive announce team --send --rolled-back*")


def test_the_cure_tells_the_team_and_an_audience_is_no_reason(shop, released, serve, monkeypatch, capsys):
    hook = serve()
    monkeypatch.setenv("TEAM_HOOK", f"{hook.url}/the-teams-own-hook")
    monkeypatch.chdir(shop.path)
    released(f'{TEAM}notify = ["team"]\n')
    assert main(["announce", "--rolled-back", "team", "--send"]) != 0
    assert "that is an audience and no reason" in capsys.readouterr().err
    assert not hook.requests
    assert main(["announce", "team", "--send", "--rolled-back"]) == 0
    assert json.loads(hook.requests[0][3])["summary"] == "The cause is being looked for."
    shop.passes(NOTIFIED)


@pytest.mark.parametrize(
    ("text", "said", "word"),
    [
        ("", "*the settings do not say who is told of a rollback*", "NOT SET UP"),
        ('\n[tool.golive.rollback]\nnotify = ["support"]\n', "*nothing says whether support were told*", "NOT SET UP"),
        (
            '\n[tool.golive.rollback]\nnotify = ["support"]\nnotified_row = "told"\n',
            "*no row 'told' that people sign is in the checklist's documents*",
            "NOT SET UP",
        ),
    ],
)
def test_team_notified_cannot_measure(shop, released, text, said, word):
    released(text)
    shop.cannot_measure(NOTIFIED, said, word=word)


def test_a_torn_receipt_of_a_rollback_is_an_error(shop, released):
    released(f'{TEAM}notify = ["team"]\n')
    shop.write("golive-records/rolled-back/1.2.0-team.json", "{")
    shop.cannot_measure(NOTIFIED, "*the receipt 1.2.0-team.json cannot be read*")


def test_reverted_passes(shop, released):
    released()
    shop.passes(REVERTED, "*files that differ from the release before: 0*", "*came back to: v1.1.0 (*")


def test_reverted_passes_on_a_branch_that_golive_has_prepared(shop, released, git, monkeypatch):
    released('\n[tool.golive.rollback]\nback_to = "rollback/{version}"\n')
    monkeypatch.chdir(shop.path)
    git(shop.path, "push", "--quiet", "origin", "main")
    assert main(["rollback", "--prepare", "rollback/1.2.0", "--reason", "6 %"]) == 0
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", f"golive/{REVERTED}", "-v")
    result.stdout.fnmatch_lines(["*  FAIL *", "*the branch rollback/1.2.0 is not on origin*"])
    git(shop.path, "push", "--quiet", "origin", "rollback/1.2.0")
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", f"golive/{REVERTED}", "-v")
    result.stdout.fnmatch_lines(["*  PASS *", "*still holds the release: main: the next deployment*"])


def test_reverted_is_breached_by_what_differs(shop, released, git):
    released('\n[tool.golive.rollback]\nback_to = "main"\n')
    git(shop.path, "push", "--quiet", "origin", "main")
    shop.breaches(REVERTED, "*src/shop/tea.py*main differs here from v1.1.0*")


def test_reverted_cannot_measure_a_branch_that_is_not_there(shop, released):
    released('\n[tool.golive.rollback]\nback_to = "hotfix"\n')
    shop.cannot_measure(REVERTED, "*this clone has no tag or branch 'hotfix'*")


@pytest.fixture
def back(shop, live, released):
    """The service has come back to 1.1.0."""
    live.answers["/version"] = (200, {"version": "1.1.0"})
    released()
    return live


def test_previous_version_serving_passes(shop, back):
    shop.passes(
        SERVING, "*answers of another release: 0*", "*smoke rows that do not hold: 0*", "*rollback: occasions in*"
    )


def test_the_time_to_recover_is_printed(shop, back, monkeypatch):
    monkeypatch.chdir(shop.path)
    journalled(shop)
    shop.passes(SERVING, "*rollback: the journal of *", "*time to recover: * s*")


def test_previous_version_serving_is_breached(shop, back):
    back.answers["/version"] = [(200, {"version": "1.1.0"}), (200, {"version": "1.2.0"})]
    shop.breaches(SERVING, "*came from 1.2.0*, not from 1.1.0*")


def test_a_release_before_that_is_ill_has_not_recovered(shop, back):
    back.answers["/healthz"] = (200, {"status": "down"})
    shop.breaches(SERVING, "*smoke::healthy: *")


def test_previous_version_serving_cannot_measure_without_a_version(shop, back):
    back.answers["/version"] = (200, {"tea": "green"})
    shop.cannot_measure(SERVING)
