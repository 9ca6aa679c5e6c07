"""A client for the HTTP APIs of metrics, traces, alerts and dashboards: credentials, bounds, and rejections named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.trouble import (
    is_busy,
    is_page,
    limited,
    no_json,
    not_reached,
    redirected,
    refused,
)
from pytest_golive.service.answers.redirects import REDIRECTS
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit_fields import promise_of
from pytest_golive.service.target import Target

MOST_TRIES: Final = 3
FIRST_PAUSE: Final = 0.5  # doubled each time, if the response does not say how long
PATIENCE: Final = 15.0
CUT: Final = frozenset({"cut off", "no connection", "refused"})
SUCCESS: Final = range(200, 300)
READ: Final = "read"  # what a POST that only reads is sent for
LONGEST_QUERY: Final = 2_000
Query = Mapping[str, Any]


@dataclass
class Client:
    """Sends requests to one API.

    Requests only read, unless they have a purpose that settings and command line permit. Redirects are not followed:
    they lead to a log-in page, to https, or to another prefix, and each has a cure of its own.

    Attributes:
        api: the API, and who we are there.
        patience: seconds left for all waits together.
        wait: sleeps.
        asked: how many requests were sent.
    """

    api: Api
    patience: float = PATIENCE
    wait: Callable[[float], object] = time.sleep
    asked: int = field(default=0, init=False)

    def json(self, path: str, *, query: Query | None = None, accepted: Iterable[int] = (), **body: Any) -> Any:
        """The JSON at *path*; as `ask`.

        Raises:
            CannotMeasure: there is no usable answer, or it is not JSON.
        """
        return self.read(self.ask(path, query=query, accepted=accepted, **body))

    def read(self, answer: Answer) -> Any:
        """The JSON of an answer.

        Raises:
            CannotMeasure: it is not JSON, such as a log-in page.
        """
        if is_page(answer):
            raise no_json(self.api, answer)
        try:
            return read_json(answer.body)
        except NotJson as error:
            raise no_json(self.api, answer, str(error)) from None

    def ask(  # noqa: PLR0913 -- all are named
        self,
        path: str,
        *,
        query: Query | None = None,
        form: Query | None = None,
        json_body: Any = None,
        headers: Mapping[str, str] | None = None,
        accepted: Iterable[int] = (),
        purpose: str = READ,
        method: str = "",
    ) -> Answer:
        """The answer to one request; it is sent again a few times while the API is too busy to answer.

        Args:
            path: below the API's address, beginning with "/"; empty for the address itself.
            query: parameters; those without a value (None) are left out, and lists are repeated.
            form: parameters of a POST instead, for queries that are too long for an address.
            json_body: body of a POST.
            headers: for this request, such as Accept.
            accepted: statuses besides 2xx that the caller understands itself.
            purpose: what a request that changes something is sent for, such as "write"; "read" if it changes nothing.
            method: in capitals; GET, or POST with a body, if it is "".

        Raises:
            CannotMeasure: there is no usable answer.
        """
        has_body = form is not None or json_body is not None
        request = {
            "method": method or ("POST" if has_body else "GET"),
            "headers": {**(headers or {}), **self.api.credentials},
            "form": None if form is None else _fields(form),
            "json_body": json_body,
        }
        fields = _fields(query or {})
        url = f"{path}?{urlencode(fields, doseq=True)}" if fields else path
        service = self._service(purpose)
        repeats = request["method"] != "POST" or purpose == READ
        answer = self._tried(service, url, request, set(accepted), MOST_TRIES if repeats else 1)
        if answer.status in SUCCESS or answer.status in accepted:
            return answer
        raise redirected(self.api, answer) if answer.status in REDIRECTS else refused(self.api, answer)

    def _tried(self, service: Service, url: str, request: dict[str, Any], accepted: set[int], tries: int) -> Answer:
        pause = FIRST_PAUSE
        for attempt in range(1, tries + 1):
            is_last = attempt == tries
            self.asked += 1
            try:
                answer = service.ask(url, **request)
            except Unreachable as error:
                if is_last or error.kind not in CUT or not self._pause(pause):
                    raise not_reached(self.api, error) from None
            else:
                if answer.status in accepted or not is_busy(answer):
                    return answer
                promised = promise_of(answer).seconds
                if is_last or not self._pause(pause if promised is None else promised):
                    raise limited(self.api, answer)
            pause *= 2
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, seconds: float) -> bool:
        """Wait, if enough patience remains."""
        if seconds > self.patience:
            return False
        self.patience -= seconds
        self.wait(seconds)
        return True

    def _service(self, purpose: str) -> Service:
        """The API as a target that customers use, so that the guard allows only requests that read."""
        api = self.api
        reads = frozenset({READ}) if purpose == READ else frozenset()
        target = Target(
            api.target or api.named,
            api.url,
            production=True,
            by_settings=api.by_settings | reads,
            by_option=api.by_option | reads,
            timeout=api.timeout,
            max_body=api.max_body,
            ca_file=api.ca_file,
            client_certificate=api.client_certificate,
            headers=dict(api.headers),
        )
        return Service(target, purpose=purpose)


def _fields(values: Query) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
