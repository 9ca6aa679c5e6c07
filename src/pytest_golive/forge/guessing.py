"""Which forge a clone seems to be on, without any request."""

from __future__ import annotations

import os

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import NotSetUp
from pytest_golive.forge.finding.locating import is_other, locate
from pytest_golive.forge.opening import remote_place


def forge_of(repository: Repository, remote: str = "origin") -> tuple[str, ...]:
    """The repository's web address, and the kind of its forge ("" if only the host could tell); () if it is on none."""
    try:
        place = remote_place(repository, remote)
    except NotSetUp:
        return ()
    try:
        located = locate(place, "", "", os.environ, lambda _: "")
    except NotSetUp:
        return () if is_other(place.host) or "." not in place.host else (place.url, "")
    return located.place.url, located.kind
