"""The gate about announcements: it passes, is breached, and cannot measure; and the command that makes them."""

from __future__ import annotations

import json
import os

import pytest

from pytest_golive.cli import main
from pytest_golive.masking.known import MASK

ANNOUNCED = "deployment::announced"
TEAM = '\n[tool.golive.announcements.audiences.team]\nkind = "slack"\nurl_env = "TEAM_HOOK"\n'
BOSS = '\n[tool.golive.announcements.audiences.boss]\nkind = "json"\nurl_env = "BOSS_HOOK"\n'


@pytest.fixture
def hooks(shop, serve, monkeypatch):
    """Two webhooks that take everything."""
    server = serve()
    for variable in ("TEAM_HOOK", "BOSS_HOOK"):
        monkeypatch.setenv(variable, f"{server.url}/{variable.lower()}-with-its-token")
    monkeypatch.chdir(shop.path)
    return server


def test_announced_passes_once_everybody_was_told(shop, hooks, capsys):
    shop.settings(TEAM)
    shop.commit()
    assert main(["announce"]) == 0
    assert "team (slack) would get:\n\nshop 1.2.0 is released\n" in capsys.readouterr().out
    assert hooks.requests == []
    assert main(["announce", "--send"]) == 0
    ((_, path, _, body),) = hooks.requests
    assert path == "/team_hook-with-its-token"
    assert json.loads(body)["text"] == "shop 1.2.0 is released"
    output = capsys.readouterr()
    assert "commit golive-records/announced/1.2.0-team.json" in output.out
    assert "with-its-token" not in output.out + output.err
    shop.passes(
        ANNOUNCED,
        "*audiences that were not notified: 0, must be at most 0 (n = 1, *",
        "*team: slack, 20*responded with status 200*",
    )
    assert main(["announce", "--send"]) == 0
    assert "already notified" in capsys.readouterr().out
    assert len(hooks.requests) == 1
    assert main(["announce", "--send", "--again"]) == 0
    assert len(hooks.requests) == 2


@pytest.mark.security
def test_the_address_of_a_webhook_is_neither_shown_nor_sent_to_anybody(shop, hooks, capsys, monkeypatch):
    word = "the-word-of-the-" + "mailbox"
    monkeypatch.setenv("MAIL_WORD", word)
    mail = '\n[tool.golive.announcements.audiences.all]\nkind = "email"\nto = ["a@b.example"]\nsender = "c@b.example"\n'
    link = f'links = ["https://shop.example/team_hook-with-its-token/{word}"]\n'
    shop.settings(TEAM + BOSS + link + mail + 'password_env = "MAIL_WORD"\n')
    shop.commit()
    assert main(["announce", "boss"]) == 0
    shown = capsys.readouterr().out
    assert "https://shop.example[hidden]" in shown
    assert main(["announce", "boss", "--send"]) == 0
    for text in (shown, hooks.requests[0][3].decode()):
        assert "with-its-token" not in text
        assert word not in text
    assert {"TEAM_HOOK", "BOSS_HOOK", "MAIL_WORD"}.isdisjoint(MASK.without_credentials(os.environ))


def test_announced_is_breached_by_whoever_was_not_told(shop, hooks, capsys):
    shop.settings(TEAM + BOSS)
    shop.commit()
    hooks.answer = lambda request: (200, {}, b"ok") if "team" in request[1] else (410, {}, b"")
    assert main(["announce", "--send"]) == 1
    assert "boss was not notified: 127.0.0.1:" in capsys.readouterr().err
    shop.breaches(ANNOUNCED, "*boss was not notified of this release*", "*golive announce boss --send*")
    shop.write("src/shop/more.py", '"""More."""\n')
    shop.breaches(ANNOUNCED, "*team was not notified of this release*")


def test_what_was_told_without_a_receipt_is_a_failure(shop, hooks, capsys):
    shop.settings(TEAM)
    shop.write("golive-records/announced", "a file in the place of the folder\n")
    shop.commit()
    assert main(["announce", "--send"]) == 1
    assert len(hooks.requests) == 1
    assert "team was notified (127.0.0.1:" in (output := capsys.readouterr().err)
    assert "but its receipt cannot be written" in output


def test_announced_cannot_measure_without_audiences_or_with_a_broken_receipt(shop):
    shop.cannot_measure(ANNOUNCED, "*the settings name no audience*", word="NOT SET UP")
    shop.settings(TEAM)
    shop.write("golive-records/announced/1.2.0-team.json", "{")
    shop.cannot_measure(ANNOUNCED, "*the receipt 1.2.0-team.json cannot be read*")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["boss"], "there is no audience 'boss'; the settings have: team"),
        (["--send"], "team was not notified: TEAM_HOOK is not set"),
    ],
)
def test_what_cannot_be_announced_is_told(shop, capsys, monkeypatch, words, what):
    shop.settings(TEAM)
    shop.commit()
    monkeypatch.chdir(shop.path)
    assert main(["announce", *words]) == 1
    assert what in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ('kind = "email"\nto = ["a@b.example"]', "*mail needs to and sender*"),
        (
            'kind = "email"\nto = ["a@b.example, mal@b.example"]\nsender = "c@b.example"',
            "*is not one address of e-mail*",
        ),
        ('kind = "slack"', "*a webhook of slack needs url_env*"),
        ('kind = "pager"\nurl_env = "X"', "*pager*"),
    ],
)
def test_an_audience_that_cannot_be_told_is_a_fault_of_the_settings(shop, table, what):
    shop.settings(f"\n[tool.golive.announcements.audiences.team]\n{table}\n")
    shop.commit()
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", f"golive/{ANNOUNCED}")
    assert result.ret == 4
    result.stderr.fnmatch_lines([what])
