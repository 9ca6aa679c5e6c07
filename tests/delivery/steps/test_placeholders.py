"""Values in commands: each in its place, and none that becomes an option, a line or a command."""

from __future__ import annotations

import subprocess

import pytest

from pytest_golive.delivery.steps.filling.placeholders import (
    NAMES,
    NotFilled,
    Values,
    check_known,
    filled,
    filled_data,
    filled_url,
    names_in,
)
from pytest_golive.delivery.steps.filling.quoting import check_shell, filled_shell

HOSTILE = [
    "a b",
    "$(touch pwned)",
    "`touch pwned`",
    "';touch pwned;'",
    '"; touch pwned; "',
    "a'b",
    "*",
    "a\\b",
    "${HOME}",
]


def put(text, **values):
    return filled([text], Values(values or {"version": "1.2.0"}))[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v{version}", "v1.2.0"),
        ("{{version}}", "{version}"),
        ("{{{version}}}", "{1.2.0}"),
        ("{{{{version}}}}", "{{version}}"),
        ('{"a":{"b":{version}}}', '{"a":{"b":1.2.0}}'),
        ('{"spec":{"replicas":2}}', '{"spec":{"replicas":2}}'),
        ("{} {0} {.Names} {Version} ${HOME}", "{} {0} {.Names} {Version} ${HOME}"),
    ],
)
def test_braces(text, expected):
    assert put(text) == expected


def test_what_is_doubled_needs_no_value():
    assert names_in("{{version}} {tag} {tag}", "{commit}") == ("tag", "commit")
    assert put("{{previous}}") == "{previous}"


def test_a_value_that_is_missing_is_named_only_where_it_is_needed():
    values = Values({"version": "1.0.0"}, {"previous": "there is no release before this one"})
    assert filled(["{version}"], values) == ("1.0.0",)
    with pytest.raises(NotFilled, match=r"\{previous\} stands for nothing here: there is no release before this one"):
        filled(["{version}", "{previous}"], values)


@pytest.mark.parametrize("value", ["1\n2", "a\0b", "\x1b[2J", "a\u2028b", "a\x7f", "\udcff"])
def test_values_with_control_characters_are_refused(value):
    with pytest.raises(NotFilled, match="control character"):
        put("{version}", version=value)


def test_a_value_never_becomes_an_option():
    with pytest.raises(NotFilled, match="could take for an option"):
        put("{version}", version="--upload-pack=x")
    assert put("--version={version}", version="-x") == "--version=-x"
    with pytest.raises(NotFilled, match="could take for an option"):
        filled_shell("deploy {version}", Values({"version": "-x"}))


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", [one for one in NAMES if one != "url"])
def test_a_shell_behind_the_command_reads_nothing_in_a_value(value, name):
    values = Values({name: value})
    for put_in in (lambda: filled([f"deploy-{{{name}}}"], values), lambda: filled_shell(f"deploy {{{name}}}", values)):
        with pytest.raises(NotFilled, match="means something to a shell"):
            put_in()
    assert filled_data({"tag": f"{{{name}}}"}, values) == {"tag": value}, "what no shell reads stays"


@pytest.mark.parametrize("value", ["~root", "#1", "a;b", "a|b", "a&b", "a<b", "a>b", "a(b", "{a,b}", "a!b", "a\u00a0b"])
def test_other_characters_of_shells(value):
    with pytest.raises(NotFilled, match="means something to a shell"):
        put("{tag}", tag=value)


@pytest.mark.parametrize("value", ["v1.2.0+build.7", "shop/v1.2.0", "1.0~rc1", "v1@eu", "été-1", "a=b", "a:b,c%d^e"])
def test_names_as_people_give_them_stay(value):
    assert put("{tag}", tag=value) == value


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_values_of_the_settings_stay_one_word_of_a_shell(tmp_path, value, shell):
    text = filled_shell("printf '%s|' before {url}after # it's {url}", Values({"url": value}))
    done = subprocess.run([shell, "-c", text], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"before|{value}after|"
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("echo '{version}'", "has {version} in quotes"),
        ('echo "v{version}"', "has {version} in quotes"),
        ("echo `echo {version}`", "in backticks"),
        ("# don't\necho '{version}'", "in quotes"),
        ("echo \\' '{version}'", "in quotes"),
        ('echo "$(echo "{version}")"', "a substitution in quotes"),
        ('echo "${X:-"{version}"}"', "a substitution in quotes"),
        ("cat <<E\n{version}\nE", "a here-document"),
        ("echo $'{version}'", "in which no value is safe"),
        ("eval echo {version}", "eval"),
        ("echo $(( {version} ))", "arithmetic"),
        ("echo ${version}", "behind '$'"),
        ("echo \\{version}", "behind '\\\\'"),
    ],
)
def test_where_no_value_is_safe_none_is_put(text, said):
    with pytest.raises(ValueError, match=r"\{version\}") as error:
        check_shell(text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    "text",
    ["echo {version}", "echo 'a' {version} \"b\"", 'echo "$HOME"/{version}', "# '\necho {version}", "cat <<E\nE"],
)
def test_where_values_are_safe_they_may_stand(text):
    check_shell(text)


def test_unknown_names_are_refused_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"contains \{verison\}, which stands for nothing; known are \{version\}, "):
        check_known(["{verison}"])


def test_urls_and_json_take_values_as_text():
    values = Values({"version": "1/../é?x", "target": 'a"b'})
    assert filled_url("/v/{version}", values) == "/v/1%2F..%2F%C3%A9%3Fx"
    assert filled_data({"a": ["{target}", 1, None]}, values) == {"a": ['a"b', 1, None]}


def test_only_placeholders_with_a_value_are_variables(shop):
    told = shop.context(values={"version": "1.2.0", "tag": ""}, GOLIVE_PREVIOUS="of an outer run").variables(
        ["GOLIVE_*"]
    )
    assert {name: value for name, value in told.items() if name.startswith("GOLIVE_")} == {"GOLIVE_VERSION": "1.2.0"}
