"""Receivers: whether one has a configuration that can call somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from pytest_golive.observability.alerts.routing.reading import Table, not_understood, tables, text

CONFIGS: Final = "_configs"
SECRET: Final = "<secret>"  # noqa: S105 -- what stands in its place
# Names by which people say that alerts go nowhere.
NOWHERE: Final = re.compile(
    r"(?:(?:dev[-_ /]?)?null|none|nobody|nowhere|noop|no[-_ ]?op|black[-_ ]?hole|void|discard|drop(?:ped)?|sink|trash|"
    r"ignored?|muted?|dummy)(?:[-_ ](?:receiver|route|sink))?",
    re.IGNORECASE,
)
PLACEHOLDER: Final = re.compile(
    r"change[-_ ]?me|replace[-_ ]?(?:me|this)|your[-_ ]\w|\bx{3,}\b|\btodo\b|placeholder|<[a-z]", re.IGNORECASE
)
# Reserved, so that nothing is ever there (RFC 2606).
RESERVED: Final = ("example", "invalid", "test", "example.com", "example.org", "example.net")
ADDRESSES: Final = frozenset(
    {"url", "to", "api_url", "channel", "webhook_url", "room_id", "user_key", "chat_id", "topic_arn", "phone_number"}
)
SERVER: Final = "smarthost"  # of e-mail; that of the table global stands here, too
HTTP: Final = "http_config"
USER: Final = re.compile(r"://[^/@\s]{0,500}@")  # its password is replaced by what looks like a placeholder


@dataclass(frozen=True, slots=True)
class Integration:
    """One way to call somebody.

    Attributes:
        kind: "webhook", "email", "pagerduty", …, as metrics name it.
        settings: of this integration; secrets are replaced.
        resolved: whether it also says that an alert is over.
    """

    kind: str
    settings: Mapping[str, Any]
    resolved: bool

    @property
    def fault(self) -> str:
        """Why it calls nobody, as far as its configuration shows; "" if it shows no reason."""
        for key in sorted(ADDRESSES & set(self.settings)):
            value = self.settings[key]
            if isinstance(value, str) and SECRET not in value and (why := unreal(value)):
                return f"its {self.kind} has {why} as '{key}'"
        for key, value in self._ways():
            if isinstance(value, str) and SECRET not in value and value and (why := unreal(value)):
                return f"its {self.kind} goes by {why} as '{key}'"
        return ""

    @property
    def proxies(self) -> Table:
        """Its settings of HTTP, which name a proxy; an empty table without any."""
        found = self.settings.get(HTTP)
        return found if isinstance(found, dict) else {}

    def _ways(self) -> Iterator[tuple[str, Any]]:
        """The servers on its way: of e-mail, of tokens, and the proxy, if all that it sends goes by that."""
        yield SERVER, str(self.settings.get(SERVER, "")).rpartition(":")[0]
        if not self.proxies.get("no_proxy"):
            yield "proxy_url", self.proxies.get("proxy_url")
        if isinstance(tokens := self.proxies.get("oauth2"), dict):
            yield "token_url", tokens.get("token_url")


@dataclass(frozen=True, slots=True)
class Receiver:
    """One receiver."""

    name: str
    integrations: tuple[Integration, ...]

    @property
    def fault(self) -> str:
        """Why it calls nobody; "" if its configuration shows no reason."""
        if not self.integrations:
            return "it has no integration (such as webhook_configs)"
        if NOWHERE.fullmatch(self.name.strip()):
            return "its name says that alerts go nowhere"
        faults = [one.fault for one in self.integrations]
        return "; ".join(faults) if all(faults) else ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its integrations."""
        return tuple(sorted({one.kind for one in self.integrations}))

    @property
    def resolves(self) -> bool:
        """Whether it is also told that an alert is over."""
        return any(one.resolved for one in self.integrations)

    def kinds_count(self, kind: str) -> int:
        """How many integrations of one kind it has."""
        return sum(one.kind == kind for one in self.integrations)


def read_receivers(listed: Sequence[Table]) -> Mapping[str, Receiver]:
    """The receivers by their names."""
    found = {}
    for number, one in enumerate(listed):
        name = text(one.get("name"), f"receivers[{number}].name")
        if not name:
            raise not_understood(f"receivers[{number}] has no name")
        found[name] = Receiver(name, tuple(_integrations(one, name)))
    return found


def _integrations(receiver: Table, name: str) -> Iterator[Integration]:
    for key, value in receiver.items():
        if key.endswith(CONFIGS):
            for settings in tables(value, f"{key} of the receiver {name!r}"):
                yield Integration(key.removesuffix(CONFIGS), settings, settings.get("send_resolved") == "true")


def unreal(value: str) -> str:
    """Why a URL or an address of e-mail is nobody's; "" if nothing shows that."""
    value = USER.sub("://", value)
    if not value.strip():
        return "nothing"
    if PLACEHOLDER.search(value):
        return "a placeholder"
    try:
        hosts = (
            [urlsplit(value).hostname or ""]
            if "://" in value
            else [part.rpartition("@")[2] for part in value.split(",")]
        )
    except ValueError:
        return "no URL"
    reserved = [host for host in hosts if host.strip(" >.").lower().endswith(tuple(f".{one}" for one in RESERVED))]
    reserved += [host for host in hosts if host.strip(" >.").lower() in RESERVED]
    return f"the reserved name {reserved[0].strip()}" if reserved and len(reserved) == len(hosts) else ""
