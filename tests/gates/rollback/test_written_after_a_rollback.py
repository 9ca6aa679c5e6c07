"""What is written after a rollback changes the content, and not what was rolled back."""

from __future__ import annotations

import contextlib
import json

import pytest
from released_shops import NOTIFIED, PLACE, REVERTED, SERVING, TEAM, WHOLE, journalled, released

from pytest_golive.cli import main

__all__ = ["released"]


@pytest.fixture
def hook(serve, monkeypatch):
    """The team's webhook."""
    server = serve()
    monkeypatch.setenv("TEAM_HOOK", f"{server.url}/the-teams-own-hook")
    return server


@pytest.fixture
def rolled_back(shop, live, released, git, hook):
    """A shop whose 1.2.0, tagged, was rolled back to 1.1.0; the team was told, and the post-mortem is written."""
    with contextlib.chdir(shop.path):
        _roll_back(shop, live, released, git)
        assert main(["announce", "--rolled-back", "6 %", "--send"]) == 0
    assert json.loads(hook.requests[0][3])["summary"] == "6 %"
    shop.write(PLACE, WHOLE)
    shop.commit()
    return shop


def _roll_back(shop, live, released, git):
    live.answers["/version"] = (200, {"version": "1.1.0"})
    released(f'{TEAM}notify = ["team"]\n', occasion=False)
    git(shop.path, "tag", "--annotate", "--message", "1.2.0", "v1.2.0")
    git(shop.path, "push", "--quiet", "origin", "main", "v1.2.0")
    journalled(shop, to="v1.1.0")


def test_the_release_before_stays_the_one_that_the_journal_names(rolled_back):
    rolled_back.passes(REVERTED, "*came back to: v1.1.0 (*")
    rolled_back.passes(SERVING, "*answers of another release: 0*")
    rolled_back.passes(NOTIFIED, "*team: json*")


def test_the_team_can_be_told_once_the_post_mortem_is_written(rolled_back, capsys):
    with contextlib.chdir(rolled_back.path):
        assert main(["announce", "team", "--again", "--rolled-back", "8 %"]) == 0
    assert "shop 1.2.0 is rolled back to v1.1.0\n\n8 %" in capsys.readouterr().out


def test_a_tag_that_the_journal_names_must_be_here(rolled_back, git):
    git(rolled_back.path, "tag", "--delete", "v1.1.0")
    rolled_back.cannot_measure(
        REVERTED, "*v1.1.0 was gone back to, and no tag here has that name*", "*git fetch --tags*"
    )


def test_a_tag_of_this_very_version_is_not_what_was_gone_back_to(shop, released, git):
    released()
    git(shop.path, "tag", "--annotate", "--message", "1.2.0", "v1.2.0")
    shop.write(PLACE, WHOLE)
    shop.commit()
    shop.cannot_measure(REVERTED, "*the nearest tag, v1.2.0, is of this version, too*")
