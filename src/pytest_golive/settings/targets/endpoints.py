"""The settings in ``endpoints`` of a target: the requests that customers depend on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import (
    Destination,
    HeaderName,
    HeaderValue,
    Method,
    OneOrMore,
    Status,
    Text,
    UrlPath,
)
from pytest_golive.settings.values.table import Table

REDIRECTS = (301, 302, 303, 307, 308)


class Endpoint(Table):
    """One of ``endpoints``: a request that customers depend on, and the response that it must get."""

    path: UrlPath = Field(description="path below the target's URL; may have a query")
    method: Method = Field("GET", description="HTTP method")
    status: Annotated[tuple[Status, ...], OneOrMore] = Field(
        (200,), min_length=1, description="expected status, or list of expected statuses"
    )
    json_: Any = Field(None, alias="json", description="what the JSON body must contain, at least")
    text: Annotated[tuple[Text, ...], OneOrMore] = Field(
        (), description="text, or list of texts, that the body must contain"
    )
    without_text: Annotated[tuple[Text, ...], OneOrMore] = Field(
        (), description="text, or list of texts, that the body must not contain"
    )
    headers: dict[HeaderName, HeaderValue] = Field(
        default_factory=dict, description="headers that must be there, with globs of their values: '*' for any"
    )
    without_headers: dict[HeaderName, HeaderValue] = Field(
        default_factory=dict, description="headers that must not be there with such a value: '*' for any"
    )
    location: Annotated[tuple[Destination, ...], OneOrMore] = Field(
        (),
        description="globs of where it must redirect to: paths, or whole URLs; status is then any redirect",
    )
    without_location: Annotated[tuple[Destination, ...], OneOrMore] = Field(
        (), description="globs of where it must not redirect to"
    )
    auth: bool | Text = Field(
        default=False,
        description="whether it is sent with credentials: true for those of the first auth table, the name of an auth "
        "table, or 'api_keys' for the valid API key",
    )
    weight: int = Field(1, ge=1, description="its share of the load")
    name: Text | None = Field(None, description="its name in reports; method and path if not given")

    @model_validator(mode="before")
    @classmethod
    def _redirects(cls, given: Any) -> Any:
        """A location in the settings implies a redirect status."""
        if isinstance(given, dict) and given.get("location") and "status" not in given:
            return {**given, "status": REDIRECTS}
        return given
