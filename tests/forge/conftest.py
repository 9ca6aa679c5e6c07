"""Clients of forges on loopback, whose waits are recorded instead of waited."""

from __future__ import annotations

import pytest

from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import Who
from pytest_golive.forge.finding.tokens import Token


@pytest.fixture
def rest_of():
    """A client of a fake forge: ``rest_of(forge)``; `waited` holds the seconds of its waits."""

    def make(forge, token="", patience=100.0):
        variable = "GITEA_TOKEN" if token else ""
        waited = []
        who = Who(forge.kind, "git.example", Token(token, variable, ("GITEA_TOKEN",)))
        rest = Rest(who, forge.api, 20.0, patience, wait=waited.append)
        rest.waited = waited
        return rest

    return make
