"""Refusing whom a path does not accept."""

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
    """Who is asking."""

    name: str
    role: str


# Whom a fault lets in without knowing them.
ANYBODY = Caller("anybody", "admin")
Handler = Callable[[Request], Awaitable[Response]]
Data = Callable[[Request, Caller], Awaitable[Response]]
Identify = Callable[[Request], Caller]


class Refused(Exception):
    """The request is not accepted; holds the answer, and nothing of what was sent."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.headers = dict(headers or {})

    def answer(self) -> Response:
        """What the client gets."""
        return JSONResponse({"error": self.error}, self.status, self.headers)


def protected(
    identify: Identify,
    *,
    role: str = "",
    open_by: Fault = Fault.AUTH_NOT_ENFORCED,
    leaking_by: Fault = Fault.REFUSED_WITH_DATA,
) -> Callable[[Data], Handler]:
    """Admit to a path only whom *identify* knows and, if a *role* is given, who has it.

    Args:
        identify: tells who is asking, or raises :class:`Refused`.
        role: the role that is needed; none if empty.
        open_by: the fault that leaves the path open.
        leaking_by: the fault that puts the data into the refusal.
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
