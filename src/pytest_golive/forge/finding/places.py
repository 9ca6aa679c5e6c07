"""Where a git remote leads: the host of a forge, and the repository on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from pytest_golive.errors import NotSetUp
from pytest_golive.service.addresses.hosts import NoHost, bracketed, host_of
from pytest_golive.service.addresses.origins import NoUrl, parts_of, plain

SETTING: Final = '[tool.golive.forge] url = "https://HOST/OWNER/REPOSITORY"'
# git's short form, host:path; a path that begins with a slash or a drive is a local folder.
SCP: Final = re.compile(
    r"(?:[^@/:\s]{1,200}@)?(\[[0-9a-fA-F:.]{2,50}\]|[^@/:\s\[\]]{2,255}):(?!//)/{0,1}(.*)", re.DOTALL
)
# Hosts that serve git over ssh for another host.
FRONTS: Final = {
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
WEB: Final = frozenset({"http", "https"})
OVER_SSH: Final = frozenset({"ssh", "git+ssh", "ssh+git", "git"})


@dataclass(frozen=True, slots=True)
class Place:
    """A repository on a host.

    Attributes:
        base: the address of the host's web pages, without a final slash: "https://git.example:8443".
        path: of the repository below it: "shop/shop", "group/team/shop".
        is_guess: whether the base is a guess, because the remote uses ssh.
    """

    base: str
    path: str
    is_guess: bool = False

    @property
    def host(self) -> str:
        """The host in its normal form."""
        return parts_of(self.base).host

    @property
    def url(self) -> str:
        """The web address of the repository."""
        return f"{self.base}/{self.path}"

    def split(self) -> Place:
        """The same if a repository is OWNER/NAME: what precedes these two belongs to the base."""
        *above, owner, name = self.path.split("/") if "/" in self.path else ("", self.path)
        return replace(self, base="/".join((self.base, *above)), path=f"{owner}/{name}")


def place_of(remote: str, name: str) -> Place:
    """Where a remote leads.

    Args:
        remote: its URL as git uses it, with `insteadOf` applied.
        name: of the remote, for messages.

    Raises:
        NotSetUp: it leads to no host.
    """
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]{0,20})://", remote, re.ASCII)
    if scheme is None:
        found = SCP.fullmatch(remote)
        if found is None:
            raise _no_forge(name, "is a local folder")
        return _of_ssh(found[1], found[2], name)
    scheme_name = scheme[1].lower()
    try:
        parts = parts_of(remote)
    except NoUrl as error:
        raise _no_forge(
            name, "is a local folder" if scheme_name == "file" else f"is not a valid address ({error})"
        ) from None
    if scheme_name in OVER_SSH:
        return _of_ssh(parts.host, parts.rest, name)
    if scheme_name not in WEB:
        raise _no_forge(name, f"uses {scheme_name}, which no forge's interface uses")
    path = _path(parts.rest, name)
    return Place(f"{scheme_name}://{parts.authority}", path)


def _of_ssh(host: str, rest: str, name: str) -> Place:
    try:
        host = host_of(host)
    except NoHost as error:
        raise _no_forge(name, f"is not a valid address ({error})") from None
    host = FRONTS.get(host, host)
    return Place(f"https://{bracketed(host)}", _path(rest, name), is_guess=True)


def _path(rest: str, name: str) -> str:
    path = unquote(re.split(r"[?#]", rest, maxsplit=1)[0]).strip("/").removesuffix(".git").strip("/")
    if not path or any(part in {"", ".", ".."} for part in path.split("/")) or not path.isprintable():
        raise _no_forge(name, "names no repository on its host")
    return path


def _no_forge(name: str, why: str) -> NotSetUp:
    return NotSetUp(f"the remote {name!r} {why}, so it leads to no forge", f"set the repository's page: {SETTING}")


__all__ = ["SETTING", "Place", "place_of", "plain"]
