"""The confidence of findings, by rules of one sentence each."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.secrets.rules.trust import confidence

KEYWORD, BASE64, HEX = "Secret Keyword", "Base64 High Entropy String", "Hex High Entropy String"
BASIC, ADDRESS = "Basic Auth Credentials", "Public IP (ipv4)"
DIGEST = "2b00042f" + "7481c7b0" + "56c4b410" + "d28f33cf"


@pytest.mark.parametrize("kind", ["AWS Access Key", "GitHub Token", "Private Key", "JSON Web Token", "Slack Token"])
def test_formats_of_providers_are_believed_wherever_they_stand(kind):
    assert confidence(kind, "Zq8" * 7, "test = fake(dummy)") == "high"


def test_a_key_from_the_documentation_is_none():
    assert confidence("AWS Access Key", "AKIA" + "IOSFODNN7EXAMPLE", "") == "low"
    assert confidence("AWS Access Key", "AKIA" + "X" * 16, "") == "low"


def test_formats_without_a_detector_of_their_own_are_believed_too():
    assert confidence(KEYWORD, "npm" + "_" + "aB3" * 12, "") == "high"


@pytest.mark.parametrize(
    "value",
    [
        "hunter2hunter2", "S3cr3t!!x", "correct-horse-7", "xK9#mPq2",
        "SuperSecret123!", "MyTestPassw0rd!9", "p$4Kd)x9TT(1", "Tr{0ub4dor&3}zz", "kR7.vLq92mZw", "Pa$$w0rd-2024",
        "9f3a1234b8c7d6e5abcd0918", "/aB3dE5fG7hJ9kL1mN3pQ5/rS7",
    ],
)  # fmt: skip
def test_a_password_is_believed(value):
    assert confidence(KEYWORD, value, f"x = '{value}'") == "medium"


@pytest.mark.parametrize(
    "value",
    [
        "changeme", "your-token", "<token-17>", "${TOKEN_1}", "{{ token1 }}", "%(token1)s", "my_secret", "xxxxxxxx", "********",
        "settings.TOKEN", "fetch_it(1)", "password", "The words are 2 short", "required", "example-key-123", "aaaaaaaa1",
        "s3cr3t", "path/to/file1.pem", "https://host/path1", "FORBIDDEN_VALUE", "12345678",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_value_is_not_believed(value):
    assert confidence(KEYWORD, value, f"x = '{value}'") == "low"


def test_a_random_string_is_believed_beside_a_telling_name():
    assert confidence(HEX, DIGEST, f"sha256 = '{DIGEST}'") == "low"
    assert confidence(HEX, DIGEST, f"signing_key = '{DIGEST}'") == "medium"
    assert confidence(BASE64, DIGEST.upper(), f"SALT = '{DIGEST.upper()}'") == "medium"
    assert confidence(BASE64, "0123456789" + DIGEST, f"key = '0123456789{DIGEST}'") == "low"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://me:{}@db.shop.org", "medium"),
        ("https://me:{}@localhost:5432", "medium"),
        ("https://me:{}@db.example.org", "low"),
    ],
)
def test_credentials_in_a_url(url, expected):
    assert confidence(BASIC, "hunter2hunter2", url.format("hunter2hunter2")) == expected
    assert confidence(BASIC, "password", url.format("password")) == "low"


def test_credentials_of_a_host_without_a_domain():
    url = "https://me:hunter2hunter2@db"  # pragma: allowlist secret
    assert confidence(BASIC, "hunter2hunter2", url) == "medium"


def test_an_address_is_no_secret():
    assert confidence(ADDRESS, "203.0.113.9", "x") == "low"


def test_the_header_of_a_key_without_its_body_opens_no_door():
    from pytest_golive.codebase.secrets.rules.trust import surest

    assert surest("Private Key", "BEGIN KEY", {"BEGIN KEY"}, "x") == "low"
    assert surest("Private Key", "BEGIN KEY", {"BEGIN KEYMIIB"}, "x") == "high"


@pytest.mark.parametrize(
    "around",
    ["public_key", "encrypted_key", "key_sha256", "etag of the key", "token_hash", "Authorization: no, If-None-Match"],
)
def test_what_is_public_or_sealed_by_its_name_is_not_believed(around):
    assert confidence(HEX, DIGEST, f"{around} = '{DIGEST}'") == "low"


def test_a_word_of_a_name_that_says_digest_speaks_of_no_secret():
    """For example from detect-secrets' own baseline."""
    assert confidence(KEYWORD, DIGEST, '"hashed_sec' + f'ret": "{DIGEST}",') == "low"


def test_of_a_line_that_a_tool_has_written_a_guess_is_not_believed():
    assert confidence(HEX, DIGEST, f"key = '{DIGEST}'" + " " * 500) == "low"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["changeme", "hunter2hunter2"], "medium"),
        (["hunter2hunter2", "changeme"], "medium"),
        (["changeme", "npm" + "_" + "aB3" * 12, "hunter2hunter2"], "high"),
        (["changeme", "required"], "low"),
    ],
)
def test_of_several_readings_the_surest_counts(values, expected):
    from pytest_golive.codebase.secrets.rules.trust import surest

    assert surest(KEYWORD, values[0], values, "x") == expected
    assert surest(KEYWORD, values[0], reversed(values), "x") == expected


def test_a_key_block_is_believed_by_its_body_whatever_letters_stand_in_it():
    from pytest_golive.codebase.secrets.rules.trust import surest

    header = "BEGIN KEY"
    assert surest("Private Key", header, [header, f"{header}xxxxxxxx"], "x") == "high", "documented by its letters"
    assert surest("Private Key", header, [f"{header}MII", header], "x") == "high"
    assert surest("Private Key", header, [header, "BEGIN"], "x") == "low"
    assert surest("Private Key", header, [], "x") == "low"


def test_an_address_is_no_secret_though_it_looks_like_a_password():
    assert confidence(ADDRESS, "hunter2hunter2", "x") == "low"
    assert confidence(ADDRESS, "npm" + "_" + "aB3" * 12, "x") == "high"


def test_where_a_value_is_too_short_or_of_too_few_letters():
    assert confidence(KEYWORD, "xK9#mPq", "x") == "low"
    assert confidence(KEYWORD, "a1!a1!a1!", "x") == "low"
    line = f"key = '{DIGEST}'"
    assert confidence(HEX, DIGEST, line + " " * (500 - len(line))) == "medium"
    assert confidence(HEX, DIGEST, line + " " * (501 - len(line))) == "low"


def test_entropy_is_in_bits():
    from pytest_golive.codebase.secrets.rules.trust import entropy

    assert [entropy(text) for text in ("aaaa", "ab", "abcd", "aabb")] == [0, 1, 2, 1]


@pytest.mark.parametrize("value", ["monkeyHorse12Battery", "kitchentable2024lamp"])
def test_words_that_are_no_place_are_believed_beside_a_telling_name(value):
    assert confidence(BASE64, value, f"secret_key = '{value}'") == "medium"


def test_of_a_random_string_two_and_a_half_bits_a_character_are_enough():
    few = "7d1e" * 9
    assert confidence(HEX, few, f"key = '{few}'") == "low"
    assert confidence(KEYWORD, "Zq8qZ" + "!x5", "x") == "medium"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("insert+your+value+here/1", "low"),  # an invitation
        ("/usr/local/share/certificates", "low"),  # a place
        ("/aB3dE5fG7hJ9kL1mN3pQ5/rS7", "medium"),  # no folder has such a name
        (DIGEST, "medium"),
    ],
)
def test_beside_a_telling_name_a_random_string_is_believed_unless_it_is_something_else(value, expected):
    assert confidence(BASE64, value, f"key = '{value}'") == expected
    assert confidence(BASE64, value, f"x = '{value}'") == "low"


def test_a_password_of_words_is_believed_in_a_url_too():
    word = "correct-horse" + "-7"
    assert confidence(BASIC, word, f"https://me:{word}@db.shop.org") == "medium"


def test_a_word_tells_of_a_value_that_follows_within_forty_characters():
    value = "hunter2" * 2
    assert confidence(KEYWORD, value, f"etag{' ' * 36}{value}") == "low"
    assert confidence(KEYWORD, value, f"etag{' ' * 37}{value}") == "medium"
