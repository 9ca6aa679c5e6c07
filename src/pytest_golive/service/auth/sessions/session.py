"""Logs in by a form and out again, as a browser does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.redirects import lead_of
from pytest_golive.service.auth.seeing.admission import TOO_MANY, leads_home
from pytest_golive.service.auth.sessions.cookies import Cookies
from pytest_golive.service.auth.sessions.door import Door, Opened
from pytest_golive.service.auth.sessions.forms import Form, read_page
from pytest_golive.service.http.asking import SERVER_ERROR, Answer, Service
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.target import bracketed, origin_of

REPEATED_IN = ("X-CSRFToken", "X-CSRF-Token", "X-XSRF-TOKEN")


class Visitor:
    """One browser that uses the log-in of a service."""

    def __init__(self, service: Service, door: Door, cookies: Mapping[str, str] | None = None) -> None:
        self.cookies = Cookies(cookies)
        self._service = service
        self._door = door

    def __repr__(self) -> str:
        return f"Visitor({self._service!r}, {self.cookies!r})"

    def open(self) -> Opened:
        """Load the log-in page.

        Raises:
            CannotMeasure: there is no such form.
        """
        door = self._door
        answer = self._walk(door.login)
        page = read_page(answer.text) if "json" not in answer.header("content-type") else read_page("")
        form = Form(door.login) if door.takes_json else page.form_with(door.password_field)
        if answer.status >= SERVER_ERROR or answer.status == TOO_MANY:
            raise unreachable("server error", f"{answer.place} answered {answer.status}", answer.curl)
        if form is None:
            raise unreachable("garbage", f"{answer.place} answered {answer.status}, and no log-in form", answer.curl)
        if not door.takes_json:
            _check_fields(form, door, answer)
        action = self._service.target.address_of(door.login) if door.takes_json else _sent_to(answer, form)
        if origin_of(action) != self._service.target.origin:
            raise CannotMeasure(
                f"the log-in form at {door.login} is sent to another origin, {plain(action)}: no password goes there",
                "describe that log-in as scheme oidc or oauth2, or give the target the url that people use",
            )
        token_field = form.csrf_field(door.csrf_field)
        token = "" if token_field else page.token or self.cookies.csrf
        return Opened(
            action, form.fields, dict.fromkeys(REPEATED_IN, token) if token else {}, token_field, self.cookies
        )

    def send(self, opened: Opened, username: str, password: str) -> Answer:
        """Fill in the form and send it, with the headers that browsers add."""
        MASK.add(password)
        door = self._door
        filled = dict(opened.fields) | {door.username_field: username, door.password_field: password}
        how: dict[str, Any] = {"json_body": filled} if door.takes_json else {"form": filled}
        answer = self._service.ask(
            opened.action, "POST", headers={**self._browser_headers(opened.action), **opened.headers}, **how
        )
        self.cookies.take(answer)
        if answer.status >= SERVER_ERROR or answer.status == TOO_MANY:
            raise unreachable("server error", f"{answer.place} answered {answer.status}", answer.curl)
        return answer

    def log_in(self, username: str, password: str) -> Answer:
        """Load the form and send it."""
        return self.send(self.open(), username, password)

    def log_out(self, path: str) -> Answer:
        """Log out.

        Args:
            path: a page for logged-in users, which may contain the token for the log-out.
        """
        door = self._door
        answer = self._walk(path)
        page = read_page(answer.text)
        leaving = [form for form in page.forms if form.action.partition("?")[0].endswith(door.logout)]
        fields = dict(leaving[0].fields) if leaving else {}
        tokens = [form.fields[name] for form in page.forms if (name := form.csrf_field(door.csrf_field))]
        token = page.token or (tokens[0] if tokens else "") or self.cookies.csrf or self._token_of_login()
        headers = self._browser_headers(answer.url) | (dict.fromkeys(REPEATED_IN, token) if token else {})
        if door.logout_method in {"GET", "HEAD"}:
            left = self._service.ask(door.logout, door.logout_method, headers=headers)
        else:
            extra = (
                {}
                if leaving or not token
                else dict.fromkeys((door.csrf_field or "csrf_token", "csrfmiddlewaretoken"), token)
            )
            left = self._service.ask(door.logout, door.logout_method, headers=headers, form=fields | extra)
        self.cookies.take(left)
        return left

    def _token_of_login(self) -> str:
        """The token of the log-in form, which is also valid for other forms if it belongs to the session."""
        page = read_page(self._walk(self._door.login).text)
        fields = (form.fields[name] for form in page.forms if (name := form.csrf_field(self._door.csrf_field)))
        return page.token or next(fields, "")

    def _walk(self, path: str) -> Answer:
        url, steps = path, 0
        while True:
            answer = self._service.ask(url, headers=self.cookies.header)
            self.cookies.take(answer)
            url = leads_home(answer, "") if path != self._door.login else _next(answer)
            steps += 1
            if not url or steps > self._service.target.max_redirects:
                return answer

    def _browser_headers(self, page: str) -> dict[str, str]:
        """Headers that browsers add to a form; frameworks reject https posts without them."""
        scheme, host, port = self._service.target.origin
        name = bracketed(host)
        usual = {"http": 80, "https": 443}[scheme] == port
        origin = f"{scheme}://{name}" if usual else f"{scheme}://{name}:{port}"
        return {"Origin": origin, "Referer": page, **self.cookies.header}


def _sent_to(answer: Answer, form: Form) -> str:
    """The URL that a form is sent to.

    Raises:
        Unreachable: it is not valid.
    """
    lead = lead_of(answer.url, [form.action or answer.url])
    if not lead.url:
        raise unreachable("garbage", f"{answer.place}: its log-in form is sent {lead.why}", answer.curl)
    return lead.url


def _next(answer: Answer) -> str:
    """Where a log-in page redirects to, within its service."""
    url = lead_of(answer.url, answer.all_headers("location")).url
    return url if url and answer.status in range(300, 400) and origin_of(url) == origin_of(answer.url) else ""


def _check_fields(form: Form, door: Door, answer: Answer) -> None:
    """Make sure that the form has the fields that the settings name.

    Raises:
        CannotMeasure: it does not.
    """
    named = {"username_field": door.username_field, "password_field": door.password_field}
    named |= {"csrf_field": door.csrf_field} if door.csrf_field else {}
    for setting, name in named.items():
        if name not in form.fields:
            raise CannotMeasure(
                f"the log-in form at {answer.path} has no field {name!r}; it has {', '.join(form.fields) or 'none'}",
                f"name the right one in {setting} of the target's auth",
            )
