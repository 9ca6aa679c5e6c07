"""Credentials of the settings, in the form that requests carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_golive.errors import NotSetUp
from pytest_golive.service.credentials import basic, bearer

if TYPE_CHECKING:
    from pytest_golive.live import Live


def log_in(live: Live) -> Mapping[str, str]:
    """The headers of somebody who may do everything, by the first of the target's schemes that headers can carry."""
    for number, table in enumerate(live.table.auth):
        key = f"auth[{number}]"
        if table.scheme == "bearer":
            return {"Authorization": bearer(live.secret(table, "token", key))}
        if table.scheme == "basic":
            name = table.username or live.secret(table, "username", key)
            return {"Authorization": basic(name, live.secret(table, "password", key))}
    raise NotSetUp(
        f"an endpoint of {live.target.name} asks for credentials (auth = true), and none are named",
        f"name them in {live.place} auth",
    )
