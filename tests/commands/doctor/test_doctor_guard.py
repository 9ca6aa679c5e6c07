"""What the look may start: git alone, and of git what asks no other machine."""

from __future__ import annotations

import pytest

from pytest_golive.commands.doctor.looking import is_near_git
from pytest_golive.commands.doctor.surroundings import variables_in
from pytest_golive.settings.loading import settings_in


@pytest.mark.parametrize(
    ("program", "words", "near"),
    [
        ("git", ["git", "rev-parse", "HEAD"], True),
        (b"/usr/bin/git", ["git", "-c", "a=b", "status"], True),
        (None, [b"git", b"log"], True),
        ("git", ["git", "fetch", "origin"], False),
        ("git", ["git", "-c", "a=b", "ls-remote"], False),
        ("bash", ["bash", "-c", "git log"], False),
        ("gitk", ["gitk"], False),
        (None, [], False),
    ],
)
def test_git_without_another_machine(program, words, near):
    assert is_near_git((program, words, None, None)) is near


def test_variables_of_settings_at_any_depth():
    text = '[targets.a]\nurl_env = "A"\n[[targets.a.auth]]\nscheme = "token"\nprotected = ["/a"]\ntoken_env = "B"\n'
    assert dict(variables_in(settings_in(text, "golive.toml").settings)) == {
        "targets.a.url_env": "A",
        "targets.a.auth[0].token_env": "B",
    }
