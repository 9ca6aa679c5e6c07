"""Where a Prometheus says that it is: its alerts carry links to it, by which Alertmanager tells whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.clock import RUNTIME
from pytest_golive.observability.sources.prometheus.envelope import asked
from pytest_golive.service.addresses.origins import NoUrl, Parts, parts_of, plain

FLAGS: Final = "/api/v1/status/flags"
EXTERNAL: Final = "web.external-url"
LISTENS: Final = "web.listen-address"
PORT: Final = re.compile(r":([0-9]{1,5})(?=$|[\s,\]])")
LINK: Final = "/graph"  # of a Prometheus, to the expression of an alert


@dataclass(frozen=True, slots=True)
class Identity:
    """Where a Prometheus says that it is.

    Attributes:
        url: where people see it, as the links of its alerts begin; "" if it has no such URL, or does not say.
        host: name of its machine, with which its links begin if it has no URL; "" if it does not say.
        port: where it listens, which is that of the same links; 0 if it does not say.
        asked: the address at which we ask it.
    """

    url: str = ""
    host: str = ""
    port: int = 0
    asked: str = ""

    @property
    def is_known(self) -> bool:
        """Whether we know how the links of its alerts begin."""
        return bool(self.url or (self.host and self.port))

    @property
    def said(self) -> str:
        """How the links of its alerts begin, for messages."""
        if self.is_known:
            return f"those of this Prometheus to {plain(self.url or f'http://{self.host}:{self.port}')}"
        return "this Prometheus does not tell where its own lead"

    def links(self, link: str) -> bool:
        """Whether a link of an alert leads to this Prometheus."""
        found = _parts(link)
        if found is None:
            return False
        beginnings = [self.url] if self.url else [f"http://{self.host}:{self.port}"] if self.is_known else []
        return any(_begins(found, _parts(one)) for one in (*beginnings, self.asked))

    def may_link(self, link: str) -> bool:
        """Whether a link may lead to it, though it does not tell the name of its machine: by its port."""
        found = _parts(link)
        return bool(not self.url and not self.host and self.port and found and found.origin[2] == self.port)


def ask_identity(client: Client) -> Identity:
    """Where a Prometheus says that it is; what it hides stays empty."""
    flags, runtime = (
        _texts(client, path, keys) for path, keys in ((FLAGS, (EXTERNAL, LISTENS)), (RUNTIME, ("hostname",)))
    )
    url = flags.get(EXTERNAL, "")
    if _parts(url) is None:
        # A path alone, or nothing: then links begin with the host, of which only the second says more.
        url = ""
    ports = PORT.findall(flags.get(LISTENS, ""))
    is_default = EXTERNAL in flags and not flags[EXTERNAL]
    return Identity(
        url,
        runtime.get("hostname", "") if is_default else "",
        int(ports[0]) if ports and is_default else 0,
        client.api.url,
    )


def _texts(client: Client, path: str, keys: tuple[str, ...]) -> dict[str, str]:
    try:
        values = asked(client, path, {}, changes_nothing=False).item.values
    except CannotMeasure:
        return {}
    return {key: value for key in keys if isinstance(value := values.get(key), str)}


def _parts(url: str) -> Parts | None:
    try:
        return parts_of(url)
    except NoUrl:
        return None


def _begins(link: Parts, beginning: Parts | None) -> bool:
    if beginning is None or beginning.origin != link.origin:
        return False
    prefix = beginning.rest.partition("?")[0].rstrip("/")
    return link.rest.startswith(f"{prefix}{LINK}")
