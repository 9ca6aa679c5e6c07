"""The form of our requests: one plain HTTP/1.1 request, to a normalised host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_golive.service.addresses.hosts import bracketed
from pytest_golive.service.addresses.origins import PORTS, normal_url, plain
from pytest_golive.service.http.unreachable import unreachable

if TYPE_CHECKING:
    import httpx


def url_of(request: httpx.Request) -> str:
    """The URL of a request from the parts that are sent, with its host in normal form.

    Raises:
        Unreachable: its host is invalid.
    """
    url, port = request.url, request.url.port
    place = bracketed(url.raw_host.decode("ascii")) + ("" if port is None else f":{port}")
    return normal_url(f"{url.scheme}://{place}{url.raw_path.decode('ascii')}")


def check_shape(request: httpx.Request, url: str) -> None:
    """Refuse anything but one plain HTTP/1.1 request.

    Raises:
        Unreachable: it is something else.
    """
    names = [name.lower() for name in request.headers]
    raw_path, why = request.url.raw_path, ""
    if request.url.scheme not in PORTS:
        why = f"{request.url.scheme[:20]}: is not spoken, only http and https are"
    elif "upgrade" in names:
        why = "it asks for another protocol (Upgrade), such as a websocket, and what goes there is not guarded"
    elif any(name.startswith(":") for name in names):
        why = "it has a header of HTTP/2, whose name begins with ':'"
    elif {"content-length", "transfer-encoding"} <= set(names):
        why = "it has both Content-Length and Transfer-Encoding, so that a second request may hide in it"
    elif not raw_path.startswith(b"/"):
        why = "its target is no path"
    if why:
        raise unreachable("refused here", f"nothing was sent to {plain(url)}: {why}")
