"""Open the forge of a clone, found by the settings and the clone's remote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import NotSetUp
from pytest_golive.forge.asking.rest import HEADERS, MOST_BYTES, Rest
from pytest_golive.forge.asking.trouble import Who
from pytest_golive.forge.finding.belonging import Belonging
from pytest_golive.forge.finding.locating import Located, kind_by_answers, locate
from pytest_golive.forge.finding.places import SETTING, Place, place_of
from pytest_golive.forge.finding.tokens import read_token
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

if TYPE_CHECKING:
    from pytest_golive.forge.bugs.issues import Tracking
    from pytest_golive.forge.pipeline.observed import Pipelines
    from pytest_golive.forge.releases.publishing import Releasing
    from pytest_golive.forge.reviews.changes import Reviewing


@dataclass(frozen=True, slots=True)
class Wanted:
    """The settings of the forge; "" and 0 for what they leave open.

    Attributes:
        kind: of the forge.
        url: web address of the repository.
        api: the base address of the interface.
        remote: the git remote that is the forge.
        token_env: the variable that holds the token.
        ca_file: absolute path of the PEM file of a private certificate authority.
        timeout: seconds that one response may take.
        patience: seconds for all waits together.
    """

    kind: str = ""
    url: str = ""
    api: str = ""
    remote: str = "origin"
    token_env: str = ""
    ca_file: Path | None = None
    timeout: float = 30.0
    patience: float = 120.0


@dataclass(frozen=True)
class Forge:
    """A repository on its forge, ready for requests."""

    located: Located
    rest: Rest

    @property
    def checks(self) -> Pipelines:
        """Its interface to checks."""
        from pytest_golive.forge.gitea.checks import GiteaChecks
        from pytest_golive.forge.github.checks import GitHubChecks
        from pytest_golive.forge.gitlab.checks import GitLabChecks

        kinds: dict[str, Callable[[Rest, str], Pipelines]] = {
            "github": GitHubChecks,
            "gitlab": GitLabChecks,
            "gitea": GiteaChecks,
        }
        return kinds[self.located.kind](self.rest, self.located.place.path)

    @property
    def changes(self) -> Reviewing:
        """Its interface to merged changes."""
        from pytest_golive.forge.gitea.changes import GiteaChanges
        from pytest_golive.forge.github.changes import GitHubChanges
        from pytest_golive.forge.gitlab.changes import GitLabChanges

        kinds: dict[str, Callable[[Rest, str], Reviewing]] = {
            "github": GitHubChanges,
            "gitlab": GitLabChanges,
            "gitea": GiteaChanges,
        }
        return kinds[self.located.kind](self.rest, self.located.place.path)

    @property
    def issues(self) -> Tracking:
        """Its interface to issues."""
        from pytest_golive.forge.gitea.issues import GiteaIssues
        from pytest_golive.forge.github.issues import GitHubIssues
        from pytest_golive.forge.gitlab.issues import GitLabIssues

        kinds: dict[str, Callable[[Rest, str], Tracking]] = {
            "github": GitHubIssues,
            "gitlab": GitLabIssues,
            "gitea": GiteaIssues,
        }
        return kinds[self.located.kind](self.rest, self.located.place.path)

    @property
    def releases(self) -> Releasing:
        """Its interface to releases."""
        from pytest_golive.forge.github.releases import GitHubReleases
        from pytest_golive.forge.gitlab.releases import GitLabReleases

        path = self.located.place.path
        if self.located.kind == "gitlab":
            return GitLabReleases(self.rest, path)
        return GitHubReleases(self.rest, path, size="limit" if self.located.kind == "gitea" else "per_page")


def open_forge(repository: Repository, wanted: Wanted, environment: Mapping[str, str]) -> Forge:
    """The forge of a clone.

    Args:
        repository: the clone.
        wanted: what the settings say.
        environment: of this process.

    Raises:
        NotSetUp: nothing says which forge it is, or it is of a kind that cannot be read.
        CannotMeasure: its host does not respond.
    """
    place = place_of(wanted.url, "url") if wanted.url else remote_place(repository, wanted.remote)
    located = locate(place, wanted.kind, wanted.api, environment, lambda where: kind_by_answers(_getter(wanted), where))
    belonging = Belonging(located.kind, located.api, remote_url(repository, wanted.remote), environment)
    token = read_token(located.kind, located.place.host, wanted.token_env, environment, belonging.may_have)
    who = Who(located.kind, located.place.host, token)
    return Forge(located, Rest(who, located.api, wanted.timeout, wanted.patience, wanted.ca_file))


def remote_place(repository: Repository, remote: str) -> Place:
    """Where a remote leads, resolved as git does.

    Raises:
        NotSetUp: there is no such remote, or it leads to no forge.
    """
    url = remote_url(repository, remote)
    if not url:
        raise NotSetUp(
            f"this clone has no remote {remote!r}, so its forge is unknown",
            f"set the repository's page: {SETTING}; or say in [tool.golive.not_applicable] why the row does not apply",
        )
    return place_of(url, remote)


def remote_url(repository: Repository, remote: str) -> str:
    """The address of a remote, with `insteadOf` applied; "" if there is none."""
    names = repository.git("remote").decode(errors="replace").split("\n")
    if remote not in names:
        return ""
    return repository.git("remote", "get-url", remote).decode(errors="replace").strip()


Answered = tuple[int, Mapping[str, str], object]


def _getter(wanted: Wanted) -> Callable[[str], Answered | None]:
    def get(url: str) -> Answered | None:
        target = Target("the forge", url, production=True, timeout=min(wanted.timeout, 10.0), max_body=MOST_BYTES)
        try:
            answer = Service(target).ask(url, headers=HEADERS["gitea"])
        except Unreachable:
            return None
        try:
            body = read_json(answer.body)
        except NotJson:
            body = None
        return answer.status, {name.lower(): value for name, value in answer.headers}, body

    return get
