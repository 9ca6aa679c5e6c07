"""One step of a deployment, as the settings describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Kind = Literal["command", "shell", "request", "gate", "signed"]
KINDS: Final[tuple[Kind, ...]] = ("command", "shell", "request", "gate", "signed")
CHANGING: Final = frozenset({"command", "shell", "request"})  # those that do something; the others only look
# The rows of the section, in their order; each needs those before it.
BUILT_IN: Final = (
    "reviewed",
    "merged",
    "tagged",
    "deployed_to_staging",
    "staging_regression",
    "staging_stable",
    "team_briefed",
    "backup_created",
    "deployed",
    "smoke_passed",
    "stable_after_deploy",
    "announced",
)
SHELL: Final = ("/bin/sh", "-c")


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a step that fails is tried again.

    Attributes:
        count: further attempts after the first.
        reason: why a further attempt may do better; it is shown with each.
        wait: seconds between two attempts.
    """

    count: int
    reason: str
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP call.

    Attributes:
        url: a path on the target, or a complete URL; may hold placeholders.
        method: in capitals.
        headers: names of environment variables, by the headers that carry their values.
        body: text of the body; may hold placeholders.
        data: the body as JSON, whose texts may hold placeholders; None for none.
        statuses: those of a success; any from 200 to 299 if empty.
        text: text that the response must hold; "" for any.
    """

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    data: Any = None
    statuses: tuple[int, ...] = ()
    text: str = ""

    def expects(self, status: int) -> bool:
        """Whether *status* is that of a success."""
        return status in self.statuses if self.statuses else status // 100 == 2  # noqa: PLR2004 -- 2xx

    @property
    def expected(self) -> str:
        """The statuses of a success, in words."""
        return " or ".join(map(str, self.statuses)) or "2xx"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; exactly one of command, shell, request, gate and signed says what it does.

    Attributes:
        name: its name in the settings.
        command: program and arguments, without a shell.
        shell: text for ``/bin/sh -c``.
        request: an HTTP call.
        gate: id of a gate that must hold; its row judges, not this package.
        signed: id of a row that people sign; the same.
        title: what it does, for people; its name if "".
        after: names of steps and rows that come before it.
        before: names of steps and rows that come after it.
        targets: names of the targets on which it runs; all if empty.
        timeout: seconds that one attempt may take.
        retries: how often it is tried again.
        environment: names, or globs of names, of the variables that its process gets besides the usual ones.
        leaves: whether what it started may keep running after it.
        repeatable: whether it may run again after it finished.
        done_if: program and arguments that exit with 0 if the step is done already, and with 1 if not.
    """

    name: str
    command: tuple[str, ...] = ()
    shell: str = ""
    request: Request | None = None
    gate: str = ""
    signed: str = ""
    title: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    timeout: float = 600.0
    retries: Retries | None = None
    environment: tuple[str, ...] = ()
    leaves: bool = False
    repeatable: bool = False
    done_if: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """The one way in which it is done."""
        return next(kind for kind in KINDS if getattr(self, kind))

    @property
    def heading(self) -> str:
        """What it does, for people."""
        return self.title or self.name.replace("_", " ")

    @property
    def key(self) -> str:
        """Where it stands in the settings."""
        return f"[tool.golive.deployment.steps.{self.name}]"

    def runs_on(self, target: str) -> bool:
        """Whether it runs on the target of that name."""
        return not self.targets or target in self.targets
