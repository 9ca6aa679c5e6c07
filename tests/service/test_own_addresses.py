"""Which addresses belong to this machine."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from pytest_golive.service.addresses import neighbours


@pytest.mark.security
def test_an_address_that_nothing_here_can_be_bound_to_is_not_ours(monkeypatch):
    def none(*_):
        raise OSError("no such family here")

    neighbours._is_ours.cache_clear()
    monkeypatch.setattr(neighbours.socket, "socket", none)
    assert neighbours._is_ours(ip_address("192.0.2.7")) is False
    neighbours._is_ours.cache_clear()
