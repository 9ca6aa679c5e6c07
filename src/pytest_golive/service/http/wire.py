"""The only way out: every request of ours, and of a team's own gates, uses this transport.

Besides `network` the only module that imports httpx; it is imported only before a request.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import httpcore
import httpx

from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.answers.redirects import is_downgrade, lead_of
from pytest_golive.service.credentials.remembering import remember
from pytest_golive.service.credentials.trust import trust
from pytest_golive.service.http import guard
from pytest_golive.service.http.network import BoundedBackend, Clock, Met
from pytest_golive.service.http.shaping import check_shape, url_of
from pytest_golive.service.http.trouble.protocols import of_answer
from pytest_golive.service.http.trouble.reading import Trouble, explained
from pytest_golive.service.http.turnstile import passing
from pytest_golive.service.http.unpacking import CannotUnpack, TooLong, read_body
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.pulse import PULSE
from pytest_golive.service.sent import SENT
from pytest_golive.service.target import Target

PURPOSE = "golive_purpose"
# At debug level they would log cookies and tokens.
TALKATIVE = ("httpcore", "httpx")
TROUBLE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    CannotUnpack,
    OSError,
    TooLong,
    Unreachable,
    ValueError,
)


class GuardedTransport(httpx.BaseTransport):
    """Sends what `guard` allows, within the limits of the target.

    Args:
        target: the target of the requests.
        purpose: the purpose of requests that change something, such as "auth_flows".
        local_address: address to send from; "" for any.
    """

    def __init__(self, target: Target, purpose: str = "", local_address: str = "") -> None:
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self.target = target
        self._purpose = purpose
        self._local_address = local_address or None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the complete response.

        Raises:
            Unreachable: it must not be sent, or there was no usable response.
        """
        url = url_of(request)
        check_shape(request, url)
        content = request.read()
        purpose = str(request.extensions.get(PURPOSE, self._purpose))
        guard.check_method(self.target, request.method, url, purpose, request.headers, content)
        guard.keep_home(self.target, url, request.headers, content)
        with passing(self.target.turnstile), PULSE.beating() as stood:
            clock, met = Clock(self.target.timeout), Met()
            SENT.add(origin_of(url), request.url.path)
            try:
                return self._send(request, url, clock, met)
            except TROUBLE as error:
                trouble = Trouble(error, request, self.target, clock, met, self._local_address or "", stood())
                raise explained(trouble) from None

    def _send(self, request: httpx.Request, url: str, clock: Clock, met: Met) -> httpx.Response:
        scheme, host, port = origin_of(url)
        is_astray = self.target.customers and not self.target.production
        what = guard.changes(request.method, url, request.headers, request.content) if is_astray else ""
        core = httpcore.Request(
            method=request.method,
            # The host that was checked is the one that is connected to: in normal form.
            url=httpcore.URL(scheme=scheme, host=host, port=port, target=request.url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": {"connect": self.target.connect_timeout}},
        )
        # A connection of its own for each request: it cannot have been closed while idle, and behind a load balancer
        # each request may reach another instance.
        with (
            httpcore.ConnectionPool(
                ssl_context=trust(self.target, url) if scheme == "https" else None,
                max_connections=1,
                max_keepalive_connections=0,
                local_address=self._local_address,
                network_backend=BoundedBackend(self.target, url, clock, met, what),
            ) as pool,
            _closing(pool.handle_request(core)) as answer,
        ):
            headers = httpx.Headers(answer.headers)
            body = read_body(answer.iter_stream(), headers.get("content-encoding", ""), self.target.max_body)
        for name in ("content-encoding", "transfer-encoding", "content-length"):
            if name in headers and (name != "content-length" or request.method != "HEAD"):
                del headers[name]
        remember(headers.multi_items(), body)
        shows = self.target.client_certificate is not None
        kind, what = of_answer(answer.status, headers.multi_items(), body, shows_certificate=shows)
        if kind:
            raise unreachable(kind, f"{request.method} {guard.plain(url)}: {what}")
        extensions = {
            "http_version": answer.extensions.get("http_version", b"HTTP/1.1"),
            "golive_seconds": clock.spent,
            "golive_address": met.address,
        }
        return Response(answer.status, headers=headers, content=body, extensions=extensions, request=request)


class Response(httpx.Response):
    """A response with a redirect that httpx follows only if we would."""

    @property
    def has_redirect_location(self) -> bool:
        """Whether the redirect leads to a web address that httpx reads like us."""
        locations = self.headers.get_list("location")
        if not locations or not super().has_redirect_location:
            return False
        url = str(self.request.url)
        lead = lead_of(url, locations)
        try:
            read = httpx.URL(url).join(locations[0])
            same = bool(read.host) and origin_of(str(read)) == origin_of(lead.url)
            return same and bool(lead.url) and not is_downgrade(url, lead.url)
        except (httpx.InvalidURL, Unreachable, ValueError):  # httpx decodes A-labels again, and fails on some
            return False


class _closing:  # noqa: N801 -- named like contextlib.closing, and also calls close() of untyped objects
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __enter__(self) -> httpcore.Response:
        return self._answer

    def __exit__(self, *_: object) -> None:
        self._answer.close()


def open_client(
    target: Target, *, purpose: str = "", local_address: str = "", headers: Mapping[str, str] | None = None
) -> httpx.Client:
    """An httpx client bound to *target*; it follows redirects only if the caller says so.

    Proxies, ``.netrc`` and certificates in the environment are not used: credentials must go only where the settings
    send them.
    """
    fields: dict[str, Any] = {
        "User-Agent": "pytest-golive",
        "Accept-Encoding": "gzip, deflate",
        **target.headers,
        **(headers or {}),
    }
    return httpx.Client(
        base_url=target.url,
        transport=GuardedTransport(target, purpose, local_address),
        headers=fields,
        trust_env=False,
        follow_redirects=False,
        max_redirects=target.max_redirects,
        timeout=target.timeout,
    )
