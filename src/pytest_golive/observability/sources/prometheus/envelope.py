"""What is around each answer of the API: success or an error, warnings, and whether data is missing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.items import Item, other_shape
from pytest_golive.observability.sources.prometheus.refusing import refusal
from pytest_golive.observability.sources.trouble import clean, limited, refused
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.answer import Answer

OWN: Final = frozenset({400, 404, 422, 500, 503})  # statuses with which it answers in its own words
OK: Final = 200
UNAVAILABLE: Final = 503
# Warnings about the expression; any other says that the data is not complete, such as a store that did not answer.
ABOUT_QUERY: Final = ("PromQL warning:", "PromQL info:")
MOST_WARNINGS: Final = 10
LONGEST_ADDRESS: Final = 1_500  # characters of parameters that are sent in an address


@dataclass(frozen=True, slots=True)
class Answered:
    """A success.

    Attributes:
        data: what was asked for.
        warnings: what may be wrong with it, the first few.
        infos: what may be wrong with the expression.
        partial: whether the server says that data is missing.
        place: the request, for messages.
        headers: of the answer.
        began: our clock before the request, in seconds since 1970.
        ended: our clock after it.
    """

    data: Any
    warnings: tuple[str, ...]
    infos: tuple[str, ...]
    partial: bool
    place: str
    headers: Mapping[str, str]
    began: float
    ended: float

    @property
    def item(self) -> Item:
        """The data, if it is an object."""
        return Item.of(self.data, self.place)

    def whole(self) -> Answered:
        """Itself, if nothing is missing.

        Raises:
            CannotMeasure: the server says that data is missing.
        """
        if self.partial:
            raise CannotMeasure(
                f"the answer to {self.place} is incomplete: "
                f"{'; '.join(self.warnings) or 'the server says so, and not why'}",
                "run it again when all stores of the metrics answer, or raise the server's limit of what it lists",
            )
        return self


def asked(client: Client, path: str, query: Mapping[str, Any], *, changes_nothing: bool = True) -> Answered:
    """The answer to a request; long parameters are sent in a body.

    Args:
        client: for the server.
        path: below its address: "/api/v1/query".
        query: the parameters.
        changes_nothing: whether a POST, which some paths do not take, may be sent.

    Raises:
        Refused: the server reports an error.
        CannotMeasure: there is no usable answer.
    """
    is_long = sum(len(str(value)) for value in query.values()) > LONGEST_ADDRESS
    form, query_part = (query, None) if is_long and changes_nothing else (None, query)
    began = time.time()
    answer = client.ask(path, query=query_part, form=form, accepted=OWN, headers={"Accept": "application/json"})
    ended = time.time()
    found = _object(client, answer)
    if found.values.get("status") != "success":
        raise _error(client, answer, found, str(query.get("query", "")))
    if "data" not in found.values:
        raise other_shape(answer.place, "'data'")
    # Those that say that data is missing come first: they may not be among the first few.
    warnings = sorted(map(clean, found.texts("warnings")), key=lambda text: text.startswith(ABOUT_QUERY))
    partial = found.truth("isPartial") or any(not text.startswith(ABOUT_QUERY) for text in warnings)
    infos = tuple(clean(text) for text in found.texts("infos")[:MOST_WARNINGS])
    headers = {name.lower(): value for name, value in answer.headers}
    return Answered(
        found.values["data"], tuple(warnings[:MOST_WARNINGS]), infos, partial, answer.place, headers, began, ended
    )


def _object(client: Client, answer: Answer) -> Item:
    if answer.status == OK:
        return Item.of(client.read(answer), answer.place)
    try:
        found = read_json(answer.body)
    except NotJson:
        found = None
    if not isinstance(found, dict) or found.get("status") != "error":  # a proxy speaks, or another server
        raise (limited if answer.status == UNAVAILABLE else refused)(client.api, answer)
    return Item.of(found, answer.place)


def _error(client: Client, answer: Answer, found: Item, expression: str) -> Exception:
    if found.values.get("status") != "error":
        return other_shape(answer.place, "the status 'success' or 'error'")
    kind, said = found.maybe_text("errorType"), found.shown("error")
    return refusal(client.api, answer.status, kind, said, expression)
