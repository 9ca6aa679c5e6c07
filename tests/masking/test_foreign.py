"""Output of tools and tests is quoted without possible credentials."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest

from pytest_golive.delivery.git.messages import failed
from pytest_golive.masking.foreign import is_telling, quotable
from pytest_golive.masking.known import MASK
from pytest_golive.processes.running import args_as_text, quote_tail
from pytest_golive.testrun.result import TestResult

KEPT = [
    "fatal: unable to read 3f2a9c0d4e5b6a7f8091a2b3c4d5e6f708192a3b",
    "E   KeyError: 'SECRET_KEY'",
    "ModuleNotFoundError: No module named 'shop.tokens'",
    "test_password_is_asked_for failed: assert 1 == 2",
    "see https://docs.example.org/tokens/#secret and ask@example.org",
    "Couldn't find the secret: ",
    'http_requests_total{code="200"} ? see https://example.org/?page=2&sort=name',
]
WORD = "hunter" + "22"
HIDDEN = [
    ("fatal: unable to access 'https://ci:hunter22@git.example.org/x.git/': 403", "hunter22"),
    ("fatal: Authentication failed for https://hunter22@git.example.org/", "hunter22"),
    ("E   AssertionError: password='" + "hunter22 and more' is wrong", "hunter22 and more"),
    ('assert {"api_key": "' + WORD + '"} == {}', WORD),
    ("DB_PASSWORD=" + WORD + " ./manage.py test", WORD),
    ("assert os.environ['DB_PASSWORD'] == " + WORD, WORD),
    ("sent Authorization: Bearer " + "hunter22hunter22", "hunter22"),
    ("curl: (22) with " + "AKIA" + "ABCDEFGHIJKLMNOP", "AKIA"),
    ("assert 'tea-for-two' == 'other'", "tea-for-two"),
    (f'Get "http://127.0.0.1:9/metrics?page=2&key={WORD}": dial tcp', WORD),
    (f"https://files.example.org/x?X-Amz-Signature={WORD}&y=1", WORD),
    (f"https://example.org/back?code={WORD}", WORD),
    (f"https://hooks.slack.com/services/T0/B0/{WORD} answers 404", WORD),
    (f"https://shop.webhook.office.com/webhookb2/{WORD}", WORD),
    (f"https://api.telegram.org/bot1:{WORD}/sendMessage", WORD),
    ("denied for " + "glsa_" + "a1B2" * 8, "a1B2"),
]


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("SHOP_PASSWORD", "tea-for-two")
    monkeypatch.setenv("TOKEN_FILE", "/run/secrets/token")
    monkeypatch.setenv("SHORT_SECRET", "one")


@pytest.mark.parametrize("text", [*KEPT, "/run/secrets/token is not there", "one of them"])
def test_what_is_no_credential_is_quoted_as_it_is(text):
    assert quotable(text) == text


@pytest.mark.security
@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_what_may_be_a_credential_is_not_quoted_anywhere(text, secret, tmp_path):
    (tmp_path / "tests.log").write_text(f"{text}\n")
    test = TestResult("tests/test_x.py::test_x", "tests/test_x.py", 1, "failed", text)
    said = [
        quotable(text),
        quote_tail(tmp_path / "tests.log"),
        str(test.finding),
        failed(Path("shop"), ("fetch",), text.encode()).what,
    ]
    assert all("[hidden]" in one and secret not in one for one in said), said


@pytest.mark.security
@pytest.mark.parametrize(
    "said",
    [
        "Source contains parsing errors: '<string>'\n\t[line  2]: 'hunter22 and more\\n'",
        str(configparser.MissingSectionHeaderError("<string>", 1, "hunter22\n")),
    ],
)
def test_a_line_that_a_parser_quotes_is_not_quoted_again(said):
    assert "hunter22" in said
    assert "hunter22" not in quotable(said)
    assert "line" in quotable(said)


@pytest.mark.security
def test_what_the_process_knows_is_hidden_first():
    MASK.add("what-is-known-to-us")
    try:
        assert quotable("it said what-is-known-to-us") == "it said [hidden]"
    finally:
        MASK.reset()


@pytest.mark.security
@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["/opt/bin/pytest", "--db-password", WORD], "`pytest --db-password [hidden]`"),
        (["pytest", "--db-password=" + WORD, "-q"], "`pytest --db-password=[hidden] -q`"),
        (
            ["deploy", f"https://app:{WORD}@registry.internal/x"],
            "`deploy https://[hidden]@registry.internal/x`",
        ),
        (["make", "API_KEY=" + WORD, "test"], "`make API_KEY=[hidden] test`"),
        (["python", "-m", "pytest", "--token", WORD], "`python -m pytest`"),
    ],
)
def test_a_command_is_named_without_its_credentials(command, told):
    assert args_as_text(command) == told


@pytest.mark.security
@pytest.mark.parametrize(
    ("option", "telling"),
    [
        ("--db-password", True),
        ("-token", True),
        ("--API_KEY", True),
        ("token", False),
        ("--verbose", False),
        ("--token=x", False),
        ("--token:x", False),
        ("", False),
    ],
)
def test_the_word_after_an_option_that_asks_for_a_credential_is_one(option, telling):
    assert is_telling(option) is telling


@pytest.mark.security
@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({"SHOP_PASSWORD": "nobody"}, "it said [hidden] and [hidden]-else"),
        ({"SHOP_PASSWORD": "nobod"}, "it said nobody and nobody-else"),
        ({"SHOP_PASSWORD": " nobody-else\n", "SHOP_SECRET": "nobody"}, "it said [hidden] and [hidden]"),
        ({"SHOP_SECRET": "nobody", "SHOP_PASSWORD": "nobody-else"}, "it said [hidden] and [hidden]"),
        ({"SHOP_NAME": "nobody-else"}, "it said nobody and nobody-else"),
        ({}, "it said nobody and nobody-else"),
    ],
)
def test_values_of_telling_variables_are_hidden_the_longest_first(variables, shown):
    assert quotable("it said nobody and nobody-else", variables) == shown


@pytest.mark.security
def test_variables_given_take_the_place_of_those_of_this_process():
    assert quotable("tea-for-two") == "[hidden]"
    assert quotable("tea-for-two", {"SHOP_PASSWORD": "another"}) == "tea-for-two"
