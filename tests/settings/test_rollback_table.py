"""The settings of the rollback: what they refuse, in words."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.rollback.table import Rollback


def of(text):
    return settings_in(f"[tool.golive.rollback]\n{text}\n", "pyproject.toml").settings.of(Rollback)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'command = ["./deploy.sh", "{prevoius}"]',
            "contains {prevoius}, which stands for nothing; known are {version}, ",
        ),
        ("command = []", "command"),
        ('latency = "2"', "must be a factor with its sign, such as '2x'"),
        ("latency = 2", "latency"),
        ('latency = "1x"', "must be above 1x"),
        ('latency = "1e9x"', "must be a factor with its sign"),
        ('baseline = "120"', "is not a duration"),
        ('critical = ["test_orders"]', "must be section::gate"),
        ('not_watched = { memory = "nobody looks at it" }', "not_watched"),
        ('not_watched = { security = "no" }', "must say why"),
    ],
)
def test_what_means_nothing_is_refused(text, said):
    with pytest.raises(SettingsError) as error:
        of(text)
    assert said in str(error.value)


def test_other_braces_are_the_commands_own():
    table = of('command = ["sh", "-c", "echo ${HOME} {version} {}", "{target}", "{version}"]\nlatency = "1.5 x"')
    assert table.placeholders == ("version", "target")
    assert [bound.value for bound in table.bounds()["no_trigger_fired"]] == [1.5]
    assert of("").placeholders == ()
