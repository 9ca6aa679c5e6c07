"""Whether a token belongs to the address that gets it; settings, a file of the repository, do not decide that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import NotSetUp
from pytest_golive.forge.finding.places import place_of
from pytest_golive.forge.finding.tokens import GITHUB
from pytest_golive.service.addresses.origins import NoUrl, Origin, parts_of

API: Final = "https://api.github.com"
PUBLIC: Final[Mapping[str, tuple[str, ...]]] = {
    "github": (API,),
    "gitlab": ("https://gitlab.com",),
    "gitea": ("https://codeberg.org", "https://gitea.com"),
}
# The server that runs the job, by the variables of CI systems.
JOBS: Final = ("GITHUB_SERVER_URL", "GITHUB_API_URL")
SERVERS: Final = (*JOBS, "CI_SERVER_URL", "CI_API_V4_URL")


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where the tokens of the usual variables may go.

    Attributes:
        kind: of the forge.
        api: the base address of its interface.
        remote: the address of the clone's remote; "" if it has none.
        environment: of this process.
    """

    kind: str
    api: str
    remote: str
    environment: Mapping[str, str]

    def may_have(self, variable: str) -> bool:
        """Whether the token in *variable* may go to the interface: host and port are those that it is meant for."""
        there = _origin(self.api)
        if variable in GITHUB:
            return there in self._origins((API, *self._named(JOBS)))
        return there in self._origins((*PUBLIC[self.kind], *self._named(SERVERS), *self._of_remote()))

    def _named(self, variables: tuple[str, ...]) -> list[str]:
        return [self.environment.get(name, "") for name in variables]

    def _of_remote(self) -> list[str]:
        try:
            base = place_of(self.remote, "").base if self.remote else ""
        except NotSetUp:
            return []  # a local folder
        return [base, f"https://api.{parts_of(base).host}"] if base else []

    @staticmethod
    def _origins(urls: tuple[str, ...]) -> set[Origin | None]:
        return {_origin(url) for url in urls} - {None}


def _origin(url: str) -> Origin | None:
    try:
        return parts_of(url).origin
    except NoUrl:
        return None
