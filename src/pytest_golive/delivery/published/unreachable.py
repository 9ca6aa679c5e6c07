"""Why a remote repository cannot be reached; each reason has its own fix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure

TOKEN: Final = "give git a credential that may read it: a credential helper, or the CI job's token"  # noqa: S105
KEY: Final = "load a key that may read it into ssh-agent, or set core.sshCommand; test it: ssh -T HOST"
ONLINE: Final = "run this on a machine that can reach the remote, or correct its address: git remote set-url"
# Words of git, curl and OpenSSH, in lower case; the first match counts.
REASONS: Final[Sequence[tuple[Sequence[str], str, str]]] = (
    (("host key verification failed",), "its host key is unknown here", "add it with ssh-keyscan HOST, and verify it"),
    (("permission denied (",), "it accepts none of the SSH keys", KEY),
    (
        ("could not read username", "could not read password", "terminal prompts disabled"),
        "it requires a user and a password, but none is configured",
        TOKEN,
    ),
    (("authentication failed", "returned error: 401", "access denied"), "it rejects the credential", TOKEN),
    (("returned error: 403",), "this credential may not read it", TOKEN),
    (
        ("repository not found", "returned error: 404", "not found in upstream", "project you were looking for"),
        "it does not exist, or the credential may not see it",
        "correct its address (git remote set-url), or give git a credential that may read it",
    ),
    (("could not resolve",), "its host name cannot be resolved", ONLINE),
    (("connection refused",), "its host refuses the connection", ONLINE),
    (
        ("timed out", "no route to host", "network is unreachable", "failed to connect"),
        "its host does not respond",
        ONLINE,
    ),
    (("certificate",), "its certificate is not trusted", "correct http.sslCAInfo, or the certificate"),
    (("returned error: 5", "returned error: 429"), "it is overloaded or under maintenance", "retry later"),
    (
        ("does not appear to be a git repository", "not a git repository", "does not exist", "no such file"),
        "there is no repository at its address",
        "correct it: git remote set-url",
    ),
    (("dubious ownership",), "it belongs to another user", "git config --global --add safe.directory PATH"),
)


def unreachable(name: str, url: str, said: str) -> CannotMeasure:
    """The error if a remote cannot be reached.

    Args:
        name: the remote's name.
        url: its address, without credentials.
        said: git's output, without credentials.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    words = " ".join(lines).lower()
    known = ((why, cure) for signs, why, cure in REASONS if any(sign in words for sign in signs))
    other = next((line for line in lines if line.startswith(("fatal:", "error:"))), "git does not say why")
    why, cure = next(known, (other, f"see: git ls-remote {name}"))
    return CannotMeasure(f"the remote {name} ({url}) cannot be read: {why}", cure)
