"""Log-in by form, and log-out."""

from __future__ import annotations

import html
import re
import secrets
from hmac import digest

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pytest_golive.demo.accounts.credentials import ROLES
from pytest_golive.demo.accounts.forms import form_of
from pytest_golive.demo.accounts.passwords import knows, same
from pytest_golive.demo.faults import Fault
from pytest_golive.demo.paths.refusing import ANYBODY, Caller, Refused, protected
from pytest_golive.demo.shop import Shop, shop_of

SESSION = "session"
CSRF_COOKIE = "csrftoken"
CSRF_FIELD = "csrf_token"


def user_of(shop: Shop, request: Request) -> str | None:
    """The user of the session in the cookie; None without a valid session."""
    return shop.sessions.user(request.cookies.get(SESSION, ""))


def by_session(request: Request) -> Caller:
    """Authenticate by the session's cookie.

    Raises:
        Refused: with a redirect to the log-in page, or 401 if configured so.
    """
    shop = shop_of(request)
    user = user_of(shop, request)
    if user is not None:
        return Caller(user, ROLES[user])
    cookie = request.cookies.get(SESSION, "")
    if cookie and not re.fullmatch(r"[\w-]{43}", cookie) and Fault.MALFORMED_ADMITTED in shop.faults:
        return ANYBODY
    if shop.session_refusal == 401:  # noqa: PLR2004 - Unauthorized
        raise Refused(401, "log in first", {"WWW-Authenticate": 'Cookie realm="shop"'})
    raise Refused(302, "log in first", {"Location": f"{_root(request)}/login"})


@protected(by_session)
async def account(request: Request, caller: Caller) -> Response:
    """The page of a logged-in user."""
    return _page(
        f"<p>Signed in as {html.escape(caller.name)}. Customer number 4711.</p>"
        f'<form method="post" action="{_root(request)}/logout"><button>Log out</button></form>'
    )


async def login(request: Request) -> Response:
    """The log-in form, and the log-in itself."""
    if request.method != "POST":
        return _form(request)
    shop = shop_of(request)
    fields = await form_of(request)
    if Fault.CSRF_NOT_CHECKED not in shop.faults and not _comes_from_our_form(shop, request, fields):
        return Refused(403, "the form has no valid CSRF token; load it again").answer()
    user, password = fields.get("username", ""), fields.get("password", "")
    if user == shop.credentials.client_id or not knows(shop, user, password):
        return _form(request, "User or password is wrong.", 401)
    answer = RedirectResponse(f"{_root(request)}/account", 303)
    # A session name from before the log-in is never reused.
    shop.sessions.end(request.cookies.get(SESSION, ""))
    _set_cookie(request, answer, SESSION, shop.sessions.start(user), httponly=True)
    return answer


async def logout(request: Request) -> Response:
    """End the session. SameSite keeps other sites from sending this."""
    shop = shop_of(request)
    if Fault.LOGOUT_INEFFECTIVE not in shop.faults:
        shop.sessions.end(request.cookies.get(SESSION, ""))
    answer = RedirectResponse(f"{_root(request)}/login", 303)
    answer.delete_cookie(SESSION, path=_root(request) or "/", samesite=None)
    return answer


def _form(request: Request, message: str = "", status: int = 200) -> Response:
    shop = shop_of(request)
    token = request.cookies.get(CSRF_COOKIE, "")
    if not _is_ours(shop, token):
        nonce = secrets.token_hex(16)
        token = f"{nonce}.{_seal(shop, nonce)}"
    answer = _page(
        f"<p>{message}</p>"
        f'<form method="post" action="{_root(request)}/login">'
        f'<input type="hidden" name="{CSRF_FIELD}" value="{html.escape(token)}">'
        '<label>User <input name="username" autocomplete="username"></label> '
        '<label>Password <input name="password" type="password" autocomplete="current-password"></label> '
        "<button>Log in</button></form>",
        status,
    )
    # Scripts of the page may read this cookie, to send it with requests.
    _set_cookie(request, answer, CSRF_COOKIE, token, httponly=False)
    return answer


def _comes_from_our_form(shop: Shop, request: Request, fields: dict[str, str]) -> bool:
    cookie = request.cookies.get(CSRF_COOKIE, "")
    return _is_ours(shop, cookie) and same(fields.get(CSRF_FIELD, ""), cookie)


def _is_ours(shop: Shop, token: str) -> bool:
    nonce, _, seal = token.partition(".")
    return same(seal, _seal(shop, nonce))


def _seal(shop: Shop, nonce: str) -> str:
    return digest(shop.credentials.signing_key.encode(), f"csrf {nonce}".encode(), "sha256").hex()


def _set_cookie(request: Request, answer: Response, name: str, value: str, *, httponly: bool) -> None:
    bare = Fault.INSECURE_COOKIE in shop_of(request).faults
    answer.set_cookie(
        name,
        value,
        path=_root(request) or "/",
        secure=request.url.scheme == "https" and not bare,
        httponly=httponly and not bare,
        samesite=None if bare else "lax",
    )


def _page(body: str, status: int = 200) -> Response:
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title></head>'
        f"<body><h1>Shop</h1>{body}</body></html>",
        status,
        {"Cache-Control": "no-store"},
    )


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root
