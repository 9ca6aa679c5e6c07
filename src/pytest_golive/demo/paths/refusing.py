"""Rejects requests that a path does not accept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_golive.demo.faults import Fault
from pytest_golive.demo.shop import shop_of


@dataclass(frozen=True)
class Caller:
    """The authenticated user or client."""

    name: str
    role: str


# Whoever a fault accepts without authentication.
ANYBODY = Caller("anybody", "admin")
Handler = Callable[[Request], Awaitable[Response]]
Data = Callable[[Request, Caller], Awaitable[Response]]
Identify = Callable[[Request], Caller]


class Refused(Exception):
    """The request is rejected; contains the response, and nothing of the request."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.headers = dict(headers or {})

    def answer(self) -> Response:
        """The response to the client."""
        return JSONResponse({"error": self.error}, self.status, self.headers)


def protected(
    identify: Identify,
    *,
    role: str = "",
    open_by: Fault = Fault.AUTH_NOT_ENFORCED,
    leaking_by: Fault = Fault.REFUSED_WITH_DATA,
) -> Callable[[Data], Handler]:
    """Accept only requests that *identify* authenticates and, with a *role*, whose caller has it.

    Args:
        identify: returns the caller, or raises :class:`Refused`.
        role: the required role; none if empty.
        open_by: the fault that leaves the path open.
        leaking_by: the fault that adds the data to the rejection.
    """

    def around(data: Data) -> Handler:
        @wraps(data)
        async def guarded(request: Request) -> Response:
            faults = shop_of(request).faults
            if open_by in faults:
                return await data(request, ANYBODY)
            try:
                status = 401 if Fault.FORBIDDEN_AS_NOBODY in faults else 403
                caller = _with_role(identify(request), "" if Fault.ROLE_NOT_ENFORCED in faults else role, status)
            except Refused as refusal:
                answer = refusal.answer()
                if leaking_by in faults:
                    leaked = await data(request, ANYBODY)
                    return Response(leaked.body, answer.status_code, refusal.headers, leaked.media_type)
                return answer
            return await data(request, caller)

        return guarded

    return around


def _with_role(caller: Caller, role: str, status: int) -> Caller:
    if role and caller.role != role:
        raise Refused(status, f"for those with the role {role} only")
    return caller
