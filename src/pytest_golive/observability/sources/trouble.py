"""What the rejections of an API mean, and what to do about each."""

from __future__ import annotations

import contextlib
import re
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK
from pytest_golive.observability.sources.api import Api
from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.redirects import is_downgrade, lead_of
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.answer import SERVER_ERROR, Answer
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit_fields import promise_of

UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
NOT_ALLOWED: Final = 405
TOO_MANY: Final = 429
BUSY: Final = frozenset({TOO_MANY, 502, 503, 504})
LONGEST: Final = 300
LOG_IN: Final = re.compile(r"log-?in|sign-?in|oauth|sso|auth\b|saml|authorize", re.IGNORECASE)
PASSWORD: Final = re.compile(rb"type=[\"']?password", re.IGNORECASE)
BEGINNING: Final = 65_536


def clean(text: str) -> str:
    """Text from an API, for messages: on one line, shortened, without secrets."""
    text = MASK.hide(text[:BEGINNING])  # before it is shortened: half a secret is not recognised
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return spoken(line)[:LONGEST]


def is_busy(answer: Answer) -> bool:
    """Whether the API may answer the same request a little later."""
    return answer.status in BUSY


def is_page(answer: Answer) -> bool:
    """Whether an answer is an HTML page, for people and not for programs."""
    return "html" in answer.header("content-type").lower() or answer.body[:100].lstrip()[:1] == b"<"


def message_of(answer: Answer) -> str:
    """The API's own words about a rejection; the beginning of the body if it is not JSON."""
    if is_page(answer):
        return "an HTML page"
    with contextlib.suppress(NotJson):
        found = read_json(answer.body)
        if isinstance(found, str):
            return clean(found)
        if isinstance(found, dict):
            said = next((found[key] for key in ("error", "message", "msg", "errors") if found.get(key)), "")
            return clean(said if isinstance(said, str) else str(said))
    return clean(answer.shown)


def refused(api: Api, answer: Answer) -> CannotMeasure:
    """The error for an answer without success."""
    status, said = answer.status, message_of(answer)
    about = f"{api.named} answers {status} to {answer.place}" + (f": {said}" if said else "")
    if "no org id" in said.lower() and not api.tenant:
        return CannotMeasure(about, f"name the tenant whose data is meant: {api.place} tenant")
    if status in BUSY:
        return limited(api, answer)
    if status >= SERVER_ERROR:
        return CannotMeasure(about, f"see the log of {api.named} for the error, and run it again")
    cures = {
        UNAUTHORIZED: _about_credentials(api),
        FORBIDDEN: _about_rights(api),
        NOT_FOUND: f"check {api.place} url: the address of {api.kind} itself with its path prefix, if it has one, and "
        "without /api",
        NOT_ALLOWED: f"check {api.place} url: what answers there does not take requests of {api.kind}",
    }
    return CannotMeasure(about, cures.get(status, f"check {api.place} url: is it really {api.kind}?"))


def limited(api: Api, answer: Answer) -> CannotMeasure:
    """The error if the API is too busy for too long."""
    said, seconds = message_of(answer), promise_of(answer).seconds
    until = "" if seconds is None else f"; it asks to wait {seconds:,.0f} s"
    about = f"{api.named} answers {answer.status} to {answer.place}" + (f": {said}" if said else "") + until
    if answer.status == TOO_MANY:
        return CannotMeasure(about, f"ask it less often, or raise its limits for {api.tenant or 'this client'}")
    return CannotMeasure(about, f"run it again when {api.named} works: it, or what stands before it, is not ready")


def redirected(api: Api, answer: Answer) -> CannotMeasure:
    """The error for a redirect: none is followed, so that credentials go only where the settings send them."""
    lead = lead_of(answer.url, answer.all_headers("location"))
    about = f"{api.named} redirects {answer.place} to {plain(lead.url)}" if lead.url else f"{api.named} redirects"
    if not lead.url:
        return CannotMeasure(f"{about} {answer.place} {lead.why}", f"check {api.place} url")
    if LOG_IN.search(lead.url):
        where = f"the credential in {api.credential} is not accepted" if api.credential else "no credential is sent"
        cure = f"{where}: {_about_credentials(api)}; or name an address behind the log-in in {api.place} url"
        return CannotMeasure(f"{about}, which looks like a log-in page", cure)
    if lead.url.startswith("https:") and answer.url.startswith("http:"):
        return CannotMeasure(about, f"write https in {api.place} url")
    if is_downgrade(answer.url, lead.url):
        return CannotMeasure(f"{about}, from https to plain http", "let it redirect to https")
    return CannotMeasure(about, f"name that address in {api.place} url, if it is the one that is meant")


def no_json(api: Api, answer: Answer, why: str = "") -> CannotMeasure:
    """The error for a success that is not JSON."""
    if PASSWORD.search(answer.body[:BEGINNING]):
        about, cure = "a log-in page", _about_credentials(api)
    elif is_page(answer):
        about = "an HTML page"
        cure = f"check {api.place} url and its path prefix: a page for people answers, or one of maintenance"
    elif not answer.body.strip():
        about, cure = "nothing at all", f"see the log of {api.named}, and of the proxy before it"
    else:
        about, cure = "what is no JSON", f"check {api.place} url: is it really {api.kind}?"
    shown = f": {answer.shown!r}" if answer.body.strip() else ""
    return CannotMeasure(
        f"{api.named} answers {answer.place} with {about} instead of data{shown}{f' ({why})' if why else ''}", cure
    )


def not_reached(api: Api, error: Unreachable) -> CannotMeasure:
    """The error if there is no answer at all."""
    about = f"{api.named} cannot be reached: {error.what}"
    garbled = f"check scheme and port of {api.place} url, and see what the proxy before {api.kind} sends"
    cures = {
        "packed": f"let it send a plain or gzip body that unpacks to no more than {api.place} max_body allows",
        "cut off": f"see the log of {api.named}, and of the proxy before it, for why the answer ended early",
        "garbage": garbled,
        "malformed": garbled,
        "no tls": garbled,
        "clear text": f"give {api.place} an https url, or forward a port of this machine to it (kubectl port-forward, "
        "ssh -L): only this machine itself is talked to in clear text",
        "too large": f"ask for less, such as by a selector with the labels of this service, or raise {api.place} "
        "max_body",
        "timeout": f"see what {api.named} is busy with, or raise {api.place} timeout",
        "refused here": error.cure,
        "client certificate": f"name one that it accepts in {api.place} client_certificate",
        "client certificate refused": f"name one that it accepts in {api.place} client_certificate",
    }
    if error.kind in cures:
        return CannotMeasure(about, cures[error.kind])
    if error.kind.startswith("certificate"):
        return CannotMeasure(
            about, f"if its certificate is from a private authority, name the authority's file in {api.place} ca_file"
        )
    return CannotMeasure(
        about, f"check host and port in {api.place} url, that it runs, and that this machine may reach it"
    )


def _about_credentials(api: Api) -> str:
    if not api.credential:
        return f"set token_env, or username_env and password_env, in {api.place}"
    return f"the credential in {api.credential} is wrong, expired or revoked: renew it, or correct {api.place}"


def _about_rights(api: Api) -> str:
    tenant = f" to the tenant {api.tenant!r}" if api.tenant else ""
    if not api.credential:
        return f"set token_env, or username_env and password_env, in {api.place}"
    return f"give the credential in {api.credential} the right to read{tenant}"
