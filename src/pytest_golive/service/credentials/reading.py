"""Reads credentials from where the settings say they are, and hides them before they are used."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.masking.known import MASK
from pytest_golive.processes import children

TIMEOUT = 30.0
LONGEST = 65_536


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of a credential: an environment variable, or a command that prints it.

    Attributes:
        variable: its name; "" for a command.
        command: program and arguments; () for a variable.
        key: its name in the settings, for messages: "targets.staging.auth[0].token".
    """

    variable: str = ""
    command: Sequence[str] = field(default=(), repr=False)
    key: str = ""

    def __bool__(self) -> bool:
        return bool(self.variable or self.command)


def read_secret(origin: Origin, environment: Mapping[str, str], root: Path) -> str:
    """The credential, hidden from now on.

    Args:
        origin: its source.
        environment: of this process.
        root: where a command runs.

    Raises:
        NotSetUp: the variable is not set.
        CannotMeasure: it is empty, cannot be sent, or the command failed.
    """
    if origin.variable:
        secret, where = environment.get(origin.variable), f"the environment variable {origin.variable}"
        if secret is None:
            raise NotSetUp(
                f"{where} is not set, and {origin.key} is read from it",
                f"set {origin.variable} where the checklist runs, in CI from its store of secrets",
            )
    else:
        secret, where = _printed(origin, environment, root), f"what the command of {origin.key} prints"
    secret = secret.strip("\r\n")
    MASK.add(secret, origin.variable)
    if not secret.strip():
        raise CannotMeasure(f"{where} is empty", "set it to the credential")
    if origin.key.endswith("signing_key"):
        return secret  # a PEM file has several lines
    if not secret.isprintable():
        raise CannotMeasure(f"{where} holds characters that no header can carry", "set it to the credential alone")
    return secret


def _printed(origin: Origin, environment: Mapping[str, str], root: Path) -> str:
    program = origin.command[0].rpartition("/")[2]
    cure = f"run it by hand; see [tool.golive] {origin.key}_command"
    try:
        done = subprocess.run(
            tuple(origin.command),
            cwd=root,
            env=children.environment(environment, may_stay=True),  # such as the agent of a password store
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotMeasure(f"{program} did not print {origin.key} within {TIMEOUT:g} s", cure) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotMeasure(f"{program}, which prints {origin.key}, does not start: {reason}", cure) from None
    printed = done.stdout[:LONGEST].decode("utf-8", "replace")
    MASK.add(printed.strip())
    if done.returncode:  # its output is not shown: it may contain part of a secret
        raise CannotMeasure(f"{program}, which prints {origin.key}, ended with status {done.returncode}", cure)
    return printed


def basic(username: str, password: str) -> str:
    """The value of ``Authorization`` for HTTP Basic; hidden from now on."""
    pair = b64encode(f"{username}:{password}".encode()).decode()
    MASK.add(password)
    MASK.add(pair)
    return f"Basic {pair}"


@dataclass(frozen=True, slots=True)
class Carrier:
    """How a token is sent.

    Attributes:
        header: the name of the header.
        prefix: the word before the token; "" for none.
    """

    header: str = "Authorization"
    prefix: str = "Bearer"

    def carrying(self, token: str) -> dict[str, str]:
        """The header with *token*, which is hidden from now on."""
        MASK.add(token)
        return {self.header: f"{self.prefix} {token}" if self.prefix else token}


def bearer(token: str) -> str:
    """The value of ``Authorization`` for a token; hidden from now on."""
    MASK.add(token)
    return f"Bearer {token}"


class Credentials(Mapping[str, str]):
    """Headers of a logged-in user; their values are never shown."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = dict(headers)

    def __getitem__(self, name: str) -> str:
        return self._headers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._headers)

    def __len__(self) -> int:
        return len(self._headers)

    def __repr__(self) -> str:
        return f"<credentials: {', '.join(self._headers)}>"
