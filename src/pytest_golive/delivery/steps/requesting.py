"""Sends the HTTP request of a step: once, within its time, with no redirect, and no credential in clear text."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pytest_golive.delivery.steps.commanding import now
from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.filling.placeholders import filled_data, filled_text, filled_url
from pytest_golive.delivery.steps.result import Attempt, Outcome
from pytest_golive.delivery.steps.step import Request, Step
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import printable
from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.http.asking import Service, Unreachable
from pytest_golive.service.target import Target

PURPOSE: Final = "deploy"
LONGEST_CONNECT: Final = 10.0
LONGEST_BODY: Final = 1_000_000
LONGEST_LOG: Final = 65_536


@dataclass(frozen=True, slots=True)
class Call:
    """A request with its placeholders filled in.

    Attributes:
        target: where it goes, and what is permitted there.
        method: in capitals.
        url: complete.
        headers: with their values, which may be secret.
        content: the body.
    """

    target: Target
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


def call_of(step: Step, request: Request, context: StepContext) -> Call:
    """The request that *step* sends.

    Raises:
        CannotMeasure: a placeholder or a variable is missing, a path has no target, or it must not be sent there.
    """
    path = filled_url(request.url, context.values)
    target = _target(step, path, context)
    headers = {}
    for header, variable in request.headers.items():
        value = context.environment.get(variable, "").strip()
        if not value:
            raise CannotMeasure(f"the variable {variable}, whose value {header} carries, is not set", "set it")
        if not value.isprintable() or not value.isascii():
            raise CannotMeasure(f"the variable {variable} is not one line of ASCII, as a header must be", "correct it")
        MASK.add(value, variable)
        headers[header] = value
    content = filled_text(request.body, context.values).encode()
    if request.data is not None:
        content = json.dumps(filled_data(request.data, context.values), allow_nan=False).encode()
    given = {header.lower() for header in headers}
    if content and "content-type" not in given:
        headers["Content-Type"] = "text/plain; charset=utf-8" if request.data is None else "application/json"
    return Call(target, request.method, target.address_of(path), headers, content)


def asked(step: Step, request: Request, context: StepContext, number: int, log: Path) -> Attempt:
    """Send the request of *step* once; any response is one, and the expected one is a success.

    Raises:
        CannotMeasure: it cannot be made; nothing was sent.
    """
    call = call_of(step, request, context)
    began, clock = now(), time.monotonic()
    outcome: Outcome = "failed"
    status, said = None, ""
    try:
        answer = Service(call.target, purpose=PURPOSE).ask(
            call.url, call.method, headers=call.headers, content=call.content
        )
    except Unreachable as error:
        # A request that was refused here, or by the machine, did nothing; of any other nobody knows what it did.
        outcome, what = ("failed" if error.kind == "refused" else "error"), error.what
    else:
        status, what = answer.status, f"HTTP {answer.status}"
        said = printable(spoken(answer.text))
        if not request.expects(status):
            what += f" where {request.expected} is expected"
        elif request.text and request.text not in answer.text:
            what += f", but the response does not hold {request.text!r}"
        else:
            outcome = "passed"
    place = _kept(log, f"{call.method} {call.url}\n{what}\n\n{said}")
    lines = tuple(line.strip()[:200] for line in said.split("\n") if line.strip())[-5:]
    return Attempt(
        number,
        began,
        now(),
        time.monotonic() - clock,
        outcome,
        MASK.hide(what),
        status,
        said=lines,
        log=place,
        size=len(said.encode()),
    )


def _target(step: Step, path: str, context: StepContext) -> Target:
    """The target of a path; for a complete URL one of its own, which knows what is production."""
    given = context.target
    bounds: dict[str, Any] = {
        "timeout": step.timeout,
        "connect_timeout": min(step.timeout, LONGEST_CONNECT),
        "max_body": LONGEST_BODY,
    }
    if path.startswith("/"):
        if given is None:
            raise CannotMeasure(
                f"the request of {step.name} goes to a path, and there is no target", "name one with --target"
            )
        return replace(given, **bounds)
    if given is not None and origin_of(path) == given.origin:
        return replace(given, **bounds)
    parts = urlsplit(path)
    customers = given.customers if given is not None else frozenset()
    if given is not None and given.production:
        customers |= {given.origin}
    return Target(f"the step {step.name}", f"{parts.scheme}://{parts.netloc}", customers=customers, **bounds)


def _kept(log: Path, text: str) -> str:
    """The path of what was kept; "" if it could not be."""
    try:
        log.touch(0o600)
        log.write_text(MASK.hide(text)[:LONGEST_LOG], encoding="utf-8")
    except OSError:
        return ""
    return str(log.absolute())
