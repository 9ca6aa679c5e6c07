"""What a team may write in ``endpoints`` of a target: the requests that customers depend on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from pytest_golive.settings.kinds import Method, OneOrMore, Status, Text, UrlPath
from pytest_golive.settings.table import Table


class Endpoint(Table):
    """One of ``endpoints``: a request that customers depend on, and what it must be answered with."""

    path: UrlPath = Field(description="path below the target's URL; may have a query")
    method: Method = Field("GET", description="HTTP method")
    status: Annotated[tuple[Status, ...], OneOrMore] = Field(
        (200,), min_length=1, description="status, or list of statuses, that is right"
    )
    json_: Any = Field(None, alias="json", description="what the JSON body must hold, at least")
    text: Text | None = Field(None, description="what the body must hold")
    auth: bool | Text = Field(
        default=False,
        description="whether credentials go with it: true for those of the first table of auth, the name of a table of "
        "auth, or 'api_keys' for the valid API key",
    )
    weight: int = Field(1, ge=1, description="its share of the load")
    name: Text | None = Field(None, description="how reports call it; method and path if not given")
