"""URLs of targets: which are valid, and which are this machine."""

from __future__ import annotations

import pytest

from pytest_golive.settings.values.web import is_loopback, url


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
