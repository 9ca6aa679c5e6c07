"""One target of a run: turns its settings into the arguments of the domain packages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pytest_golive.context.run import Run
from pytest_golive.service.addresses.naming import origins_of
from pytest_golive.service.addresses.neighbours import stands_for
from pytest_golive.service.credentials.reading import Credentials, Origin, read_secret
from pytest_golive.service.starting import Started, start_service
from pytest_golive.service.target import Origin as Place
from pytest_golive.service.target import Target
from pytest_golive.settings.targets.target import Target as Table
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.reaching.places import ca_file_of, client_certificate_of, url_of


@dataclass(frozen=True)
class Live:
    """One target of this run.

    Attributes:
        target: its address, and what is permitted on it.
        table: its settings.
        environment: holds its credentials.
        root: the project's folder.
        started: the service that was started for this run; None if it was already running.
        logged_in: the result of each log-in, by its number in auth, so that a process logs in only once.
    """

    target: Target
    table: Table
    environment: Mapping[str, str] = field(repr=False)
    root: Path
    started: Started | None = None
    logged_in: dict[int, Credentials] = field(default_factory=dict, repr=False, compare=False)

    @property
    def place(self) -> str:
        """The name of its table in the settings."""
        return f"[tool.golive.targets.{self.target.name}]"

    def secret(self, table: object, name: str, key: str) -> str:
        """The credential *name* of a settings table, from its variable or its command; "" if it names neither.

        Args:
            table: the table that may hold ``{name}_env`` and ``{name}_command``.
            name: "token", "password", "key", …
            key: the path of the table below the target's: "auth[0]".

        Raises:
            NotSetUp: the variable is not set.
            CannotMeasure: the command failed, or the value is empty.
        """
        origin = Origin(
            getattr(table, f"{name}_env", None) or "",
            getattr(table, f"{name}_command", None) or (),
            f"targets.{self.target.name}.{key}.{name}",
        )
        return read_secret(origin, self.environment, self.root) if origin else ""


def target_of(run: Run, name: str, table: Table, url: str) -> Target:
    """The domain's view of a table; a target with production's name or address counts as production.

    Raises:
        NotSetUp: an environment variable that it names is not set; without production's URL it cannot be protected.
        CannotMeasure: a file that it names does not exist.
    """
    target = Target(
        name=name,
        url=url,
        production=table.production,
        by_settings=frozenset(table.allow),
        by_option=run.asked.allowed,
        timeout=seconds(table.timeout),
        connect_timeout=seconds(table.connect_timeout),
        max_body=table.max_body,
        max_redirects=table.max_redirects,
        ca_file=ca_file_of(run.root, name, table),
        client_certificate=client_certificate_of(run.root, name, table, os.environ),
        headers=dict(table.headers),
        customers=_customers(run),
        shares_address=table.shares_address,
        turnstile=run.shared.folder / f"{name}.turnstile",
    )
    reason = stands_for(target)
    return replace(target, production=True, stands_for=reason) if reason else target


def _customers(run: Run) -> frozenset[Place]:
    """The origins of production, from the URLs and the Host headers of its tables."""
    return frozenset(
        origin
        for name, table in run.settings.targets.items()
        if table.production
        for origin in origins_of(url_of(name, table, os.environ), table.headers)
    )


def start(run: Run, name: str, command: tuple[str, ...], url: str, feed: str = "") -> Started:
    """Start a service for this run."""
    return start_service(
        command,
        url,
        name=name,
        root=run.root,
        folder=run.shared.folder,
        log=run.artifacts / f"{name}.log",
        environment=os.environ,
        parent=run.shared.parent,
        feed=feed,
    )
