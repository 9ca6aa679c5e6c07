"""Sends requests to a service, and returns the responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.origins import normal_url
from pytest_golive.service.answers.redirects import REDIRECTS, Chain, is_downgrade
from pytest_golive.service.http.answer import SERVER_ERROR, Answer
from pytest_golive.service.http.guard import joined, plain
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.target import Target, origin_of

if TYPE_CHECKING:
    import httpx

KEEP_METHOD = frozenset({307, 308})


class Service:
    """A target for requests. Requests share no cookies, unless a visitor sends them.

    Args:
        target: the target.
        purpose: the purpose of requests that change something, such as "auth_flows".
        local_address: address to send from; "" for any.
    """

    def __init__(self, target: Target, *, purpose: str = "", local_address: str = "") -> None:
        self.target = target
        self._purpose = purpose
        self._local_address = local_address
        self._client: httpx.Client | None = None

    def __repr__(self) -> str:
        return f"Service({self.target.name!r}, {self.target.url!r})"

    def visitor(self) -> Service:
        """A service that keeps cookies between requests, like one browser."""
        visitor = Service(self.target, purpose=self._purpose, local_address=self._local_address)
        visitor._client = visitor.open()
        return visitor

    def open(self) -> httpx.Client:
        """A guarded httpx client."""
        from pytest_golive.service.http.wire import open_client

        return open_client(self.target, purpose=self._purpose, local_address=self._local_address)

    def ask(  # noqa: PLR0913 -- all are named
        self,
        path: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        form: Mapping[str, str] | None = None,
        json_body: Any = None,
        follow: bool = False,
    ) -> Answer:
        """Send one request; a response of any status counts.

        Args:
            path: below the target's URL, or a complete URL.
            method: in capitals.
            headers: for this request, in addition to the target's own.
            content: body.
            form: body, as browsers send a form.
            json_body: body, as JSON.
            follow: whether to follow redirects; credentials are not sent to another origin.

        Raises:
            Unreachable: there was no usable response, or the request must not be sent.
        """
        from pytest_golive.service.http.curl import curl_of

        client = self._client or self.open()
        body: dict[str, Any] = {"content": content} if content else {}
        body |= {"data": dict(form)} if form is not None else {}
        body |= {"json": json_body} if json_body is not None else {}
        url = normal_url(self.target.address_of(path))
        request = _built(client, method, url, headers=dict(headers or {}), **body)
        first, chain = "", Chain(self.target.max_redirects, str(request.url), method)
        while True:
            response = client.send(request)
            address = str(response.extensions.get("golive_address", ""))
            first = first or curl_of(request, self.target, address, self._local_address)
            try:
                following = self._next(client, request, response, chain) if follow else None
            except Unreachable as error:
                raise unreachable(error.kind, error.what, first) from None
            if following is None:
                return _answer(request, response, first, chain.steps)
            request = following

    def _next(
        self, client: httpx.Client, request: httpx.Request, response: httpx.Response, chain: Chain
    ) -> httpx.Request | None:
        """The next request after a redirect; None if the response is not a redirect."""
        locations = response.headers.get_list("location")
        if response.status_code not in REDIRECTS or not locations:
            return None
        here = str(request.url)
        url = joined(here, *locations)
        if is_downgrade(here, url):
            raise unreachable("bad redirect", f"{plain(here)}: it redirects to {plain(url)}, from https to plain http")
        following = self._redirected(client, request, url, keeps=response.status_code in KEEP_METHOD)
        chain.step(response.status_code, following.method, str(following.url))
        return following

    def _redirected(self, client: httpx.Client, request: httpx.Request, url: str, *, keeps: bool) -> httpx.Request:
        method = request.method if keeps or request.method == "HEAD" else "GET"
        same = origin_of(url) == origin_of(str(request.url)) == self.target.origin
        skipped = {"host", "cookie", "content-length", "content-type", "transfer-encoding"}
        if not same:
            skipped |= {name for name, value in request.headers.items() if MASK.hide(value) != value}
            skipped |= {"authorization", "proxy-authorization"}
        headers = {name: value for name, value in request.headers.items() if name.lower() not in skipped}
        content = request.content if keeps and same else b""
        if content and "content-type" in request.headers:
            headers["content-type"] = request.headers["content-type"]
        try:
            return _built(client, method, url, headers=headers, content=content or None)
        except Unreachable as error:
            raise unreachable("bad redirect", f"{plain(str(request.url))}: it redirects there: {error.what}") from None


def _built(client: httpx.Client, method: str, url: str, **parts: Any) -> httpx.Request:
    """A request for a client.

    Raises:
        Unreachable: httpx cannot send it to this URL.
    """
    import httpx

    try:
        return client.build_request(method, url, **parts)
    except (UnicodeError, httpx.InvalidURL) as error:
        raise unreachable("no url", f"{plain(url)}: no request can be made of it: {error}") from None


def _answer(request: httpx.Request, response: httpx.Response, curl: str, chain: Sequence[str]) -> Answer:
    return Answer(
        request.method,
        str(request.url),
        response.status_code,
        tuple(response.headers.multi_items()),
        response.content,
        float(response.extensions.get("golive_seconds", 0.0)),
        curl,
        tuple(chain),
    )


__all__ = ["REDIRECTS", "SERVER_ERROR", "Answer", "Service", "Unreachable"]
