"""The token for a forge: which environment variable holds it, and whether it is for that host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import NotSetUp
from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.hosts import NoHost, host_of
from pytest_golive.service.addresses.origins import NoUrl, parts_of

GITHUB: Final = ("GITHUB_TOKEN", "GH_TOKEN")
ENTERPRISE: Final = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "gitlab": ("GITLAB_TOKEN",),
    "gitea": ("GITEA_TOKEN", "FORGEJO_TOKEN"),
}
NAMED: Final = "the variable that [tool.golive.forge] token_env names"
# All variables in which a token may be looked for.
VARIABLES: Final = (*GITHUB, *ENTERPRISE, *(name for names in USUAL.values() for name in names))


@dataclass(frozen=True, slots=True)
class Token:
    """A token, or the variables that could hold one.

    Attributes:
        value: the token; "" for none.
        variable: the variable that holds it; "" for none.
        looked: the variables that were read.
    """

    value: str = field(default="", repr=False)
    variable: str = ""
    looked: tuple[str, ...] = ()


def usual_variables(kind: str, host: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that usually hold a forge's token; a token for one host is never sent to another.

    The token that a CI system creates for a job is only for the server that runs the job.
    """
    if kind == "github":
        if host == "github.com":
            return GITHUB
        return (*ENTERPRISE, *GITHUB) if server_of(environment, "GITHUB_SERVER_URL") == host else ENTERPRISE
    names = USUAL[kind]
    runs_here = kind == "gitea" and server_of(environment, "GITHUB_SERVER_URL") == host
    return (*names, *GITHUB) if runs_here else names


def read_token(
    kind: str, host: str, named: str, environment: Mapping[str, str], may_have: Callable[[str], bool]
) -> Token:
    """The token in the first variable that holds one; from now on every output hides it.

    Args:
        kind: of the forge.
        host: of the forge.
        named: the variable that the settings name; "" for the usual ones.
        environment: of this process.
        may_have: whether the forge may have the token in one of the usual variables.

    Raises:
        NotSetUp: the settings name a variable that is not set, or its value cannot be a token.
    """
    looked = (named,) if named else usual_variables(kind, host, environment)
    MASK.watch(looked, environment)
    looked = looked if named else (tuple(filter(may_have, looked)) or (NAMED,))
    variable = next((name for name in looked if environment.get(name, "").strip()), "")
    if named and not variable:
        raise NotSetUp(
            f"the environment variable {named}, which holds the token for {host}, is not set",
            f"set {named} to a token that may read the repository",
        )
    value = environment.get(variable, "").strip()
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise NotSetUp(
            f"{variable} holds no valid token: it contains characters that no token has", f"set {variable} anew"
        )
    return Token(value, variable, looked)


def server_of(environment: Mapping[str, str], variable: str) -> str:
    """The host of the server that a CI system names in *variable*; "" if it names none."""
    try:
        return host_of(parts_of(environment.get(variable, "")).host)
    except (NoUrl, NoHost):
        return ""
