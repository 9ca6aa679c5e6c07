"""The settings in ``request`` of a step: an HTTP call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, model_validator

from pytest_golive.delivery.steps.filling.placeholders import check_known, names_in
from pytest_golive.delivery.steps.step import Request
from pytest_golive.settings.values import web
from pytest_golive.settings.values.kinds import HeaderName, Method, OneOrMore, Status, Text, Variable
from pytest_golive.settings.values.table import Table

BODILESS: Final = frozenset(("GET", "HEAD", "OPTIONS"))


def request_url(value: str) -> str:
    """A path on the target, or a complete URL."""
    if "{url}" in value:
        raise ValueError("must not hold {url}: a path such as '/admin/reload' is one of the target")
    if value.startswith("/"):
        return web.url_path(value)
    base, mark, query = value.partition("?")
    if web.url(base) and names_in(base.split("/", 3)[2]):
        raise ValueError("must name its host without placeholders")
    web.url_path(f"/{mark}{query}")
    if base.startswith("http:") and not web.is_loopback(base):
        raise ValueError("must use https: only this machine itself is talked to in clear text")
    return value


RequestUrl = Annotated[str, AfterValidator(request_url)]


class RequestTable(Table):
    """``request`` of a step."""

    url: RequestUrl = Field(description="path on the target, such as '/admin/reload', or a URL with https")
    method: Method = Field("POST", description="HTTP method")
    headers: dict[HeaderName, Variable] = Field(
        default_factory=dict, description="environment variables whose values are sent, by header"
    )
    body: Text | None = Field(None, description="body of the request, as text")
    json_: Any = Field(None, alias="json", description="body of the request, as JSON")
    status: Annotated[tuple[Status, ...], OneOrMore] = Field(
        (), description="statuses of a success; any from 200 to 299 if not given"
    )
    text: Text | None = Field(None, description="text that the response must contain")

    @model_validator(mode="after")
    def _is_sound(self) -> RequestTable:
        if self.body is not None and self.json_ is not None:
            raise ValueError("has body and json; keep one of them")
        if self.method in BODILESS and (self.body is not None or self.json_ is not None):
            raise ValueError(f"sends a body with {self.method}, which has none")
        check_known(_texts([self.url, self.body, _sendable(self.json_)]))
        return self

    def as_request(self) -> Request:
        """The request that it describes."""
        return Request(self.url, self.method, self.headers, self.body or "", self.json_, self.status, self.text or "")


def _sendable(data: Any) -> Any:
    try:
        json.dumps(data, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise ValueError("has a json with a value that JSON does not know, such as a date; write it as text") from None
    return data


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _texts(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from _texts(part)
