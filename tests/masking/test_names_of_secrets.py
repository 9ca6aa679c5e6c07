"""What a secret is called where a reader needs it, and what of it is hidden where nobody does."""

from __future__ import annotations

import pytest

from pytest_golive.masking.known import Mask

pytestmark = pytest.mark.security
VALUE = "abc/123/def"


@pytest.fixture
def mask():
    return Mask()


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_what_is_blank_is_no_secret(mask, blank):
    mask.add(blank)
    assert mask.hide("a + b%20c%09%0A") == "a + b%20c%09%0A"


@pytest.mark.parametrize(("secret", "space"), [("\udc85", "\x85"), ("\udca0", "\xa0")])
def test_a_secret_that_some_decode_as_space_does_not_hide_every_space(mask, secret, space):
    mask.add(secret)
    assert mask.hide(f"a {space} b") == f"a {space} b"
    assert mask.hide(f"a {secret} b") == "a [hidden] b"


def test_only_the_variables_own_value_has_its_name(mask):
    mask.watch(["TOKEN"], {"TOKEN": VALUE})
    mask.add("ghi-456-jkl")
    said = mask.hide(f"{VALUE} abc%2F123%2Fdef ghi-456-jkl", name_variables=True)
    assert said == "${TOKEN} [hidden] [hidden]"
    assert mask.hide(VALUE) == "[hidden]"


def test_a_name_stays_whoever_adds_the_secret_again(mask):
    mask.watch(["TOKEN"], {"TOKEN": VALUE})
    mask.add(VALUE)
    mask.watch(["OTHER"], {"OTHER": VALUE})
    mask.name(VALUE, "COOKIE", "log in")
    assert mask.hide(VALUE, name_variables=True) == "${TOKEN}"
    assert mask.steps(["COOKIE", "TOKEN"]) == []


def test_names_that_are_taken_get_numbers_and_each_says_how_to_get_its_secret(mask):
    mask.watch(["PASSWORD"], {"PASSWORD": VALUE})
    for secret, how in (
        ("first-1", f"log in with {VALUE}"),
        ("other-2", "ask"),
        ("third-3", "look"),
        ("again-4", "ask"),
    ):
        mask.name(secret, "COOKIE", how)
    said = mask.hide("first-1 other-2 third-3 again-4", name_variables=True)
    assert said == "${COOKIE} ${COOKIE_2} ${COOKIE_3} ${COOKIE_2}"
    assert mask.hide("first-1 other-2") == "[hidden] [hidden]"
    assert mask.steps(["COOKIE_3", "COOKIE", "PASSWORD", "COOKIE", "COOKIE_9"]) == [
        "COOKIE_3: look",
        "COOKIE: log in with ${PASSWORD}",
    ]


def test_a_variable_of_one_character_is_too_short_and_one_of_none_is_not(mask):
    mask.watch(["ONE", "NONE", "BLANK", "FIVE", "SIX"], {"ONE": "1", "BLANK": " ", "FIVE": "12345", "SIX": " 123456 "})
    assert mask.too_short == ["FIVE", "ONE"]


@pytest.mark.parametrize(("secret", "is_hidden"), [("ab3-ef6-hi9", False), ("ab3-ef6-hi9_", True)])
def test_of_a_secret_of_twelve_characters_its_end_is_hidden_too(mask, secret, is_hidden):
    mask.add(secret)
    text = f"it ended in …{secret[-7:]}"
    assert mask.hide(text) == ("it ended in …[hidden]" if is_hidden else text)


def test_a_new_run_knows_nothing_of_the_one_before(mask):
    mask.watch(["PIN"], {"PIN": "12345"})
    mask.name("secret-of-old-1", "COOKIE", "log in")
    environment = {"PIN": "12345", "OLD": "secret-of-old-1"}
    assert mask.without_credentials(environment) == {}
    mask.reset()
    assert mask.hide("12345 secret-of-old-1 …t-of-old-1") == "12345 secret-of-old-1 …t-of-old-1"
    assert (mask.too_short, mask.steps(["COOKIE"])) == ([], [])
    assert mask.without_credentials(environment) == environment


def test_what_is_hidden_in_nested_values_is_copied_and_what_is_not_stays_the_same_object(mask):
    table, row, text = {"a": ["b"]}, ["b", ("c", 3)], "b"
    assert all(mask.hide_in(value) is value for value in (table, row, text, None))
    mask.add(VALUE)
    assert mask.hide_in(row) is row
    assert mask.hide_in(("b",)) == ("b",)
    assert mask.hide_in([VALUE, 3, None]) == ["[hidden]", 3, None]


def test_one_environment_is_looked_through_once(mask, monkeypatch):
    asked = []
    monkeypatch.setattr(Mask, "_is_credential", lambda _, name, value: asked.append((name, value)))
    mask.add(VALUE)
    for environment in ({"A": "1"}, {"A": "1"}, {"A": "2"}, {"A": "2"}):
        assert mask.without_credentials(environment) == environment
    assert asked == [("A", "1"), ("A", "2")]
    given = mask.without_credentials({"A": "2"})
    given["B"] = "3"  # what a caller adds to its copy is its own
    assert mask.without_credentials({"A": "2"}) == {"A": "2"}
    mask.watch(["A"], {})
    mask.without_credentials({"A": "2"})
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("secret", "name", "value", "is_kept"),
    [
        ("word-6", "USER", "word-6", False),  # a variable that programs need, but it is the secret itself
        ("word5", "USER", "word5", True),
        ("word-6", "USER", "word-67", True),
        ("ab3-ef6-hi9_", "VARIABLE", "xAB3-ef6-hi9_x", False),
        ("ab3-ef6-hi9", "VARIABLE", "xab3-ef6-hi9x", True),
        ("ab3-ef6-hi9", "VARIABLE", "x ab3-ef6-hi9 x", False),
        ("ab3-ef6-hi9", "VARIABLE", "x AB3-EF6-HI9 x", True),
        ("ab3-ef6-hi9_", "VARIABLE", "a value that is much longer than any spelling of the secret" * 9, True),
    ],
)
def test_a_variable_is_kept_from_children_by_what_it_holds(mask, secret, name, value, is_kept):
    mask.add(secret)
    assert mask.without_credentials({name: value}) == ({name: value} if is_kept else {})
