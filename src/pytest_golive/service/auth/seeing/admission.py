"""Whether a response accepts or rejects: by its content, not only by its status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.redirects import lead_of
from pytest_golive.service.auth.attempt import ACCEPTED, REJECTED, WITH_DATA, Observation, wanted_refusal
from pytest_golive.service.auth.seeing.recognising import Data
from pytest_golive.service.bodies.pages import asks_for_password
from pytest_golive.service.http.asking import REDIRECTS, SERVER_ERROR, Answer
from pytest_golive.service.target import origin_of

TOO_MANY = 429
UNAUTHORIZED = frozenset({401, 403})
# RFC 6750 specifies 400 for credentials that cannot be parsed; widespread libraries use 422.
UNREADABLE = frozenset({400, 422})
HIDDEN = 404
OK = range(200, 300)
LOGIN = re.compile(
    r"(log|sign)[-_]?in\b|/(auth|sso|saml2?|oauth2?|authorize|session/new|accounts?/login)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Refusable:
    """A page that must be rejected to some client.

    Attributes:
        data: what must not be shown.
        reached: path of the page that shows it.
        login: path of the log-in page; "" if unknown.
        unreadable: whether the request may be called a bad request.
        hides: whether the service may say that the page does not exist.
        status: the allowed statuses of a rejection; () for any that rejects.
    """

    data: Data
    reached: str
    login: str = ""
    unreadable: bool = False
    hides: bool = False
    status: Sequence[int] = ()


def rejection(chain: Sequence[Answer], page: Refusable) -> Observation:
    """What the last response of a *chain* of redirects means for a client that must be rejected."""
    last = chain[-1]
    status = last.status
    if any(page.data.is_in(answer) for answer in chain):
        outcome, words = (ACCEPTED, "with the data") if status in OK else (WITH_DATA, "and the data")
        return Observation(outcome, f"{status} {words}")
    if status >= SERVER_ERROR or status == TOO_MANY:
        return Observation("", f"answered {status}, which neither accepts nor rejects")
    if page.status:
        return _demanded(chain, page)
    if status in UNAUTHORIZED or (page.unreadable and status in UNREADABLE):
        return Observation(REJECTED, str(status))
    if page.hides and status == HIDDEN:
        return Observation(REJECTED, f"{status}, which hides that there is such a page,")
    return _elsewhere(chain, page)


def _demanded(chain: Sequence[Answer], page: Refusable) -> Observation:
    """The same if the settings name the status of a rejection; a redirect to another page is the rejection."""
    last = chain[-1]
    judged = chain[0] if last.status in OK and len(chain) > 1 else last
    outcome = wanted_refusal(page.status if judged.status in page.status else [judged.status])
    if judged.status in OK:
        outcome = "not rejected"
    elif judged.status in REDIRECTS and judged.header("location"):
        return Observation(outcome, f"{judged.status} to {_aim(judged, page.login)}")
    return Observation(outcome, str(judged.status))


def _elsewhere(chain: Sequence[Answer], page: Refusable) -> Observation:
    """What it means to be sent to another page, or to see one, without the data."""
    last = chain[-1]
    if last.status in REDIRECTS and last.header("location"):
        return Observation(REJECTED, f"{last.status} to {_aim(last, page.login)}")
    if last.status in OK and not page.data.is_known:
        return Observation("not rejected", f"{last.status}, and nothing tells the protected page from a public one,")
    if last.status in OK and is_login(last, page.login):
        return Observation(REJECTED, f"{_route(chain)}the log-in page, without the data,")
    if last.status in OK and last.path != page.reached:
        return Observation(REJECTED, f"{_route(chain)}another page, without the data,")
    return Observation("not rejected", f"{last.status}, though without the data,")


def admission(chain: Sequence[Answer], login: str) -> Observation:
    """What the last response of a *chain* of redirects means for a client that must be accepted."""
    last = chain[-1]
    status = last.status
    if status >= SERVER_ERROR or status == TOO_MANY:
        return Observation("", f"answered {status}, which neither accepts nor rejects")
    if status in REDIRECTS:
        return Observation(REJECTED, f"{status} to {_aim(last, login)}")
    if status not in OK:
        return Observation(REJECTED, str(status))
    if is_login(last, login) and last.path != chain[0].path:
        return Observation(REJECTED, f"{_route(chain)}the log-in page")
    if not last.body.strip():
        return Observation("accepted without data", f"{status} with an empty body")
    return Observation(ACCEPTED, str(status))


def is_login(answer: Answer, login: str) -> bool:
    """Whether it is the page that asks for a password."""
    return _is_at(answer.path, login) or asks_for_password(answer.text)


def leads_home(answer: Answer, login: str) -> str:
    """The target of a redirect, if it is a page of the same service other than a log-in page; else ""."""
    url = lead_of(answer.url, answer.all_headers("location")).url
    if answer.status not in REDIRECTS or not url:
        return ""
    return url if origin_of(url) == origin_of(answer.url) and not _is_login_url(url, login) else ""


def _is_login_url(url: str, login: str) -> bool:
    path = urlsplit(url).path
    return _is_at(path, login) or bool(LOGIN.search(path))


def _is_at(path: str, login: str) -> bool:
    """Whether *path* is that of the log-in page, perhaps below a base path."""
    named = urlsplit(login).path.rstrip("/")
    return path.rstrip("/").endswith(named) if named else bool(login) and path in {"", "/"}


def _aim(answer: Answer, login: str) -> str:
    lead = lead_of(answer.url, answer.all_headers("location"))
    url = lead.url
    if not url:
        return f"no web address: it leads {lead.why}"
    if origin_of(url) != origin_of(answer.url):
        return f"another origin, {plain(url)}"
    return f"the log-in page {urlsplit(url).path}" if _is_login_url(url, login) else urlsplit(url).path


def _route(chain: Sequence[Answer]) -> str:
    statuses = " and ".join(str(answer.status) for answer in chain)
    return f"{statuses}: "
