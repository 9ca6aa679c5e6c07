"""What a forge's rejections mean, and what to do about each."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import clean
from pytest_golive.forge.finding.tokens import Token
from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.answer import SERVER_ERROR, Answer
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit_fields import promise_of, remaining_of

BAD_TOKEN: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
TOO_MANY: Final = 429
REDIRECTS: Final = range(300, 400)
NAMES: Final = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea"}
# The scopes that a token needs, by the kind of forge.
SCOPES: Final = {
    "github": "read access to Contents, Checks, Commit statuses, Actions, Pull requests and Issues (classic: repo), or "
    "in a workflow: permissions: {contents: read, checks: read, statuses: read, actions: read, pull-requests: read, "
    "issues: read}",
    "gitlab": "the scope read_api",
    "gitea": "the scopes read:repository and read:issue",
}
LIMITING: Final = ("rate limit", "abuse detection", "too many requests", "retry later")


@dataclass(frozen=True, slots=True)
class Who:
    """The forge that receives a request, and the token that sends it.

    Attributes:
        kind: the kind of the forge.
        host: its host.
        token: the token of the request.
    """

    kind: str
    host: str
    token: Token

    @property
    def named(self) -> str:
        """The forge in words: "GitHub at github.com"."""
        return f"{NAMES[self.kind]} at {self.host}"

    @property
    def looked(self) -> str:
        """The variables that may hold a token, in words."""
        return " or ".join(self.token.looked)


def is_limited(answer: Answer) -> bool:
    """Whether a forge rejects a request because there were too many; some use status 403."""
    if answer.status == TOO_MANY:
        return True
    if answer.status != FORBIDDEN:
        return False
    said = message_of(answer).lower()
    return remaining_of(answer) == 0 or bool(answer.header("retry-after")) or any(word in said for word in LIMITING)


def message_of(answer: Answer) -> str:
    """The forge's own message about a rejection; the beginning of the body if it is not JSON."""
    with contextlib.suppress(NotJson):
        found = read_json(answer.body)
        if isinstance(found, dict):
            said = found.get("message") or found.get("error_description") or found.get("error")
            return clean(said) if isinstance(said, str) else clean(str(said or ""))
    return clean(answer.shown)


def refused(who: Who, answer: Answer) -> CannotMeasure:
    """The error for a response without success."""
    status, said = answer.status, message_of(answer)
    about = f"{who.named} answers {status} to {answer.place}" + (f": {said}" if said else "")
    if status in REDIRECTS:
        where = plain(answer.header("location")) if answer.header("location") else "nowhere"
        cure = "set [tool.golive.forge] url to the repository's new page, or correct the remote: git remote set-url"
        return CannotMeasure(f"{about}; it redirects to {where}", cure)
    if is_limited(answer):
        return limited(who, answer, about)
    cures = {
        BAD_TOKEN: _about_bad_token(who),
        FORBIDDEN: _about_scopes(who, answer),
        NOT_FOUND: _about_missing(who),
    }
    if status >= SERVER_ERROR:
        return CannotMeasure(about, f"run it again when {who.named} works; its status page tells of maintenance")
    return CannotMeasure(about, cures.get(status, "check [tool.golive.forge]: kind, url and api"))


def limited(who: Who, answer: Answer, about: str = "") -> CannotMeasure:
    """The error when the wait for a rate limit would take too long."""
    seconds = promise_of(answer).seconds
    until = ""
    if seconds is not None:
        moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=min(seconds, 10**8))
        until = f"; it accepts requests again after {moment:%Y-%m-%d %H:%M:%S} UTC"
    about = about or f"{who.named} answers {answer.status} to {answer.place}"
    cure = f"run it again then, or raise [tool.golive.forge] patience{_more_with_token(who)}"
    return CannotMeasure(f"the rate limit is used up: {about}{until}", cure)


def no_json(who: Who, answer: Answer) -> CannotMeasure:
    """The error for a response with status 200 that is not JSON."""
    kind = "an HTML page" if "html" in answer.header("content-type") or answer.shown.startswith("<") else "no JSON"
    return CannotMeasure(
        f"{who.named} answers {answer.place} with {kind} instead of data: {answer.shown!r}",
        "it may be under maintenance or behind a log-in page: open the address in a browser; if the interface has "
        "another address, set [tool.golive.forge] api",
    )


def not_reached(who: Who, error: Unreachable) -> CannotMeasure:
    """The error if there is no response at all."""
    if error.kind == "clear text":
        return CannotMeasure(error.what, "set the forge's https address in [tool.golive.forge] url or api")
    if error.kind.startswith("certificate"):
        cure = (
            "if its certificate is from a private authority, name the authority's file in [tool.golive.forge] ca_file"
        )
        return CannotMeasure(f"{who.named} cannot be reached: {error.what}", cure)
    return CannotMeasure(
        f"{who.named} cannot be reached: {error.what}",
        "check this machine's network, and host and port in [tool.golive.forge] url or api; or say in "
        "[tool.golive.not_applicable] why the row does not apply",
    )


def _about_bad_token(who: Who) -> str:
    if not who.token.variable:
        return f"set {who.looked} to a token that may read the repository"
    return f"the token in {who.token.variable} is wrong, expired or revoked: create one with {SCOPES[who.kind]}"


def _about_scopes(who: Who, answer: Answer) -> str:
    if sso := answer.header("x-github-sso"):
        return f"authorise the token in {who.token.variable or who.looked} for single sign-on: {clean(sso)}"
    if not who.token.variable:
        return f"set {who.looked} to a token that may read the repository"
    needed = answer.header("x-accepted-github-permissions")
    scope = f" (needed here: {clean(needed)})" if needed else ""
    return f"give the token in {who.token.variable} {SCOPES[who.kind]}{scope}"


def _about_missing(who: Who) -> str:
    if not who.token.variable:
        return (
            f"if the repository is private, set {who.looked} to a token that may read it; else check "
            "[tool.golive.forge] url, or the remote's address"
        )
    return (
        f"if the repository exists, the token in {who.token.variable} may not read it: give it {SCOPES[who.kind]}; "
        "else check [tool.golive.forge] url, or the remote's address"
    )


def _more_with_token(who: Who) -> str:
    return "" if who.token.variable else f"; with a token in {who.looked} the forge allows more requests"
