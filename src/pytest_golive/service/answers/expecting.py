"""Whether a response is what customers depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.findings import Finding
from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.redirects import OF_AN_APP, REDIRECTS, is_downgrade, lead_of
from pytest_golive.service.answers.refreshing import refresh_of
from pytest_golive.service.answers.shapes import Shape, shape_faults, shown
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable

# Errors of one address; all others stop every gate, and are raised.
OF_THE_ENDPOINT = frozenset(
    {"timeout", "garbage", "malformed", "too large", "packed", "redirects", "bad redirect", "cut off"}
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One request, and the response that it must get.

    Attributes:
        path: below the target's URL.
        method: in capitals.
        status: the correct statuses.
        json: what the JSON body must contain, at least; None for anything.
        text: texts that the body must contain.
        headers: sent with it, such as credentials.
        name: its name in reports; method and path if empty.
        shape: what else must be in the response, or must not.
    """

    path: str
    method: str = "GET"
    status: Sequence[int] = (200,)
    json: Any = None
    text: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    name: str = ""
    shape: Shape = field(default_factory=Shape)

    @property
    def label(self) -> str:
        """Its name in reports."""
        return self.name or f"{self.method} {self.path}"


def check_endpoints(service: Service, endpoints: Sequence[Expected]) -> tuple[Finding, ...]:
    """Request each of *endpoints*; return what is wrong with the responses.

    Raises:
        Unreachable: the service as a whole does not respond.
    """
    return tuple(finding for expected in endpoints for finding in _check(service, expected))


def _check(service: Service, expected: Expected) -> Iterator[Finding]:
    try:
        answer = service.ask(expected.path, expected.method, headers=expected.headers)
    except Unreachable as error:
        if error.kind not in OF_THE_ENDPOINT:
            raise
        yield fault(expected.label, f"{error.what}; to repeat: {error.curl}")
        return
    for what in faults_of(answer, expected):
        yield fault(expected.label, f"{what}; to repeat: {answer.curl}")


def fault(label: str, what: str, cure: str = "") -> Finding:
    """A finding about one request, with its own fix if the row's fix is for something else."""
    return Finding("", 0, label, f"{label}: {what}", severity="high", key=label, cure=cure)


def faults_of(answer: Answer, expected: Expected) -> Iterator[str]:
    """What is wrong with *answer*, in words."""
    if answer.status not in expected.status:
        expected_status = " or ".join(map(str, expected.status))
        leads = f" to {shown(answer.header('location'))}" if answer.header("location") else ""
        yield f"status {answer.status}{leads}, must be {expected_status}"
        return
    yield from _ways_on(answer)
    yield from shape_faults(answer, expected.shape)
    body = answer.text if expected.text else ""
    for text in expected.text:
        if text not in body:
            yield f"the body does not hold {shown(text)}: {answer.shown!r}"
    if expected.json is not None:
        try:
            parsed = answer.json()
        except Unreachable:
            yield f"the body is not JSON: {answer.shown!r}"
            return
        yield from differences(expected.json, parsed)


def _ways_on(answer: Answer) -> Iterator[str]:
    """What is wrong with where a response of the right status leads its readers."""
    if answer.status in REDIRECTS and (locations := answer.all_headers("location")):
        lead = lead_of(answer.url, locations)
        if not lead.url and not OF_AN_APP.match(locations[0]):
            yield f"status {answer.status} {lead.why}"
        elif is_downgrade(answer.url, lead.url):
            yield f"status {answer.status} to {plain(lead.url)}, from https to plain http"
    elif onward := refresh_of(answer):
        yield f"status {answer.status}, but the page tells browsers to go to {onward}"


def differences(wanted: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where *found* lacks something of *wanted*: keys of objects, elements of lists in order, values."""
    here = path or "the body"
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            yield f"{here} is {shown(found)}, must be a table"
            return
        for key, value in wanted.items():
            inner = f"{path}.{key}" if path else str(key)
            if key not in found:
                yield f"{inner} is missing"
            else:
                yield from differences(value, found[key], inner)
    elif isinstance(wanted, list | tuple):
        if not isinstance(found, list) or len(found) < len(wanted):
            yield f"{here} is {shown(found)}, must be a list of at least {len(wanted)}"
            return
        for number, value in enumerate(wanted):
            yield from differences(value, found[number], f"{path}[{number}]")
    elif wanted != found or isinstance(wanted, bool) != isinstance(found, bool):
        yield f"{here} is {shown(found)}, must be {shown(wanted)}"
