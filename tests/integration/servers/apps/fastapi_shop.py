"""A shop of stock FastAPI parts: its security schemes and slowapi. Faults and keys come from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address

KEYS = {os.environ["SHOP_KEY"], os.environ["SHOP_SECOND_KEY"]}
OTHER_KEY = os.environ["SHOP_OTHER_KEY"]
REVOKED_KEY = os.environ["SHOP_REVOKED_KEY"]
TOKENS = {os.environ["SHOP_TOKEN"]: "buyer", os.environ["SHOP_ADMIN_TOKEN"]: "admin"}
EXPIRED = os.environ["SHOP_EXPIRED_TOKEN"]
REVOKED = os.environ["SHOP_REVOKED_TOKEN"]
STOCK = {"stock": [{"name": "kettle", "pieces": 7}]}


def fault(name: str) -> bool:
    """Whether the fault is switched on just now."""
    return name in Path(os.environ["SHOP_FAULTS"]).read_text().split()


def client(request: Request) -> str:
    """The client whose requests are counted together."""
    if fault("limits_everybody"):
        return "everybody"
    return request.headers.get("X-API-Key") or get_remote_address(request)


app = FastAPI()
app.state.limiter = limiter = Limiter(key_func=client, headers_enabled=True)
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
ApiKey = Annotated[str | None, Depends(APIKeyHeader(name="X-API-Key", auto_error=False))]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def key_of(request: Request, given: ApiKey) -> str:
    """The valid key of this request."""
    if fault("key_in_query"):
        given = given or request.query_params.get("api_key")
    accepted = set(KEYS)
    accepted |= {OTHER_KEY} if fault("other_key") else set()
    accepted |= {REVOKED_KEY} if fault("revoked_key") else set()
    known = given in accepted
    if fault("truncated_key") and given:
        known = any(key.startswith(given) for key in accepted)
    if not known and not fault("any_key" if given else "no_key"):
        raise HTTPException(403 if fault("forbids") else 401, "Not authenticated")
    return given or ""


def role_of(given: Bearer) -> str:
    """The role of the token's owner."""
    tokens = dict(TOKENS)
    tokens |= {EXPIRED: "buyer"} if fault("expired_token") else {}
    tokens |= {REVOKED: "buyer"} if fault("revoked_token") else {}
    role = tokens.get(given.credentials if given else "")
    if role is None and not fault("any_token" if given else "no_token"):
        detail: Any = {"error": "Not authenticated", **STOCK} if fault("refusal_with_data") else "Not authenticated"
        raise HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})
    return role or "buyer"


@app.get("/healthz")
def healthz() -> dict[str, str]:
    if fault("unhealthy"):
        raise HTTPException(503)
    return {"status": "ok"}


@app.get("/version")
def version() -> dict[str, str]:
    return {"version": "1.1.9" if fault("old_version") else "1.2.0"}


@app.get("/products")
def products() -> list[dict[str, Any]]:
    return [{"name": "teapot" if fault("wrong_body") else "kettle", "price": 3900}]


@app.get("/stock")
def stock(key: Annotated[str, Depends(key_of)]) -> dict[str, Any]:
    return STOCK


@app.get("/orders")
def orders(role: Annotated[str, Depends(role_of)]) -> dict[str, Any]:
    return {"orders": [{"id": 1001, "name": "kettle"}]}


@app.get("/admin")
def admin(role: Annotated[str, Depends(role_of)]) -> dict[str, Any]:
    if role != "admin" and not fault("no_roles"):
        raise HTTPException(403)
    return {"users": ["alice", "root"]}


@app.get("/search")
@limiter.limit("5/3 seconds", exempt_when=lambda: fault("limiter_off"))
def search(request: Request, response: Response) -> dict[str, int]:
    return {"found": 0}


@app.get("/search-minute")
@limiter.limit("5/minute")
def search_minute(request: Request, response: Response) -> dict[str, int]:
    return {"found": 0}


@app.get("/search-key")
@limiter.limit("5/3 seconds")
def search_key(request: Request, response: Response, key: Annotated[str, Depends(key_of)]) -> dict[str, int]:
    return {"found": 0}


@app.middleware("http")
async def retry(request: Request, call_next: Any) -> Response:
    """The time to wait is wrong by a window."""
    answer: Response = await call_next(request)
    if answer.status_code == 429 and fault("retry_lies"):
        answer.headers["Retry-After"] = "0"
    return answer
