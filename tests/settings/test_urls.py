"""URLs of targets: which are valid, and which are this machine."""

from __future__ import annotations

import pytest

from pytest_golive.settings.values.web import is_loopback, mailbox, url


@pytest.mark.parametrize(
    "value",
    [
        "https://bücher.example",
        "https://SHOP.example./base",
        "http://127.1:8080",
        "http://[::1]:1",
        "http://my_service:80",
    ],
)
def test_every_spelling_of_a_host_is_taken_as_it_is_written(value):
    assert url(value) == value


@pytest.mark.parametrize(
    "value",
    ["http://localhost", "http://api.localhost.", "http://127.1", "http://0x7f000001", "http://[::ffff:127.0.0.1]"],
)
def test_this_machine_is_known_by_any_spelling(value):
    assert is_loopback(value)


@pytest.mark.parametrize("value", ["http://localhost.example", "http://128.0.0.1", "http://0", "http://[::2]"])
def test_other_machines_are_none(value):
    assert not is_loopback(value)


@pytest.mark.parametrize(
    "text", ["ann@shop.example", "Ann <ann@shop.example>", '"Lee, Ann" <ann@shop.example>', "root"]
)
def test_one_address_of_mail_is_good(text):
    assert mailbox(text) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "a@x.example, b@x.example", "a@x.example;b@x.example", "team: a@x.example, b@x.example;", "a@x.example\nBcc: b@x.example", "a@x.example\r", "a@x.example b@x.example", "<>", "\u202ea@x.example"],
)  # fmt: skip
def test_several_addresses_and_other_headers_are_no_address_of_mail(text):
    with pytest.raises(ValueError, match="is not one address of e-mail; give each address an entry of its own"):
        mailbox(text)
