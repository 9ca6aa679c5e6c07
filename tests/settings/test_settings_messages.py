from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import settings_in

JARGON = ("pydantic", "http", "input", "tuple", "dictionary", "instance", "extra_", "Traceback", "str_", "int_")


def faults(text, name="pyproject.toml"):
    with pytest.raises(SettingsError) as caught:
        settings_in(text, name)
    return str(caught.value).splitlines()


def fault(text):
    head, line = faults(text)
    assert head == "the settings have an error:"
    return line.strip()


def test_all_faults_come_in_one_go_in_the_order_of_the_file():
    text = """
[tool.golive]
critical = ["src/a.py", 3]
colour = "red"
[tool.golive.code_quality]
max_lines = "300"
coverage = 101
[tool.golive.tests]
timeout = "5 m"
[[tool.golive.waivers]]
gate = "x"
"""
    head, *lines = faults(text)
    assert head == "the settings have 10 errors:"
    assert [line.strip().split(": ")[0] for line in lines[:5]] == [
        f"pyproject.toml:{number}" for number in (3, 4, 6, 7, 9)
    ]
    assert len(lines) == 10
    assert not [word for word in JARGON for line in lines if word in line]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("code_quality.max_line = 3", "did you mean 'max_lines'?"),
        ("code_quality.max-lines = 3", "did you mean 'max_lines'?"),
        ("code_quality.maxLines = 3", "did you mean 'max_lines'?"),
        ("coverage = 80", "'coverage' belongs in [tool.golive.code_quality]"),
        ("test_marker = 'x'", "'test_marker' belongs in [tool.golive.security]"),
        ("tests.critical = []", "'critical' belongs in [tool.golive]"),
        ("max_line = 80", "did you mean 'max_lines' in [tool.golive.code_quality]?"),
        ("codequality.max_lines = 3", "did you mean 'code_quality'?"),
        ("waiver = []", "did you mean 'waivers'?"),
        ("targets.prod.URL = 3", "did you mean 'url'?"),
        ("targets.prod.alerts.without.queu_depth = 'it has no queue'", "did you mean 'queue_depth'?"),
        (
            "targets.prod.alerts.without.zzz = 'it has none'",
            "known here: error_rate, latency, memory, cpu, queue_depth",
        ),
        ("security.zzz = 3", "known here: exclude, secrets_confidence"),
    ],
)
def test_unknown_keys_are_answered_with_what_was_meant(key, hint):
    text = "\n".join(faults(f"[tool.golive]\n{key}\n"))
    assert "unknown key" in text
    assert hint in text


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("code_quality.max_lines = 0", "code_quality.max_lines = 0: must be a whole number, at least 1"),
        ("code_quality.max_lines = 2.5", "= 2.5: must be a whole number, at least 1"),
        ("code_quality.max_lines = true", "= true: must be a whole number, at least 1"),
        ("code_quality.coverage = nan", "= nan: must be a number from 0 to 100"),
        ("code_quality.coverage = inf", "= inf: must be a number from 0 to 100"),
        ("code_quality.coverage = '80%'", '= "80%": must be a number from 0 to 100'),
        ("code_quality.count = 'LOC'", "= \"LOC\": must be one of 'loc', 'sloc'"),
        ("code_quality.exclude = 'a.py'", "= \"a.py\": must be a list of globs such as 'src/**/*.py'"),
        ("code_quality.exclude = [1.5]", "exclude[0] = 1.5: must be a glob such as 'src/**/*.py'"),
        ("tests.command = []", "= []: must be a list of texts in quotes, not empty"),
        ("tests.command = { a = 1 }", "= (a table): must be a list of texts in quotes, not empty"),
        ("tests.command = ['make', 3]", "tests.command[1] = 3: must be text in quotes"),
        ("tests.timeout = 30", "= 30: must be a duration such as '30m'"),
        ("tests.timeout = 07:32:00", "= 07:32:00: must be a duration such as '30m'"),
        ("targets.prod = { url = 'https://x', production = 'yes' }", '= "yes": must be true or false'),
        (
            "targets.prod.url = 'https://xn--/'",
            "is not a URL (its host is no internationalised name); write 'https://host' or 'https://host:8443/base'",
        ),
        (
            "targets.prod.url = 'https://1.2.3.4.5'",
            (
                "is not a URL (its host ends in a number and is no IPv4 address); "
                "write 'https://host' or 'https://host:8443/base'"
            ),
        ),
        (
            "targets.prod.url = 'https://a..b'",
            "is not a URL (the name of its host has an empty part); write 'https://host' or 'https://host:8443/base'",
        ),
        ("not_applicable = { 'a::b' = 3 }", 'not_applicable."a::b" = 3: must be text in quotes'),
    ],
)
def test_a_wrong_value_is_answered_with_what_is_allowed(key, message):
    assert fault(f"[tool.golive]\n{key}\n").endswith(message)


def test_what_is_missing_is_named_with_its_meaning():
    message = fault("[tool.golive.targets.prod]\nurl = 'https://shop.example'\nendpoints = [{}]\n")
    assert message == (
        "pyproject.toml:3: tool.golive.targets.prod.endpoints[0]: 'path' is missing (path below the target's URL; may "
        "have a query)"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "needs url (the address of the service), or url_env (the variable that holds it)"),
        (
            "url = 'https://x'\nurl_env = 'X'",
            "has url and url_env, which could contradict each other; keep one of them",
        ),
        ("url_env = 'X'\nclient_certificate = {}", "needs cert_file or cert_file_env"),
        (
            "url_env = 'X'\nclient_certificate = { cert_file = 'a', cert_file_env = 'A' }",
            "has cert_file and cert_file_env, which could contradict each other; keep one of them",
        ),
        (
            "url_env = 'X'\nclient_certificate = { cert_file = 'a', key_file = 'a', key_file_env = 'A' }",
            "has key_file and key_file_env, which could contradict each other; keep one of them",
        ),
        ("url_env = 'https://shop.example'", "never the secret itself"),
    ],
)
def test_what_a_target_is_reached_by_is_said_once(written, said):
    assert fault(f"[tool.golive.targets.prod]\n{written}\n").endswith(said)


def test_golive_toml_spells_its_keys_without_our_prefix():
    _, line = faults("[tests]\ntimeout = 1\n", "golive.toml")
    assert line.strip().startswith("golive.toml:2: tests.timeout = 1: must be")


def test_a_prefix_in_golive_toml_is_understood():
    lines = faults("[tool.golive.tests]\ntimeout = '1m'\n", "golive.toml")
    assert "keys stand at its top: [code_quality], not [tool.golive.code_quality]" in lines[-1]


@pytest.mark.security
@pytest.mark.parametrize(
    "key",
    [
        "targets.prod.url = 'https://user:{}@host'",
        "targets.prod.url = 'https://host/?key={}'",
        "targets.prod.token = '{}'",
        "password = '{}'",
        "tests.command = 'pytest --token={}'",
        "tests.python = ['{}']",
        "tests.timeout = 'Bearer {}'",
        "code_quality.count = '{}'",
        "code_quality.password = ['{}']",
        "code_quality.max_lines = {{ secret = '{}' }}",
    ],
)
def test_what_may_be_a_secret_is_never_shown(key):
    planted = "hunter2" + "Ab1" * 8
    text = "\n".join(faults(f"[tool.golive]\n{key.format(planted)}\n"))
    assert planted not in text
    assert "hunter2" not in text


@pytest.mark.security
def test_the_error_does_not_carry_the_value_behind_its_back():
    planted = "hunter2" + "Ab1" * 8
    with pytest.raises(SettingsError) as caught:
        settings_in(f"[tool.golive]\npassword = '{planted}'\n", "pyproject.toml")
    seen = caught.value
    assert seen.__cause__ is None
    assert seen.__context__ is None


def test_a_key_that_is_wrong_in_itself_is_named():
    line = fault("[tool.golive.not_applicable]\ncoverage = 'a library has no such row'\n")
    assert 'not_applicable.coverage: "coverage" must be section::gate' in line


@pytest.mark.security
@pytest.mark.parametrize("key", ["apiKey", "DB_PASSWORD", "client-secret", "auth_token"])
def test_a_key_for_a_secret_gets_a_word_of_warning(key):
    assert "a secret never belongs in a file that git tracks" in fault(f"[tool.golive]\n{key} = 'x'\n")
