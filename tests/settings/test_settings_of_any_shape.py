from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.wording.describing import all_settings

VALUES = (
    "true",
    "-1",
    "1e400",
    "nan",
    '""',
    '"\\u0000"',
    "'x y'",
    "[]",
    "[[]]",
    "[1, 'a', {}]",
    "{}",
    "{ a = { b = [1] } }",
    "1979-05-27",
    "1979-05-27T07:32:00Z",
    "07:32:00",
)


def header(setting):
    if not setting.table:
        return ""
    return f"[[{setting.table}]]\n" if setting.is_repeated else f"[{setting.table}]\n"


# The JSON of a request, and what that of an answer must hold, may be anything.
ANYTHING = ("targets.NAME.endpoints.json", "deployment.steps.NAME.request.json")
CHECKED = [setting for setting in all_settings() if setting.path not in ANYTHING]


@pytest.mark.parametrize("setting", CHECKED, ids=lambda setting: setting.path)
def test_any_value_is_taken_or_refused_in_plain_words(setting):
    refused = 0
    for value in VALUES:
        text = f"{header(setting)}{setting.name} = {value}\n"
        try:
            settings_in(text, "golive.toml")
        except SettingsError as error:
            message = str(error)
            refused += setting.name in message  # a table may lack other keys, too
            assert "golive.toml:" in message
            assert not [word for word in ("pydantic", "type=", "Input should", "tuple") if word in message], value
    assert refused >= len(VALUES) / 2


@pytest.mark.parametrize(
    "table", ["code_quality", "tests", "security", "targets", "not_applicable", "waivers", "nonsense"]
)
@pytest.mark.parametrize("value", ["3", "'x'", "[3]", "[[]]", "[{ x = 1 }]", "{ x = 1 }", "{ x = { y = 1 } }"])
def test_any_table_of_a_wrong_shape_is_refused_in_plain_words(table, value):
    with pytest.raises(SettingsError) as caught:
        settings_in(f"{table} = {value}\n", "golive.toml")
    assert table in str(caught.value)
    assert caught.value.line == 1


def test_a_huge_value_is_refused_at_once():
    with pytest.raises(SettingsError) as caught:
        settings_in(f"tests.timeout = '{'a' * 1_000_000}'\n", "golive.toml")
    assert len(str(caught.value)) < 300
