"""How to reach an API beside a target, such as that of Prometheus: from its table in the settings."""

from __future__ import annotations

import os

from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.observability.sources.api import Api
from pytest_golive.service.credentials.reading import Carrier, Credentials, basic
from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.belonging import require_own
from pytest_golive.targets.reaching.places import ca_file_of, client_certificate_of, url_of


def api_of(run: Run, live: Live, table: ReachingApi, key: str, kind: str) -> Api:
    """The API that *table* describes.

    Args:
        run: the run.
        live: the target.
        table: how to reach it.
        key: the name of the table in the target's: "metrics".
        kind: what it is: "Prometheus".

    Raises:
        NotSetUp: there is no address, or an environment variable is not set or belongs to something else.
        CannotMeasure: a file does not exist, or a command failed.
    """
    name = live.target.name
    place = f"[tool.golive.targets.{name}.{key}]"
    if table.url is None and table.url_env is None:
        raise NotSetUp(f"{place} does not say where {kind} is", f"set {place} url, or url_env")
    credentials, credential = _credentials(live, table, key)
    tenant = {table.tenant_header: table.tenant} if table.tenant else {}
    return Api(
        kind,
        url_of(f"{name}.{key}", table, os.environ),
        place,
        Credentials(credentials),
        credential,
        {**table.headers, **tenant},
        table.tenant or "",
        seconds(table.timeout),
        table.max_body,
        ca_file_of(run.root, f"{name}.{key}", table),
        client_certificate_of(run.root, f"{name}.{key}", table, os.environ),
        name,
        live.target.by_settings,
        live.target.by_option,
    )


def _credentials(live: Live, table: ReachingApi, key: str) -> tuple[dict[str, str], str]:
    """The headers that say who we are, and the variables they come from."""
    headers: dict[str, str] = {}
    found: list[str] = []
    for name in ("token", "username", "password"):
        require_own(getattr(table, f"{name}_env"), f"targets.{live.target.name}.{key}.{name}")
    if table.username_env:
        user, password = live.secret(table, "username", key), live.secret(table, "password", key)
        headers["Authorization"] = basic(user, password)
        found.append(f"{table.username_env} and {table.password_env}")
    if table.token_env or table.token_command:
        token = live.secret(table, "token", key)
        headers |= Carrier(table.token_header, table.token_prefix).carrying(token)
        found.append(table.token_env or "token_command")
    return headers, " and ".join(found)
