"""Where people log in, and the form that they fill in there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.sessions.cookies import Cookies


@dataclass(frozen=True, slots=True)
class Door:
    """Where and how people log in.

    Attributes:
        login: path of the form, or of an endpoint that takes JSON.
        logout: path that ends the session; "" if unknown.
        logout_method: the method for it.
        username_field: the form's field for the user name.
        password_field: the form's field for the password.
        csrf_field: the form's field for its token; "" to find it.
        takes_json: whether JSON is sent instead of a form.
        renews: whether a session id must change at log-in; if not, an unchanged one is only noted.
        replay_refused: whether a copy of a cookie that contains the session must be rejected after the log-out.
    """

    login: str = "/login"
    logout: str = ""
    logout_method: str = "POST"
    username_field: str = "username"
    password_field: str = "password"  # noqa: S105 -- a field name, not a password  # nosec B105
    csrf_field: str = ""
    takes_json: bool = False
    renews: bool = False
    replay_refused: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that is ready to be filled in.

    Attributes:
        action: the complete URL to send it to.
        fields: its initial values.
        headers: headers that scripts of the page would add.
        token_field: the field of the CSRF token; "" if there is none.
        cookies: of the visitor.
    """

    action: str
    fields: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    token_field: str
    cookies: Cookies

    @property
    def has_token(self) -> bool:
        """Whether it has any protection against CSRF."""
        return bool(self.token_field or self.headers)

    def without_token(self) -> Opened:
        """The same form, as another site would send it."""
        left = {name: value for name, value in self.fields.items() if name != self.token_field}
        return replace(self, fields=left, headers={})

    def with_wrong_token(self, token: str) -> Opened:
        """The same form with a made-up token."""
        MASK.add(token)
        fields = dict(self.fields) | ({self.token_field: token} if self.token_field else {})
        return replace(self, fields=fields, headers=dict.fromkeys(self.headers, token))
