"""Which findings are believed, by a rule that can be told in a sentence."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.secrets_trust import confidence

KEYWORD, BASE64, HEX, BASIC = (
    "Secret Keyword",
    "Base64 High Entropy String",
    "Hex High Entropy String",
    "Basic Auth Credentials",
)
DIGEST = "2b00042f" + "7481c7b0" + "56c4b410" + "d28f33cf"


@pytest.mark.parametrize("kind", ["AWS Access Key", "GitHub Token", "Private Key", "JSON Web Token", "Slack Token"])
def test_formats_of_providers_are_always_believed(kind):
    assert confidence(kind, "changeme", "example = 'changeme'") == "high"


@pytest.mark.parametrize("value", ["hunter2hunter2", "S3cr3t!!", "correct-horse-7", "xK9#mPq2", "12345678"])
def test_a_password_is_believed(value):
    assert confidence(KEYWORD, value, f"x = '{value}'") == "medium"


@pytest.mark.parametrize(
    "value",
    [
        "changeme", "your-token", "<token>", "${TOKEN}", "{{ token }}", "%(token)s", "my_secret", "xxxxxxxx", "********",
        "settings.SECRET", "get_secret()", "password", "The password is too short", "required", "example-key-123",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_value_is_not_believed(value):
    assert confidence(KEYWORD, value, f"x = '{value}'") == "low"


def test_a_checksum_is_no_secret_and_a_random_string_may_be_one():
    assert confidence(HEX, DIGEST, f"sha256 = '{DIGEST}'") == "low"
    assert confidence(HEX, DIGEST, f"signing = '{DIGEST}'") == "medium"
    assert confidence(BASE64, "c3VwZXIgbG9uZyBzdHJpbmc9", "blob = 'c3VwZXIgbG9uZyBzdHJpbmc9'") == "medium"


def test_credentials_in_a_url():
    assert confidence(BASIC, "hunter2hunter2", "https://me:hunter2hunter2@db") == "medium"
    assert confidence(BASIC, "password", "https://user:password@host") == "low"


def test_an_address_is_no_secret():
    assert confidence("Public IP (ipv4)", "203.0.113.9", "x") == "low"
