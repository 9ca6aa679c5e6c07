"""Which forge a repository is on: by its host, by the variables of the CI system, or by the host's responses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.finding.tokens import server_of

KNOWN: Final = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "codeberg.org": "gitea",
    "gitea.com": "gitea",
}
# Forges whose interfaces we cannot read.
OTHERS: Final = {
    "bitbucket.org": "Bitbucket",
    "dev.azure.com": "Azure DevOps",
    "ssh.dev.azure.com": "Azure DevOps",
    "git.sr.ht": "SourceHut",
    "gitee.com": "Gitee",
    "codeup.aliyun.com": "Codeup",
}
GHE: Final = ".ghe.com"
BELOW: Final = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}
Ask = Callable[[Place], str]


@dataclass(frozen=True, slots=True)
class Located:
    """A repository on a forge of a known kind.

    Attributes:
        kind: "github", "gitlab" or "gitea".
        place: its host and path.
        api: the base address of its interface, without a final slash.
    """

    kind: str
    place: Place
    api: str

    @property
    def where(self) -> str:
        """The repository for messages: "git.example/shop/shop"."""
        return f"{self.place.host}/{self.place.path}"


def locate(place: Place, kind: str, api: str, environment: Mapping[str, str], ask: Ask) -> Located:
    """The forge that *place* is on.

    Args:
        place: of the repository.
        kind: the kind in the settings; "" for none.
        api: the address in the settings; "" for none.
        environment: of this process.
        ask: requests a host's kind; "" if the host does not tell.

    Raises:
        NotSetUp: it is on no forge that can be read, or the kind of its forge is unknown.
    """
    kind = kind or _by_host(place.host) or _by_system(place.host, environment) or ask(place)
    if not kind:
        raise NotSetUp(
            f"the kind of forge at {place.host} is unknown: it responds like none of GitHub, GitLab and Gitea",
            'set it in [tool.golive.forge]: kind = "github", "gitlab" or "gitea"; and url, if its address differs',
        )
    place = place if kind == "gitlab" else place.split()
    if kind != "gitlab" and place.path.startswith("/"):
        raise NotSetUp(
            f"{place.url} names no repository; its path must be OWNER/NAME",
            "correct the remote, or set [tool.golive.forge] url to the repository's page",
        )
    return Located(kind, place, (api or _api(kind, place, environment)).rstrip("/"))


def is_other(host: str) -> bool:
    """Whether *host* is a forge whose interface we cannot read."""
    return host in OTHERS or host.endswith((".visualstudio.com", ".amazonaws.com"))


def _by_host(host: str) -> str:
    if is_other(host):
        raise NotSetUp(
            f"the repository is on {OTHERS.get(host, host)}, whose interface pytest-golive cannot read",
            "say in [tool.golive.not_applicable] how the row is verified instead, or let people sign it in a document",
        )
    return "github" if host.endswith(GHE) else KNOWN.get(host, "")


def _by_system(host: str, environment: Mapping[str, str]) -> str:
    """The kind of the server that runs this job, if *host* is that server."""
    if server_of(environment, "GITHUB_SERVER_URL") == host:
        is_gitea = "true" in {environment.get("GITEA_ACTIONS"), environment.get("FORGEJO_ACTIONS")}
        return "gitea" if is_gitea else "github"
    return "gitlab" if server_of(environment, "CI_SERVER_URL") == host else ""


def _api(kind: str, place: Place, environment: Mapping[str, str]) -> str:
    if kind == "github":
        if place.host == "github.com":
            return "https://api.github.com"
        if place.host.endswith(GHE):
            return f"https://api.{place.host}"
        named = environment.get("GITHUB_API_URL", "")
        if named and server_of(environment, "GITHUB_SERVER_URL") == place.host == server_of({"A": named}, "A"):
            return named
    return f"{place.base}{BELOW[kind]}"


def kind_by_answers(get: Callable[[str], tuple[int, Mapping[str, str], object] | None], place: Place) -> str:
    """The kind of *place*'s host, by its responses without a token; "" if it responds like none.

    Args:
        get: requests one path of the host: status, headers with names in lower case, and the JSON of the body or
            None; None if there is no response.
        place: of the repository.

    Raises:
        CannotMeasure: the host does not respond at all.
    """
    answers = [get(f"{place.base}{BELOW[kind]}{path}") for kind, path in PROBES]
    if not any(answers):
        raise CannotMeasure(
            f"{place.host} does not respond, so the kind of forge is unknown",
            "name its web address and its kind in [tool.golive.forge]: url, kind; or say in "
            "[tool.golive.not_applicable] why the row does not apply",
        )
    for (kind, _), answer in zip(PROBES, answers, strict=True):
        if answer is not None and _is_of(kind, *answer):
            return kind
    return ""


PROBES: Final = (("gitea", "/version"), ("gitlab", "/version"), ("github", "/meta"))
OK: Final = 200


def _is_of(kind: str, status: int, headers: Mapping[str, str], body: object) -> bool:
    if kind == "gitea":
        return status == OK and isinstance(body, dict) and isinstance(body.get("version"), str)
    if kind == "gitlab":  # it refuses to tell its version without a token, in words of its own
        is_json = isinstance(body, dict) and ("version" in body or body.get("message") == "401 Unauthorized")
        return is_json and status in {OK, 401}
    return "x-github-request-id" in headers or "x-github-enterprise-version" in headers
